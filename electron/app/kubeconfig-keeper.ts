import type { ClustersSnapshot } from '#shared/cluster.ts'
import type { ClusterEngine } from '../cluster/change/cluster-engine.ts'
import type { Kubeconfigs } from '../kubeconfig/kubeconfigs.ts'

/**
 * Keeps a kubeconfig for each cluster that is Ready, and what was merged from it, up to date: k3s renews its certificates when it
 * starts. Somebody may start and stop a cluster in a terminal, hence by looking at the clusters and not at what the window does.
 */
export async function keepKubeconfigs(
  snapshots: AsyncIterable<ClustersSnapshot>,
  { engine, kubeconfigs }: { engine: () => ClusterEngine; kubeconfigs: Kubeconfigs },
): Promise<void> {
  let ready = new Set<string>()
  for await (const { clusters } of snapshots) {
    const now = new Set(clusters.filter(({ state }) => state === 'ready').map(({ name }) => name))
    for (const name of now) {
      if (ready.has(name)) continue
      try {
        await kubeconfigs.refresh(engine(), name)
      } catch (error) {
        console.error(`The kubeconfig of ${name} was not refreshed:`, error)
        now.delete(name)
      }
    }
    ready = now
  }
}
