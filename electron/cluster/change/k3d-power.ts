import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterRef } from '#shared/cluster.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ContainerRuntime, ContainerSummary } from '../../docker/container-runtime.ts'
import { rewriteAdminKubeconfig } from '../../kubernetes/admin-kubeconfig.ts'
import type { ConnectKubeApi } from '../../kubernetes/kube-api.ts'
import { clusterLabel, madeByK3d, roleLabel } from '../read/k3d-clusters.ts'

/** k3d tells k3s to write it there (k3d.md 2.8). */
const kubeconfigPath = '/output/kubeconfig.yaml'
/** Docker's own patience, which k3d leaves as it is. */
const stopSeconds = 10
const apiPatienceMs = 180_000
const pollMs = 250

/** Servers before what asks for them; the load balancer last, since it looks names up once (k3d.md 2.6, 3). */
const order = ['server', 'agent', 'loadbalancer']

/**
 * A cluster of k3d by the identity that it has beside those of Sampan: `demo` of k3d's is another one than `demo`. Its origin is part of
 * the engine's name.
 */
export const k3dRef = (engineId: string, name: string): ClusterRef => ({ engineId: `k3d@${engineId}`, name })

/** What can be done to clusters of k3d, by k3d's own rules. Their shape is never touched. */
export function k3dPower(
  { runtime, connectApi }: { runtime: ContainerRuntime; connectApi: ConnectKubeApi },
  id: (signal?: AbortSignal) => Promise<string>,
) {
  /** Fails with `cluster.not_found` where k3d has none of that name. */
  async function partsOf(name: string, signal?: AbortSignal): Promise<ContainerSummary[]> {
    const all = await runtime.listContainers(madeByK3d, signal)
    const own = all.filter(({ labels }) => labels[clusterLabel] === name)
    if (!own.some(({ labels }) => labels[roleLabel] === 'server'))
      throw new ProblemError(problem('cluster.not_found', { cluster: `k3d/${name}` }))
    const place = ({ labels }: ContainerSummary) => order.indexOf(labels[roleLabel] ?? '')
    const isFirst = ({ labels }: ContainerSummary) => (labels['k3d.server.init'] === 'true' ? 0 : 1)
    return own.sort((a, b) => place(a) - place(b) || isFirst(a) - isFirst(b) || a.name.localeCompare(b.name))
  }

  const nodesIn = (parts: readonly ContainerSummary[]) =>
    parts.filter(({ labels }) => order.includes(labels[roleLabel] ?? ''))

  async function kubeconfig(name: string, signal?: AbortSignal): Promise<string> {
    const parts = await partsOf(name, signal)
    const port = parts.find(({ labels }) => labels['k3d.server.api.port'])?.labels['k3d.server.api.port']
    for (const { id: server, labels } of parts) {
      if (labels[roleLabel] !== 'server') continue
      const bytes = await runtime.readFile(server, kubeconfigPath, signal)
      const how = { name: `k3d-${name}`, ...(port === undefined ? {} : { server: `https://127.0.0.1:${port}` }) }
      const text = bytes && rewriteAdminKubeconfig(bytes.toString('utf8'), how)
      if (text !== undefined) return text
    }
    throw new ProblemError(problem('kubeconfig.unavailable', { cluster: `k3d/${name}` }))
  }

  async function untilApiAnswers(name: string, signal: AbortSignal): Promise<void> {
    const end = performance.now() + apiPatienceMs
    for (;;) {
      const text = await kubeconfig(name, signal).catch((error: unknown) => {
        if (problemOf(error).code !== 'kubeconfig.unavailable') throw error
        return undefined
      })
      const api = text === undefined ? undefined : connectApi(text)
      try {
        if ((await api?.ready(signal)) === 'ready') return
      } finally {
        api?.close()
      }
      if (performance.now() > end) throw new ProblemError(problem('api.unreachable', { cluster: `k3d/${name}` }))
      await delay(pollMs, undefined, { signal })
    }
  }

  return {
    id: async (signal?: AbortSignal): Promise<string> => k3dRef(await id(signal), 'any').engineId,
    /** k3d publishes one address, for all places. */
    kubeconfigFor: (name: string, _place: unknown, signal?: AbortSignal): Promise<string> => kubeconfig(name, signal),

    /** All servers together: members of an etcd need each other. Returns when the API answers. */
    async start(name: string, signal: AbortSignal): Promise<void> {
      const nodes = nodesIn(await partsOf(name, signal))
      for (const role of order) {
        const own = nodes.filter(({ labels }) => labels[roleLabel] === role)
        await Promise.all(own.map(({ id: container }) => runtime.startContainer(container, signal)))
      }
      await untilApiAnswers(name, signal)
    },

    async stop(name: string, signal: AbortSignal): Promise<void> {
      for (const { id: container } of nodesIn(await partsOf(name, signal)).reverse())
        await runtime.stopContainer(container, stopSeconds, signal)
    },

    /** What `remove` takes away; registries, which other clusters may use, are only taken off the network. */
    async preview(
      name: string,
      signal?: AbortSignal,
    ): Promise<{ containers: string[]; volumes: string[]; networks: string[] }> {
      const parts = await partsOf(name, signal)
      const volumes = await runtime.listVolumes({ label: clusterLabel, value: name }, signal)
      const network = parts.find(({ labels }) => labels['k3d.cluster.network'])?.labels
      const isOwn = network !== undefined && network['k3d.cluster.network.external'] !== 'true'
      return {
        containers: nodesIn(parts).map((part) => part.name),
        volumes: volumes.map((volume) => volume.name),
        networks: isOwn ? [network['k3d.cluster.network'] ?? ''] : [],
      }
    },

    async remove(name: string, signal: AbortSignal): Promise<void> {
      const { containers, volumes, networks } = await this.preview(name, signal)
      // With their nameless volumes, in which k3d's clusters have all of their data.
      for (const container of containers) await runtime.removeContainer(container)
      for (const volume of volumes) await runtime.removeVolume(volume)
      const all = await runtime.listNetworks(signal)
      for (const network of networks) {
        // k3d marks its networks; one of that name that it did not make is not its own.
        const found = all.find((each) => each.name === network && each.labels.app === 'k3d')
        if (!found) continue
        await runtime.disconnectAll(found.id, signal)
        await runtime.removeNetwork(found.id)
      }
    },
  }
}
