import { k3sVersionOfTag } from '../cluster/model/k3s-config.ts'
import { checkRegistries } from '../registry/registries-file.ts'
import { registryPresets } from '../registry/registry-presets.ts'
import { localPem } from '../registry/taken-files.ts'
import type { RequestHandlers } from './serve.ts'

/** What a registries.yaml says, before it is any cluster's. */
export const registryHandlers = {
  'registries.presets': () => registryPresets(),
  'registries.check': ({ text, image = '' }) =>
    checkRegistries(text, {
      k3sVersion: k3sVersionOfTag(image),
      isTaken: (path) => localPem(path) !== undefined,
    }),
} satisfies Partial<RequestHandlers>
