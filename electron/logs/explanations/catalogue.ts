import { bootLines } from './boot.ts'
import { containerdLines } from './containerd.ts'
import { controlPlaneLines } from './control-plane.ts'
import { datastoreLines } from './datastore.ts'
import { k3sLines } from './k3s.ts'
import type { KnownLine } from './known-line.ts'
import { kubeletLines } from './kubelet.ts'
import { networkLines } from './network.ts'
import { podsLines } from './pods.ts'
import { registryLines } from './registry.ts'

/** Of several that fit a message the first counts: causes stand before what follows from them. */
export const catalogue: readonly KnownLine[] = [
  ...bootLines,
  ...registryLines,
  ...datastoreLines,
  ...k3sLines,
  ...kubeletLines,
  ...podsLines,
  ...controlPlaneLines,
  ...networkLines,
  ...containerdLines,
]
