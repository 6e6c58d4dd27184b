import { useMutation } from '@tanstack/react-query'
import { type ClusterRef, refOf } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import { request } from '../api/client.ts'
import { showNotice } from './notice.tsx'

/** A cluster's kubeconfig to the clipboard or to a file, from wherever the cluster is named. Both say that they are done. */
export function useKubeconfigExport(): { copy(cluster: ClusterRef): void; save(cluster: ClusterRef): void } {
  const { mutate } = useMutation({ mutationFn: (work: () => Promise<void>) => work() })
  return {
    copy: (cluster) =>
      mutate(async () => {
        await request('app.copyText', { text: await kubeconfigOf(cluster) })
        showNotice('notice.kubeconfigCopied', { cluster: shownName(cluster) }, cluster)
      }),
    save: (cluster) =>
      mutate(async () => {
        const { path } = await request('clusters.saveKubeconfig', { cluster: refOf(cluster) })
        if (path !== null) showNotice('kubeconfig.saved', { path }, cluster)
      }),
  }
}

export async function kubeconfigOf(cluster: ClusterRef): Promise<string> {
  return (await request('clusters.kubeconfig', { cluster: refOf(cluster) })).text
}
