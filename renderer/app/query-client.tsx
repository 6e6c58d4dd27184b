import { MutationCache, QueryClient } from '@tanstack/react-query'
import { type ClusterRef, refKey } from '#shared/cluster.ts'
import { type Problem, problemOf } from '#shared/problem.ts'
import type { ActionVariables } from '../api/cluster-actions.ts'
import { operationsQuery } from '../api/queries.ts'
import { showProblemNotice } from '../ui/problem-notice.tsx'

/**
 * Main owns all data and pushes what changes, so nothing is fetched by a clock or by the focus, and "offline" means nothing
 * here. A mutation that fails is announced, unless its screen shows the Problem itself.
 */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // Log buffers are long and always new: comparing them deeply would cost more than it saves.
        structuralSharing: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
    mutationCache: new MutationCache({
      onError: (error, variables, _onMutateResult, { meta }) => {
        if (meta?.isShownInPlace) return
        const problem = problemOf(error)
        const cluster = isAction(variables) ? variables.cluster : undefined
        if (!cluster || !isToldByOperations(client, cluster, problem)) showProblemNotice(problem, cluster)
      },
    }),
  })
  return client
}

/** The operation has failed by the same Problem: whoever follows the operations shows it, be it on the page or as a notice. */
function isToldByOperations(client: QueryClient, cluster: ClusterRef, { code }: Problem): boolean {
  const operations = client.getQueryData(operationsQuery.queryKey)?.value?.ongoing ?? []
  return operations.some(({ cluster: its, problem }) => refKey(its) === refKey(cluster) && problem?.code === code)
}

function isAction(variables: unknown): variables is ActionVariables {
  return typeof variables === 'object' && variables !== null && 'cluster' in variables && 'send' in variables
}
