import { useMutation } from '@tanstack/react-query'
import type { ClusterRef } from '#shared/cluster.ts'
import type { WorkloadTarget } from '#shared/workloads.ts'
import { request } from '../../api/client.ts'
import { targetOf } from '../../api/workloads.ts'
import { showNotice } from '../../ui/notice.tsx'

/** What the window has Kubernetes do to an object. A restart that fails is announced; the dialogs of the others show it themselves. */
export function useWorkloadRequests(cluster: ClusterRef) {
  const restart = useMutation({
    mutationFn: (object: WorkloadTarget) => request('workloads.restart', { cluster, object: targetOf(object) }),
    onSuccess: (_, { name }) => showNotice('workloads.restarted', { name }, cluster),
  })
  const scale = useMutation({
    meta: { isShownInPlace: true },
    mutationFn: ({ object, from, to }: { object: WorkloadTarget; from: number; to: number }) =>
      request('workloads.scale', { cluster, object: targetOf(object), from, to }),
    onSuccess: (_, { object, to }) => showNotice('workloads.scaled', { name: object.name, count: to }, cluster),
  })
  const remove = useMutation({
    meta: { isShownInPlace: true },
    mutationFn: (object: WorkloadTarget) => request('workloads.delete', { cluster, object: targetOf(object) }),
    onSuccess: (_, { name }) => showNotice('workloads.deleted', { name }, cluster),
  })
  return { restart: restart.mutate, scale, remove }
}
