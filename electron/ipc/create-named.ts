import type { Cluster, ClusterRef } from '#shared/cluster.ts'
import type { RequestParsed } from '#shared/contract.ts'
import { problemOf } from '#shared/problem.ts'
import type { Operations } from '../cluster/change/operations.ts'
import type { WindowEngine } from './engine-of.ts'

/** Whoever makes clusters at the same moment takes names, too; each try loses to one of them at most. */
const tries = 10

/**
 * Makes a cluster. Where the user left the suggested name as it was and somebody else has taken it meanwhile, the next free one will
 * do: each try is an operation on the cluster that it makes, and one that only lost its name leaves no failure behind.
 */
export async function createNamed(
  engine: WindowEngine,
  operations: Pick<Operations, 'run' | 'dismiss'>,
  { engineId, spec, choose, isOffline }: RequestParsed<'clusters.create'>,
): Promise<Cluster> {
  const chosen = choose.filter((field) => field === 'apiPort')
  let { name } = spec
  for (let attempt = 1; ; attempt += 1) {
    const cluster: ClusterRef = { engineId, name }
    try {
      return await operations.run({ cluster, operation: 'create' }, (options) =>
        engine.create({ ...spec, name: cluster.name }, { ...options, choose: chosen, offline: isOffline }),
      )
    } catch (error) {
      if (!choose.includes('name') || attempt === tries || !isNameLost(error)) throw error
      operations.dismiss(cluster)
      name = (await engine.suggest()).name
    }
  }
}

const isNameLost = (error: unknown) =>
  ['cluster.name_taken', 'cluster.incomplete', 'cluster.only_remains', 'cluster.busy'].includes(problemOf(error).code)
