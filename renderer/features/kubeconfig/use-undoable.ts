import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ClusterRef, refKey } from '#shared/cluster.ts'

/** Whether the last change of the user's kubeconfig for this cluster can be taken back, also after a look at another tab. */
export function useUndoable(cluster: ClusterRef, createdAt: string | undefined) {
  const client = useQueryClient()
  const queryKey = ['kubeconfig.undoable', refKey(cluster), createdAt]
  const { data: canUndo = false } = useQuery<boolean>({ queryKey, queryFn: skipToken })
  return [canUndo, (next: boolean) => void client.setQueryData<boolean>(queryKey, next)] as const
}
