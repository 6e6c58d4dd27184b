import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/client.ts'
import { enginesQuery } from '../../api/queries.ts'

/** Goes over to the engine at an address, for good. */
export function useSelectEngine() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (address: string) => request('engines.select', { address }),
    onSettled: () => client.invalidateQueries({ queryKey: enginesQuery.queryKey }),
  })
}
