import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { jsonLines } from '../async/json-lines.ts'
import { type ApiConnection, ApiStatusError } from './api-connection.ts'
import type { WatchFailure } from './kube-api.ts'

/** What every Kubernetes object has. */
export interface KubeObject {
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined }
}

export interface Collection<T extends KubeObject> {
  /** `/api/v1/nodes` */
  readonly path: string
  readonly selector?: { readonly fieldSelector?: string; readonly labelSelector?: string }
  readonly schema: z.ZodType<T>
  /** Throws the ApiStatusError of a path that the server does not know (404) instead of asking again. */
  readonly isOptional?: boolean
}

const List = z.object({
  metadata: z.object({ resourceVersion: z.string().default('') }),
  items: z.array(z.unknown()).nullable(),
})

const WatchEvent = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.unknown(),
})

const Versioned = z.object({ metadata: z.object({ resourceVersion: z.string() }) })

/** The server ends a watch in good order after this time; one that is silent for longer has lost its server. */
const watchSeconds = 240
const silenceMs = (watchSeconds + 30) * 1000

const firstPauseMs = 200
const longestPauseMs = 5000

/**
 * All objects of a collection: the present ones at once, then again after each change, until aborted. A lost connection is taken up
 * again where it broke; when the server has forgotten that point (410), everything is listed anew. While the server does not answer
 * the last picture stands: `report` is told of each request that fails, whatever the reason, and of the first that succeeds again.
 * Objects that do not fit the schema are left out.
 */
export async function* watchCollection<T extends KubeObject>(
  connection: ApiConnection,
  { path, selector, schema, isOptional = false }: Collection<T>,
  signal: AbortSignal,
  report: (failure: WatchFailure | undefined) => void = () => undefined,
): AsyncGenerator<ReadonlyMap<string, T>, void, undefined> {
  const url = (query: Record<string, string>) => `${path}?${new URLSearchParams({ ...selector, ...query })}`
  const objects = new Map<string, T>()
  let version: string | undefined
  let pauseMs = firstPauseMs
  let failingSinceMs: number | undefined
  let isReported = false

  const succeeded = () => {
    if (isReported) report(undefined)
    isReported = false
    failingSinceMs = undefined
  }
  const put = (value: unknown) => {
    const object = schema.safeParse(value).data
    if (object) objects.set(keyOf(object), object)
    return object !== undefined
  }
  const apply = ({ type, object }: z.infer<typeof WatchEvent>): boolean => {
    if (type === 'ERROR') {
      version = undefined
      return false
    }
    version = Versioned.safeParse(object).data?.metadata.resourceVersion ?? version
    if (type === 'BOOKMARK') return false
    if (type !== 'DELETED') return put(object)
    const gone = schema.safeParse(object).data
    return gone !== undefined && objects.delete(keyOf(gone))
  }

  while (!signal.aborted) {
    let openedMs: number | undefined
    try {
      if (version === undefined) {
        const list = List.parse(await connection.json(url({}), signal))
        objects.clear()
        for (const item of list.items ?? []) put(item)
        version = list.metadata.resourceVersion
        succeeded()
        yield new Map(objects)
      }
      const query = {
        watch: 'true',
        resourceVersion: version,
        allowWatchBookmarks: 'true',
        timeoutSeconds: String(watchSeconds),
      }
      const response = await connection.stream(url(query), signal, silenceMs)
      openedMs = performance.now()
      succeeded()
      for await (const line of jsonLines(response)) {
        const isNews = apply(WatchEvent.parse(line))
        pauseMs = firstPauseMs
        if (isNews) yield new Map(objects)
        if (version === undefined) break
      }
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof ApiStatusError) {
        if (isOptional && error.status === 404) throw error
        if (error.status === 410) version = undefined
      }
      failingSinceMs ??= Date.now()
      const isGone = error instanceof ApiStatusError && error.status === 410
      const isNonsense = error instanceof SyntaxError || error instanceof z.ZodError
      if (isNonsense) version = undefined
      // A watch that breaks says little: the next request tells whether somebody still answers.
      if (isNonsense || (openedMs === undefined && !isGone)) {
        isReported = true
        report({ sinceMs: failingSinceMs, error })
      }
    }
    if (openedMs !== undefined && performance.now() - openedMs > longestPauseMs) pauseMs = firstPauseMs
    // Also after an end in good order: a server that ends every watch at once must not be asked in a tight loop.
    await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`
}
