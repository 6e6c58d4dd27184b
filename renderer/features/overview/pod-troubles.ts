import type { ExplainedReason, PodHealth } from '#shared/health.ts'
import { mattersOf } from '#shared/log-explanations.ts'

export interface PodTrouble {
  readonly key: string
  readonly explanation: ExplainedReason
  readonly pods: readonly PodHealth[]
}

/** Pods that need somebody to act, by what they have in common; what holds up the most of them first. */
export function troublesOf(pods: readonly PodHealth[]): readonly PodTrouble[] {
  const troubles = new Map<string, { readonly explanation: ExplainedReason; readonly pods: PodHealth[] }>()
  for (const pod of pods) {
    const { explanation, isHealthy } = pod
    if (isHealthy || !explanation || mattersOf(explanation.id) !== 'act') continue
    const key = JSON.stringify([explanation.id, Object.entries(explanation.params).sort()])
    const trouble = troubles.get(key) ?? { explanation, pods: [] }
    trouble.pods.push(pod)
    troubles.set(key, trouble)
  }
  return [...troubles]
    .map(([key, trouble]) => ({ key, ...trouble }))
    .sort((left, right) => right.pods.length - left.pods.length)
}
