import { z } from 'zod'
import { ApiPlace } from '#shared/api-address.ts'

/** The extension that says that an entry is Sampan's. kubectl keeps it when it writes the file anew. */
export const extensionName = 'dev.sampan'

/** What a list, a key or a file was before Sampan came, to be put back exactly as it was. */
const Before = z.discriminatedUnion('was', [
  z.object({ was: z.literal('absent') }),
  z.object({ was: z.literal('text'), source: z.string() }),
  /** The file ended behind the key, without a line break. */
  z.object({ was: z.literal('unended') }),
])
export type Before = z.infer<typeof Before>

export const Mark = z.object({
  cluster: z.string(),
  /** Which Docker Engine has the cluster. The first marks did not say. */
  engine: z.string().optional(),
  /** In the cluster's entry: the address that Sampan wrote. Where another one stands by now, somebody else has put it there. */
  api: z.object({ place: ApiPlace, server: z.string() }).optional(),
  /** What the list was, where an entry could not just be added to it. */
  list: Before.optional(),
  /** The current context before ours was made it: its text in the file, and its name. */
  current: z.object({ before: Before, name: z.string(), isDangling: z.boolean().optional() }).optional(),
  /** There was no file, or nothing in it. */
  made: z.enum(['file', 'content']).optional(),
})
export type Mark = z.infer<typeof Mark>
