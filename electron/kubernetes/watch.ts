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
  /** How many objects are asked for at once. Without it all come in one answer. */
  readonly pageSize?: number
}

/** A piece of a list, or a change after it. A list that begins anew says nothing of what it does not name until its last page. */
export type CollectionChange<T> =
  | { readonly kind: 'page'; readonly objects: readonly T[]; readonly isFirst: boolean; readonly isLast: boolean }
  | { readonly kind: 'put'; readonly object: T }
  | { readonly kind: 'gone'; readonly object: T }

const List = z.object({
  metadata: z.object({ resourceVersion: z.string().default(''), continue: z.string().optional() }),
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
 * All objects of a collection: the present ones at once, then again after each change, until aborted. While the server does not answer
 * the last picture stands (see watchChanges).
 */
export async function* watchCollection<T extends KubeObject>(
  connection: ApiConnection,
  collection: Collection<T>,
  signal: AbortSignal,
  report: (failure: WatchFailure | undefined) => void = () => undefined,
): AsyncGenerator<ReadonlyMap<string, T>, void, undefined> {
  const objects = new Map<string, T>()
  for await (const change of watchChanges(connection, collection, signal, report)) {
    switch (change.kind) {
      case 'page':
        if (change.isFirst) objects.clear()
        for (const object of change.objects) objects.set(keyOf(object), object)
        if (!change.isLast) continue
        break
      case 'put':
        objects.set(keyOf(change.object), change.object)
        break
      case 'gone':
        if (!objects.delete(keyOf(change.object))) continue
    }
    yield new Map(objects)
  }
}

/**
 * A collection as what changes in it: first all of it, page by page, then each change, until aborted. A lost connection is taken up
 * again where it broke; when the server has forgotten that point (410), everything is listed anew. `report` is told of each request
 * that fails, whatever the reason, and of the first that succeeds again. Objects that do not fit the schema are left out.
 */
export async function* watchChanges<T extends KubeObject>(
  connection: ApiConnection,
  { path, selector, schema, isOptional = false, pageSize }: Collection<T>,
  signal: AbortSignal,
  report: (failure: WatchFailure | undefined) => void = () => undefined,
): AsyncGenerator<CollectionChange<T>, void, undefined> {
  const url = (query: Record<string, string>) => `${path}?${new URLSearchParams({ ...selector, ...query })}`
  let version: string | undefined
  let pauseMs = firstPauseMs
  let failingSinceMs: number | undefined
  let isReported = false

  const succeeded = () => {
    if (isReported) report(undefined)
    isReported = false
    failingSinceMs = undefined
  }
  const read = (value: unknown): T | undefined => schema.safeParse(value).data
  const changeOf = ({ type, object }: z.infer<typeof WatchEvent>): CollectionChange<T> | undefined => {
    if (type === 'ERROR') {
      version = undefined
      return undefined
    }
    version = Versioned.safeParse(object).data?.metadata.resourceVersion ?? version
    if (type === 'BOOKMARK') return undefined
    const seen = read(object)
    return seen && { kind: type === 'DELETED' ? 'gone' : 'put', object: seen }
  }

  while (!signal.aborted) {
    let openedMs: number | undefined
    try {
      let rest: string | undefined
      while (version === undefined) {
        const limit = pageSize === undefined ? {} : { limit: String(pageSize) }
        const list = List.parse(await connection.json(url({ ...limit, ...(rest ? { continue: rest } : {}) }), signal))
        const isFirst = rest === undefined
        rest = list.metadata.continue || undefined
        if (rest === undefined) version = list.metadata.resourceVersion
        succeeded()
        const objects = (list.items ?? []).flatMap((item) => read(item) ?? [])
        yield { kind: 'page', objects, isFirst, isLast: rest === undefined }
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
        const change = changeOf(WatchEvent.parse(line))
        pauseMs = firstPauseMs
        if (change) yield change
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

/** Hands over a change: a list from its beginning to its end, whose end says what is gone that it did not name. */
export function takeChange<T>(
  change: CollectionChange<T>,
  take: {
    readonly begin: () => void
    readonly put: (object: T) => void
    readonly gone: (object: T) => void
    readonly end: () => void
  },
): void {
  switch (change.kind) {
    case 'page':
      if (change.isFirst) take.begin()
      for (const object of change.objects) take.put(object)
      if (change.isLast) take.end()
      return
    case 'put':
      take.put(change.object)
      return
    case 'gone':
      take.gone(change.object)
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`
}
