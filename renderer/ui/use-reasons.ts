import { shownName } from '#shared/cluster-origin.ts'
import { type ClusterEntry, useClusters } from '../api/queries.ts'
import { useTexts } from './language.tsx'

/** Why nothing can be done at the moment: with the engine at all, or with one cluster. Undefined where nothing is in the way. */
export function useReasons() {
  const { text } = useTexts()
  const isConnected = useClusters()?.value?.engine.kind === 'connected'
  const engine = isConnected ? undefined : text('reason.noEngine')
  return {
    engine,
    cluster: ({ ref, operation }: Pick<ClusterEntry, 'ref' | 'operation'>): string | undefined => {
      if (engine !== undefined) return engine
      if (!operation?.isRunning) return undefined
      const running = text(`operation.${operation.operation}.running`, { cluster: shownName(ref) })
      return text('reason.busy', { operation: running })
    },
  }
}
