import { type QueryClient, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ClusterSpec } from '#shared/cluster.ts'
import type { ProblemAction } from '#shared/problem.ts'
import { request } from './client.ts'
import { specQuery } from './queries.ts'

/** What the window does to a cluster. They return at once: progress and failure come back through the operations' streams. */
export interface ClusterActions {
  apply(spec: ClusterSpec): void
  /** A cluster with the suggested name, ports and version; `onBegun` learns its name. */
  createSuggested(onBegun: (cluster: string) => void): void
  /** Starting makes what is missing of a half-made cluster. */
  finish(cluster: string): void
  start(cluster: string): void
  stop(cluster: string): void
  restart(cluster: string): void
  remove(cluster: string): void
  cancel(cluster: string): void
}

/** Read by the query client's error notice: a failure of the same cluster is announced once. */
export interface ActionVariables {
  readonly cluster: string
  readonly send: () => Promise<unknown>
}

export function useClusterActions(): ClusterActions {
  const client = useQueryClient()
  const { mutate } = useMutation({ mutationFn: ({ send }: ActionVariables) => send() })
  const run = (cluster: string, send: () => Promise<unknown>) => mutate({ cluster, send })
  return {
    apply: (spec) => run(spec.name, () => apply(client, spec)),
    createSuggested: (onBegun) =>
      run('', async () => {
        const spec = await request('clusters.suggest')
        onBegun(spec.name)
        run(spec.name, () => apply(client, spec))
      }),
    finish: (cluster) => run(cluster, () => request('clusters.start', { cluster })),
    start: (cluster) => run(cluster, () => request('clusters.start', { cluster })),
    stop: (cluster) => run(cluster, () => request('clusters.stop', { cluster })),
    restart: (cluster) => run(cluster, () => request('clusters.restart', { cluster })),
    remove: (cluster) => run(cluster, () => request('clusters.delete', { cluster })),
    cancel: (cluster) => run(cluster, () => request('clusters.cancel', { cluster })),
  }
}

/** The link of a Problem's action, opened in the user's browser by the main process, which alone knows the addresses. */
export function openLink(link: Extract<ProblemAction, { kind: 'openLink' }>['link']) {
  return request('app.openLink', { link })
}

const attemptKey = (cluster: string) => ['attempt', cluster]

async function apply(client: QueryClient, spec: ClusterSpec) {
  client.setQueryData(attemptKey(spec.name), spec)
  try {
    await request('clusters.apply', spec)
  } finally {
    await client.invalidateQueries({ queryKey: specQuery(spec.name).queryKey })
  }
}

/** The spec that was last applied from this window: a creation that failed and was undone can be tried again with it. */
export function useLastAttempt(cluster: string): ClusterSpec | undefined {
  return useQuery<ClusterSpec>({ queryKey: attemptKey(cluster), queryFn: skipToken }).data
}
