import type { ClusterRef } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { failureLine } from '../cluster/change/failure-line.ts'
import type { DefaultRegistries } from '../registry/default-registries.ts'
import type { Limits, Read, WindowEngine } from './engine-of.ts'
import type { RequestHandlers } from './serve.ts'

interface Dependencies {
  readonly defaults: DefaultRegistries
  /** The engine that a request means. */
  readonly engine: (cluster: ClusterRef) => WindowEngine
  readonly read: Read
  readonly limits: Pick<Limits, 'lengthy'>
}

/** The registries and caches that the clusters of an engine share. */
export const localRegistryHandlers = ({ defaults, engine, read, limits }: Dependencies) => {
  const of = (engineId: string) => engine({ engineId, name: '' }).localRegistries
  return {
    'localRegistries.list': ({ engineId, isMeasured }, signal) =>
      read({ engineId, name: '' }, signal, limits.lengthy, (its, limited) =>
        its.localRegistries.list({ isMeasured }, limited),
      ),
    'localRegistries.create': ({ engineId, options }, signal) =>
      saying(`create registry ${options.name}`, signal, async () => {
        const its = of(engineId)
        return its.create(options, { signal, joins: true, mirrors: await mirrorsOf(defaults) })
      }),
    'localRegistries.start': ({ engineId, name }, signal) =>
      saying(`start registry ${name}`, signal, () => of(engineId).start(name, { signal })),
    'localRegistries.stop': ({ engineId, name }, signal) =>
      saying(`stop registry ${name}`, signal, () => of(engineId).stop(name, { signal })),
    'localRegistries.clean': ({ engineId, name }, signal) =>
      saying(`clean registry ${name}`, signal, async () => {
        const freedBytes = await of(engineId).clean(name, { signal })
        return freedBytes === undefined ? {} : { freedBytes }
      }),
    'localRegistries.delete': ({ engineId, name }, signal) =>
      saying(`delete registry ${name}`, signal, () => of(engineId).delete(name, { signal })),
  } satisfies Partial<RequestHandlers>
}

/** As with the operations on clusters: what failed is in the diagnostics, too, and not only on the page. */
async function saying<T>(what: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!signal.aborted) console.error(failureLine(what, error))
    throw error
  }
}

/** Default registries that cannot be decrypted here must not keep anybody from a registry. */
async function mirrorsOf(defaults: DefaultRegistries): Promise<string> {
  try {
    return (await defaults.read()).registries
  } catch (error) {
    console.error('The default registries are left out:', problemOf(error).code)
    return ''
  }
}
