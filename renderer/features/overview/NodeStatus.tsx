import type { Companion } from '#shared/cluster.ts'
import type { NodeHealth } from '#shared/health.ts'
import { useTexts } from '../../ui/language.tsx'
import { HealthMark } from './HealthMark.tsx'

/** One word: Kubernetes' where that is known and the container runs, else the container's. */
export function NodeStatus({
  node,
  health,
  isLive,
}: {
  readonly node: Companion
  readonly health: NodeHealth | undefined
  readonly isLive: boolean
}) {
  const { text } = useTexts()
  const isUp = node.container === 'running'
  // Kubernetes knows nothing of what is none of its nodes.
  const isAllKnown = node.role === 'loadbalancer' || node.role === 'datastore'
  if (!isUp || health === undefined) {
    const isSettled = isLive && (!isUp || isAllKnown)
    const tone = !isSettled ? 'quiet' : isUp ? 'good' : 'warning'
    return <HealthMark tone={tone}>{text(`container.${node.container}`)}</HealthMark>
  }
  return (
    <HealthMark tone={health.isReady ? 'good' : 'warning'}>
      {text(health.isReady ? 'overview.ready' : 'overview.notReady')}
    </HealthMark>
  )
}
