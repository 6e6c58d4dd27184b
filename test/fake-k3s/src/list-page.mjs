// Lists in pieces: `limit` and `continue`, whose tokens grow too old as those of a real API server do.
import { nameKey } from './datastore.mjs'

/**
 * The objects that a request asks for, the version of the list, and what leads to the rest. Undefined where the token is of a version
 * that nobody remembers. What changed since the first page comes as it is now: whoever watches from the list's version hears of it again.
 */
export function pageOf(all, query, { revision, oldest }) {
  const limit = Number(query.get('limit') ?? 0)
  const token = query.get('continue')
  const begun = token ? JSON.parse(Buffer.from(token, 'base64url').toString()) : { rv: revision, start: '' }
  if (token && begun.rv + 1 < oldest && begun.rv < revision) return undefined
  const left = token ? all.filter((object) => nameKey(object) > begun.start) : all
  const objects = limit > 0 ? left.slice(0, limit) : left
  const last = objects.at(-1)
  const remaining = left.length - objects.length
  const rest =
    remaining > 0 && last
      ? {
          continue: Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: begun.rv, start: nameKey(last) })).toString(
            'base64url',
          ),
          remainingItemCount: remaining,
        }
      : {}
  return { objects, revision: String(begun.rv), rest }
}
