import type { RuntimeInfo } from '../../../electron/docker/container-runtime.ts'

/** A Docker Engine on this machine's own kernel, with all that a cluster wants. */
export const dockerInfo: RuntimeInfo = {
  engineId: 'e',
  name: 'host',
  version: '29.0.0',
  apiVersion: '1.52',
  operatingSystem: 'Debian',
  architecture: 'x86_64',
  cgroupVersion: 2,
  isRootless: false,
  isPodman: false,
  usesIptables: true,
  bridgeAddress: '172.17.0.1',
  cpus: 4,
  memoryBytes: 8 * 1024 ** 3,
  dataRoot: '/var/lib/docker',
  systemTimeMs: 1_800_000_000_000,
  publishesHere: true,
  isLocal: true,
}
