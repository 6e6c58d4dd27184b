import { MutationCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from '#shared/problem.ts'
import type { ActionVariables } from '../api/cluster-actions.ts'
import { showProblemNotice } from './notices.tsx'

/**
 * Main owns all data and pushes what changes, so nothing is fetched by a clock or by the focus, and "offline" means nothing
 * here. A mutation that fails is announced, unless its screen shows the Problem itself.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
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
        if (!meta?.isShownInPlace)
          showProblemNotice(problemOf(error), isAction(variables) ? variables.cluster : undefined)
      },
    }),
  })
}

function isAction(variables: unknown): variables is ActionVariables {
  return typeof variables === 'object' && variables !== null && 'cluster' in variables && 'send' in variables
}
