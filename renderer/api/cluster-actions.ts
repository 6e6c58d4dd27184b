import { type QueryClient, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ClusterRef, type ClusterSpec, refKey, refOf, type StoredSpec } from '#shared/cluster.ts'
import type { RequestInput } from '#shared/contract.ts'
import { type PresetId, withPreset } from '#shared/presets.ts'
import type { LinkId } from '#shared/problem.ts'
import { request } from './client.ts'
import { specQuery } from './queries.ts'

/** What was only suggested to the user, who left it as it was: the next free one will do as well. */
export type Choosable = RequestInput<'clusters.create'>['choose'][number]

/** What this window last wanted of a cluster: what failed can be tried again with it, or changed first. */
export type Attempt = CreateAttempt | ChangeAttempt

export interface CreateAttempt {
  readonly kind: 'create'
  readonly engineId: string
  readonly spec: ClusterSpec
  readonly choose: readonly Choosable[]
  /** Nothing is downloaded. */
  readonly isOffline?: boolean
}

export interface ChangeAttempt {
  readonly kind: 'change'
  readonly cluster: ClusterRef
  readonly spec: ClusterSpec
  /** What the user was looking at. */
  readonly base: StoredSpec
}

/** What the window does to a cluster. They return at once: progress and failure come back through the operations' streams. */
export interface ClusterActions {
  /** `onMade` learns which cluster it became: the name may have been taken meanwhile. */
  create(attempt: Omit<CreateAttempt, 'kind'>, onMade?: (cluster: ClusterRef) => void): void
  /** A cluster with the suggested name, ports and version, of the usual kind or of that preset; `onBegun` learns its name. */
  createSuggested(onBegun: (cluster: ClusterRef) => void, preset?: PresetId): void
  change(attempt: Omit<ChangeAttempt, 'kind'>): void
  retry(attempt: Attempt): void
  /** Starting makes what is missing of a half-made cluster. */
  finish(cluster: ClusterRef): void
  repair(cluster: ClusterRef): void
  revert(cluster: ClusterRef): void
  start(cluster: ClusterRef): void
  stop(cluster: ClusterRef): void
  restart(cluster: ClusterRef): void
  remove(cluster: ClusterRef, how?: { readonly keepsVolumes?: boolean }): void
  cancel(cluster: ClusterRef): void
}

/** Read by the query client's error notice: a failure of the same cluster is announced once. */
export interface ActionVariables {
  readonly cluster: ClusterRef | undefined
  readonly send: () => Promise<unknown>
}

export function useClusterActions(): ClusterActions {
  const client = useQueryClient()
  const { mutate } = useMutation({ mutationFn: ({ send }: ActionVariables) => send() })
  const run = (cluster: ClusterRef | undefined, send: () => Promise<unknown>) => mutate({ cluster, send })
  const create: ClusterActions['create'] = (attempt, onMade) =>
    run(refOfNew(attempt), async () => {
      const made = await sendCreate(client, { kind: 'create', ...attempt })
      if (made.name !== attempt.spec.name) onMade?.(refOf(made))
    })
  const change: ClusterActions['change'] = (attempt) =>
    run(attempt.cluster, () => sendChange(client, { kind: 'change', ...attempt }))
  const onCluster =
    (
      name:
        | 'clusters.start'
        | 'clusters.revert'
        | 'clusters.repair'
        | 'clusters.stop'
        | 'clusters.restart'
        | 'clusters.cancel',
    ) =>
    (cluster: ClusterRef) =>
      run(refOf(cluster), () => request(name, { cluster: refOf(cluster) }))
  return {
    create,
    createSuggested: (onBegun, preset) =>
      run(undefined, async () => {
        const { engineId, spec: usual } = await request('clusters.suggest')
        const spec = preset === undefined ? usual : withPreset(usual, preset)
        onBegun({ engineId, name: spec.name })
        create({ engineId, spec, choose: ['apiPort', 'name'] }, onBegun)
      }),
    change,
    retry: (attempt) => {
      if (attempt.kind === 'create') return create(attempt)
      run(attempt.cluster, async () => sendChange(client, await withPresentBase(attempt)))
    },
    finish: onCluster('clusters.start'),
    repair: onCluster('clusters.repair'),
    revert: onCluster('clusters.revert'),
    start: onCluster('clusters.start'),
    stop: onCluster('clusters.stop'),
    restart: onCluster('clusters.restart'),
    remove: (cluster, { keepsVolumes = false } = {}) =>
      run(refOf(cluster), () =>
        request('clusters.delete', { cluster: refOf(cluster), ...(keepsVolumes ? { keepsVolumes } : {}) }),
      ),
    cancel: onCluster('clusters.cancel'),
  }
}

/** The link of a Problem's action, opened in the user's browser by the main process, which alone knows the addresses. */
export function openLink(link: LinkId) {
  return request('app.openLink', { link })
}

export const refOfNew = ({ engineId, spec }: Pick<CreateAttempt, 'engineId' | 'spec'>): ClusterRef => ({
  engineId,
  name: spec.name,
})

const attemptKey = (cluster: ClusterRef) => ['attempt', refKey(cluster)]

async function sendCreate(client: QueryClient, attempt: CreateAttempt) {
  const { engineId, spec, choose, isOffline } = attempt
  const key = attemptKey(refOfNew(attempt))
  client.setQueryData<Attempt>(key, attempt)
  const made = await request('clusters.create', {
    engineId,
    spec,
    choose: [...choose],
    ...(isOffline ? { isOffline } : {}),
  })
  client.removeQueries({ queryKey: key })
  return made
}

async function sendChange(client: QueryClient, attempt: ChangeAttempt) {
  const { spec, base } = attempt
  const cluster = refOf(attempt.cluster)
  const key = attemptKey(cluster)
  client.setQueryData<Attempt>(key, attempt)
  try {
    await request('clusters.apply', { cluster, spec, basedOn: base.generation })
    client.removeQueries({ queryKey: key })
  } finally {
    await client.invalidateQueries({ queryKey: specQuery(cluster).queryKey })
  }
}

/**
 * A change that failed half-way may have been stored already: then it is this window's own state that it is based on. What somebody
 * else stored in the meantime is not taken over.
 */
async function withPresentBase(attempt: ChangeAttempt): Promise<ChangeAttempt> {
  const present = await request('clusters.spec', { cluster: refOf(attempt.cluster) })
  return isSameSpec(present.spec, attempt.spec) ? { ...attempt, base: present } : attempt
}

const isSameSpec = (left: ClusterSpec, right: ClusterSpec) => JSON.stringify(left) === JSON.stringify(right)

/** What was last wanted of the cluster from this window and has not come to a good end. */
export function useLastAttempt(cluster: ClusterRef): Attempt | undefined {
  return useQuery<Attempt>({ queryKey: attemptKey(cluster), queryFn: skipToken }).data
}
