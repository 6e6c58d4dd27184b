import { type ClusterRef, type ClustersSnapshot, refKey } from '#shared/cluster.ts'
import { isOfK3d } from '#shared/cluster-origin.ts'
import type { KubeconfigSource, Kubeconfigs } from '../kubeconfig/kubeconfigs.ts'

/**
 * Keeps a kubeconfig for each cluster that is Ready, and what was merged from it, up to date: k3s renews its certificates when it
 * starts, and its port may have changed. Somebody may start and stop a cluster in a terminal, hence by looking at the clusters and not
 * at what the window does.
 */
export async function keepKubeconfigs(
  snapshots: AsyncIterable<ClustersSnapshot>,
  {
    engine,
    kubeconfigs,
  }: { engine: () => KubeconfigSource & { readonly k3d: KubeconfigSource }; kubeconfigs: Pick<Kubeconfigs, 'refresh'> },
): Promise<void> {
  let ready = new Set<string>()
  for await (const { clusters } of snapshots) {
    const now = new Set<string>()
    for (const { engineId, name, state } of clusters) {
      if (state !== 'ready') continue
      const cluster: ClusterRef = { engineId, name }
      const key = refKey(cluster)
      // One that could not be written is tried again with the next picture.
      if (ready.has(key) || (await refresh(cluster))) now.add(key)
    }
    ready = now
  }

  async function refresh(cluster: ClusterRef): Promise<boolean> {
    try {
      await kubeconfigs.refresh(isOfK3d(cluster) ? engine().k3d : engine(), cluster)
      return true
    } catch (error) {
      console.error(`The kubeconfig of ${cluster.name} was not refreshed:`, error)
      return false
    }
  }
}
