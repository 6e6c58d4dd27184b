import type { Cluster } from '#shared/cluster.ts'
import type { PlannedStep } from '#shared/operation.ts'

/** What a step means for whoever uses the cluster, the gravest first. */
export const effects = ['removes', 'interrupts', 'adds', 'rest'] as const
export type Effect = (typeof effects)[number]

const effectByAction: Readonly<Record<string, Effect>> = {
  'remove container': 'removes',
  'remove volume': 'removes',
  'remove network': 'removes',
  'replace container': 'interrupts',
  'restart container': 'interrupts',
  'stop container': 'interrupts',
  'create container': 'adds',
  'create volume': 'adds',
  'create network': 'adds',
}

export interface PlannedEffects {
  readonly steps: Readonly<Record<Effect, readonly PlannedStep[]>>
  readonly removesData: boolean
  /** A server is among what is interrupted. */
  readonly interruptsApi: boolean
}

/** A plan by what it does to whoever uses the cluster. */
export function effectsOf(plan: readonly PlannedStep[], cluster: Pick<Cluster, 'nodes'>): PlannedEffects {
  // Waiting is no change.
  const changing = plan.filter(({ target }) => target !== '')
  const of = (effect: Effect) => changing.filter(({ action }) => (effectByAction[action] ?? 'rest') === effect)
  const interrupts = of('interrupts')
  const servers = new Set(cluster.nodes.flatMap(({ role, name }) => (role === 'server' ? [name] : [])))
  return {
    steps: { removes: of('removes'), interrupts, adds: of('adds'), rest: of('rest') },
    removesData: plan.some(({ action }) => action === 'remove volume'),
    interruptsApi: interrupts.some(({ target }) => servers.has(target)),
  }
}
