import type { Cluster } from '#shared/cluster.ts'
import type { PlannedAction, PlannedStep } from '#shared/operation.ts'

/** The effect of a step on users of the cluster, most severe first. */
export const effects = ['removes', 'interrupts', 'adds', 'rest'] as const
export type Effect = (typeof effects)[number]

/** Total, so that no step that takes data away is ever taken for a harmless one. `warning` is told before all others. */
const effectByAction: Readonly<Record<PlannedAction, Effect | 'warning'>> = {
  'leave uncopied': 'warning',
  'remove container': 'removes',
  'remove volume': 'removes',
  'remove network': 'removes',
  'replace container': 'interrupts',
  'restart container': 'interrupts',
  'stop container': 'interrupts',
  'copy data': 'interrupts',
  'create container': 'adds',
  'create volume': 'adds',
  'create network': 'adds',
  'reload container': 'rest',
  'pull image': 'rest',
  'write files': 'rest',
  'start container': 'rest',
  'connect registry': 'rest',
  'disconnect registry': 'rest',
  'wait for the database': 'rest',
  'test the database': 'rest',
  'wait for the API': 'rest',
}

export interface PlannedEffects {
  readonly steps: Readonly<Record<Effect, readonly PlannedStep[]>>
  readonly removesData: boolean
  /** Something is copied before it is changed, and rests for it. */
  readonly copiesData: boolean
  /** Of what no copy can be made. */
  readonly uncopied: readonly string[]
  /** The change interrupts or removes the container that serves the API. */
  readonly interruptsApi: boolean
}

/** A plan by what it does to whoever uses the cluster. */
export function effectsOf(
  plan: readonly PlannedStep[],
  cluster: Pick<Cluster, 'nodes' | 'companions'>,
): PlannedEffects {
  // Waiting is no change.
  const changing = plan.filter(({ target }) => target !== '')
  const of = (effect: Effect | 'warning') => changing.filter(({ action }) => effectByAction[action] === effect)
  const interrupts = of('interrupts')
  const removes = of('removes')
  // Of several servers one is always up: who uses them knows the load balancer.
  const balancers = cluster.companions?.filter(({ role }) => role === 'loadbalancer') ?? []
  const servers = cluster.nodes.filter(({ role }) => role === 'server')
  const databases = cluster.companions?.filter(({ role }) => role === 'datastore') ?? []
  const front = new Set([...databases, ...(balancers.length > 0 ? balancers : servers)].map(({ name }) => name))
  return {
    steps: { removes, interrupts, adds: of('adds'), rest: of('rest') },
    copiesData: plan.some(({ action }) => action === 'copy data'),
    uncopied: of('warning').map(({ target }) => target),
    removesData: plan.some(({ action }) => action === 'remove volume'),
    interruptsApi: [...removes, ...interrupts].some(({ target }) => front.has(target)),
  }
}
