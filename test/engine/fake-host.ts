import type { Host } from '../../electron/host/host.ts'
import { localHost } from '../../electron/host/local-host.ts'

/** This machine, except that it has no networks in the way and no limits that change. */
export function fakeHost(): Host {
  return {
    ...localHost(),
    subnets: () => [],
    canListenOn: async () => true,
    lanAddresses: () => ['192.168.7.20'],
    disk: async () => ({ freeBytes: 100 * 1024 ** 3, totalBytes: 200 * 1024 ** 3 }),
    inotifyLimits: async () => ({ instances: 8192, watches: 1_048_576 }),
  }
}
