import type { Cluster } from '#shared/cluster.ts'
import { keyOfCluster } from '../../api/cluster-key.ts'
import { isUp } from '../../ui/cluster-state.ts'
import { useTexts } from '../../ui/language.tsx'
import { NotRunning } from '../../ui/NotRunning.tsx'
import { LiveImages } from './LiveImages.tsx'

/** What the nodes of a cluster can run without a registry, and the ways to give them more. */
export function ImagesScreen({ cluster, isHeld }: { readonly cluster: Cluster; readonly isHeld: boolean }) {
  const { text } = useTexts()
  return isUp(cluster) ? (
    <LiveImages key={keyOfCluster(cluster).join(' ')} cluster={cluster} isHeld={isHeld} />
  ) : (
    <NotRunning cluster={cluster} hint={text('images.stopped.hint')} />
  )
}
