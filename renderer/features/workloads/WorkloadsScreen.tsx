import type { Cluster } from '#shared/cluster.ts'
import { keyOfCluster } from '../../api/cluster-key.ts'
import { isUp } from '../../ui/cluster-state.ts'
import { useTexts } from '../../ui/language.tsx'
import { NotRunning } from '../../ui/NotRunning.tsx'
import { LiveWorkloads } from './LiveWorkloads.tsx'

/** What the user runs in a cluster. */
export function WorkloadsScreen({ cluster }: { readonly cluster: Cluster }) {
  const { text } = useTexts()
  return isUp(cluster) ? (
    <LiveWorkloads key={keyOfCluster(cluster).join(' ')} cluster={cluster} />
  ) : (
    <NotRunning cluster={cluster} hint={text('workloads.stopped.hint')} />
  )
}
