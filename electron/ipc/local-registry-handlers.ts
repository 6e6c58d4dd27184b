import type { ClusterRef } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
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
    'localRegistries.create': async ({ engineId, options }, signal) => {
      const its = of(engineId)
      return its.create(options, { signal, joins: true, mirrors: await mirrorsOf(defaults) })
    },
    'localRegistries.start': ({ engineId, name }, signal) => of(engineId).start(name, { signal }),
    'localRegistries.stop': ({ engineId, name }, signal) => of(engineId).stop(name, { signal }),
    'localRegistries.clean': async ({ engineId, name }, signal) => {
      const freedBytes = await of(engineId).clean(name, { signal })
      return freedBytes === undefined ? {} : { freedBytes }
    },
    'localRegistries.delete': ({ engineId, name }, signal) => of(engineId).delete(name, { signal }),
  } satisfies Partial<RequestHandlers>
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
