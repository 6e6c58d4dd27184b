import type { Cluster, DeletionPreview } from '#shared/cluster.ts'
import { k3dRef, shownName } from '#shared/cluster-origin.ts'
import type { OperationKind, Stage } from '#shared/operation.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { k3dApi } from '../read/k3d-api.ts'
import { clusterLabel, isPart, roleOf } from '../read/k3d-clusters.ts'
import { cancelled, type OperationOptions } from './operate.ts'
import { type Emit, reportStep } from './progress.ts'

/** Docker's own patience, which k3d leaves as it is. */
const stopSeconds = 10

type Seen = Pick<ReturnType<typeof k3dApi>, 'partsOf' | 'get' | 'whenReady'>

/** What can be done to clusters of k3d, by k3d's own rules. Their shape is never touched. */
export function k3dPower({ runtime }: { runtime: ContainerRuntime }, { partsOf, get, whenReady }: Seen) {
  const nodesOf = async (name: string, signal?: AbortSignal) => (await partsOf(name, signal)).filter(isPart)

  /** All servers together: members of an etcd need each other. */
  async function bringUp(
    name: string,
    emit: Emit,
    { signal, wait = true, timeoutMs }: OperationOptions,
  ): Promise<Cluster> {
    const nodes = await nodesOf(name, signal)
    await reportStep(emit, { stage: 'containers' }, async () => {
      for (const role of ['server', 'agent', 'loadbalancer'] as const) {
        const own = nodes.filter((node) => roleOf(node) === role)
        await Promise.all(
          own.map(({ id, name: target }) =>
            reportStep(emit, { stage: 'containers', action: 'start container', target }, () =>
              runtime.startContainer(id, signal),
            ),
          ),
        )
      }
    })
    if (!wait) return get(name, signal)
    await whenReady(name, { signal, timeoutMs, emit }, { isFresh: true })
    return { ...(await get(name, signal)), state: 'ready' }
  }

  async function bringDown(name: string, emit: Emit, signal: AbortSignal): Promise<void> {
    const nodes = await nodesOf(name, signal)
    await reportStep(emit, { stage: 'stop' }, async () => {
      for (const { id, name: target } of nodes.reverse())
        await reportStep(emit, { stage: 'stop', action: 'stop container', target }, () =>
          runtime.stopContainer(id, stopSeconds, signal),
        )
    })
  }

  /** What `delete` takes away; registries, which other clusters may use, are only taken off the network. */
  async function previewDeletion(name: string, signal?: AbortSignal): Promise<DeletionPreview> {
    const parts = await partsOf(name, signal)
    const volumes = await runtime.listVolumes({ label: clusterLabel, value: name }, signal)
    const network = parts.find(({ labels }) => labels['k3d.cluster.network'])?.labels
    const isOwn = network !== undefined && network['k3d.cluster.network.external'] !== 'true'
    return {
      containers: parts.filter(isPart).map((part) => part.name),
      volumes: volumes.map((volume) => volume.name),
      networks: isOwn ? [network['k3d.cluster.network'] ?? ''] : [],
    }
  }

  async function remove(name: string, signal: AbortSignal): Promise<void> {
    const { containers, volumes, networks } = await previewDeletion(name, signal)
    const parts = await partsOf(name, signal)
    const servers = new Set(parts.filter((part) => part.labels['k3d.role'] === 'server').map((part) => part.name))
    // Each with its nameless volumes, in which k3d's clusters have all of their data. Only by its servers is a cluster known: they go
    // late, so that whoever is interrupted can begin again.
    for (const container of containers) if (!servers.has(container)) await runtime.removeContainer(container)
    const all = await runtime.listNetworks(signal)
    for (const network of networks) {
      // k3d marks its networks; one of that name that it did not make is not its own.
      const found = all.find((each) => each.name === network && each.labels.app === 'k3d')
      if (!found) continue
      await runtime.disconnectAll(found.id, signal)
      await runtime.removeNetwork(found.id)
    }
    for (const server of servers) await runtime.removeContainer(server)
    for (const volume of volumes) await runtime.removeVolume(volume)
  }

  return {
    previewDeletion,

    /** Returns when its nodes are Ready. */
    start: (name: string, options: OperationOptions): Promise<Cluster> =>
      told({ kind: 'start', name, stages: ['containers', 'api', 'nodes'] }, options, (emit) =>
        bringUp(name, emit, options),
      ),

    stop: (name: string, options: OperationOptions): Promise<undefined> =>
      told({ kind: 'stop', name, stages: ['stop'] }, options, async (emit) => {
        await bringDown(name, emit, options.signal)
        return undefined
      }),

    restart: (name: string, options: OperationOptions): Promise<Cluster> =>
      told({ kind: 'restart', name, stages: ['stop', 'containers', 'api', 'nodes'] }, options, async (emit) => {
        await bringDown(name, emit, options.signal)
        return bringUp(name, emit, options)
      }),

    delete: (name: string, options: OperationOptions): Promise<undefined> =>
      told({ kind: 'delete', name, stages: ['remove'] }, options, async (emit) => {
        await reportStep(emit, { stage: 'remove' }, () => remove(name, options.signal))
        return undefined
      }),
  }
}

/** As operations on Sampan's clusters are told, without a claim: k3d itself knows of none. */
async function told<T extends Cluster | undefined>(
  { kind, name, stages }: { kind: OperationKind; name: string; stages: readonly Stage[] },
  { signal, onEvent = () => undefined }: OperationOptions,
  work: (emit: Emit) => Promise<T>,
): Promise<T> {
  const startedMs = Date.now()
  const passedMs = () => Date.now() - startedMs
  onEvent({ kind: 'started', operation: kind, cluster: name, stages: [...stages], atMs: startedMs })
  try {
    const result = await work(onEvent)
    if (result?.state === 'ready') onEvent({ kind: 'ready', cluster: result, durationMs: passedMs(), warnings: [] })
    else onEvent({ kind: 'done', cluster: name, durationMs: passedMs() })
    return result
  } catch (error) {
    const found = signal.aborted ? problem(cancelled[kind], { cluster: shownName(k3dRef('', name)) }) : problemOf(error)
    onEvent({ kind: 'problem', ...found, cluster: name, undone: false, durationMs: passedMs() })
    throw new ProblemError(found, { cause: error })
  }
}
