import { z } from 'zod'

/** Which nodes something is for. */
export const NodeFilter = z.string().regex(/^(all|servers|agents|(server|agent)-\d{1,2})$/)
export type NodeFilter = z.infer<typeof NodeFilter>

/** One node. */
export const SingleNode = z.string().regex(/^(server|agent)-\d{1,2}$/)

export const isMeant = (
  filter: NodeFilter,
  { role, index }: { readonly role: string; readonly index: number },
): boolean => filter === 'all' || filter === `${role}s` || filter === `${role}-${index}`

/** A file or folder of the engine's machine, or a volume of Docker's that is the user's, in nodes. Sampan never removes it. */
export const NodeVolume = z.strictObject({
  /** An absolute path, or the name of a volume. */
  source: z.string().regex(/^(\/.*|[A-Za-z]:[\\/].*|[a-zA-Z0-9][a-zA-Z0-9_.-]+)$/s),
  path: z.string().regex(/^\/[^:]*$/s),
  isReadOnly: z.boolean().optional(),
  /** Default: all. */
  on: NodeFilter.optional(),
})
export type NodeVolume = z.infer<typeof NodeVolume>

export const isFolder = (source: string): boolean => /^(\/|[A-Za-z]:[\\/])/.test(source)

/** Names under which nodes and pods find an address. */
export const HostAlias = z.strictObject({
  ip: z.union([z.ipv4(), z.ipv6()]),
  names: z
    .array(z.string().regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i))
    .min(1)
    .max(50),
})
export type HostAlias = z.infer<typeof HostAlias>
