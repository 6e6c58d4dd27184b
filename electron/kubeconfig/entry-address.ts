import type { ApiPlace } from '#shared/api-address.ts'
import { bodyIn, textAt } from './kubeconfig-text.ts'
import type { Mark } from './mark.ts'
import type { ClusterEntry, OwnEntry } from './own-entries.ts'

/** From where the address of our entry is called, if Sampan has written it. */
export function writtenPlace(present: readonly OwnEntry[]): ApiPlace | undefined {
  const { server, api } = writtenAddress(present)
  if (api) return api.server === server ? api.place : undefined
  // The first marks did not say. An address of this machine can only have come from us.
  return server !== undefined && /^https:\/\/127\.0\.0\.1:\d+$/.test(server) ? 'local' : undefined
}

function writtenAddress(present: readonly OwnEntry[]): { server: string | undefined; api: Mark['api'] } {
  const own = present.find(({ list }) => list === 'clusters')
  const body = own && bodyIn(own.node, 'clusters')
  const server = body && textAt(body, 'server')
  // Some tools put a slash behind it.
  return { server: server?.replace(/\/$/, ''), api: own?.mark.api }
}

/** The address that an entry is to have, and what its mark says of it. */
export function addressFor(
  present: readonly OwnEntry[],
  { place, server }: ClusterEntry,
  { keepsForeign = false }: { keepsForeign?: boolean | undefined },
): { server: string; api: Mark['api'] } {
  const written = writtenAddress(present)
  const isKept = keepsForeign && written.server !== undefined && writtenPlace(present) !== place
  return isKept ? { server: written.server ?? server, api: written.api } : { server, api: { place, server } }
}
