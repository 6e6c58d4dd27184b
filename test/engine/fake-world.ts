import { Claims } from '../../electron/cluster/change/claims.ts'
import { openClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { helperContainer } from '../../electron/cluster/model/helper-container.ts'
import { claimName } from '../../electron/cluster/model/labels.ts'
import type { AskDatabase } from '../../electron/datastore/ask-database.ts'
import type { ContainerRuntime } from '../../electron/docker/container-runtime.ts'
import { FakeRuntime } from '../fakes/fake-runtime.ts'
import { uniqueName, until } from './docker.ts'
import { fakeHost } from './fake-host.ts'
import { FakeServers } from './fake-servers.ts'
import type { World } from './world.ts'

export const image = 'rancher/k3s:v1.36.2-k3s1'
export const balancerImage = 'test/haproxy'
export const databaseImage = 'test/postgres'
const labels = (cluster: string) => ({ label: 'dev.sampan.cluster', value: cluster })

/** A Docker in memory whose servers come up in an instant, but one thing after the other, and engines over it, or over what stands in front of it. */
export function fakeDocker() {
  const servers = new FakeServers(() => runtime.now())
  const apiOf = (cluster: string) => servers.apiOf(cluster)
  const runtime: FakeRuntime = new FakeRuntime({
    onStart: (container) => {
      if (container.options.command.includes('--cluster-reset')) return servers.reset(container)
      if (!container.options.labels['dev.sampan.role']) return
      return servers.boot(container)
    },
    onExec: (container, command) => servers.exec(container, command),
  })
  runtime.images.set(image, { id: 'sha256:1' })
  runtime.images.set(balancerImage, { id: 'sha256:3' })
  for (const name of [databaseImage, `${databaseImage}:2`]) runtime.images.set(name, { id: 'sha256:4' })
  runtime.properties = { ...runtime.properties, isLocal: true }
  const connectApi = (kubeconfig: string) => apiOf(/name: sampan-(\S+)/.exec(kubeconfig)?.[1] ?? '')
  /** Makers, `host/pid`, that are no longer there; each engine is another process. */
  const dead = new Set<string>()
  /** What the databases of users say. */
  const databases: { ask: AskDatabase } = { ask: async () => ({ hasCluster: false }) }
  const engineOver = (front: ContainerRuntime, maker: string) =>
    openClusterEngine({
      runtime: front,
      connectApi,
      askDatabase: (...question) => databases.ask(...question),
      host: fakeHost(),
      entrypoint: '#!/bin/sh\n',
      claims: new Claims({ maker, isRunning: (each) => !dead.has(each) }),
    })
  return { runtime, apiOf, connectApi, engineOver, dead, databases }
}

/** The engine's suite in memory. Host ports are really looked at. */
export async function fakeWorld(): Promise<
  World & { readonly runtime: FakeRuntime; readonly databases: { ask: AskDatabase } }
> {
  const { runtime, apiOf, connectApi, engineOver, databases } = fakeDocker()
  const makeEngine = (maker: string) => engineOver(runtime, maker)
  let nextPort = 15_000
  return {
    runtime,
    databases,
    name: 'fake Docker',
    missing: undefined,
    isReal: false,
    hasFaults: false,
    engine: makeEngine('here/1'),
    otherEngine: () => makeEngine('here/2'),
    spec: (more = {}) => ({
      ...{ version: 1, name: uniqueName(), image, apiPort: nextPort++, loadBalancer: { image: balancerImage } },
      ...more,
    }),
    containers: async (cluster) => {
      const found = await runtime.listContainers(labels(cluster))
      return found
        .map(({ name, state, labels: own }) => ({
          name,
          state,
          ip: runtime.container(name).options.network.ipv4,
          labels: { ...own },
        }))
        .sort((a, b) => a.name.localeCompare(b.name))
    },
    started: async (cluster) => {
      const found = await runtime.listContainers(labels(cluster))
      return found.map(({ name }) => ({ name, at: String(runtime.container(name).startedAtMs) }))
    },
    writeFile: async (container, path, text) => runtime.container(container).writeFile(path, Buffer.from(text)),
    readFile: async (container, path) => String(await runtime.readFile(container, path)),
    removeContainerByHand: (name) => runtime.removeContainer(runtime.container(name).id),
    removeNetworkByHand: (cluster) => runtime.removeNetwork(`sampan-${cluster}`),
    stopContainerByHand: (name) => runtime.stopContainer(name, 10),
    killByHand: (name) => runtime.stopContainer(name, 0),
    startByHand: (name) => {
      // Kubernetes' times are whole seconds, and a real boot takes more than one: what was said in the run before is older.
      runtime.clockAheadMs += 1000
      return runtime.startContainer(name)
    },
    loseNodeByHand: async (name) => {
      await runtime.removeContainer(name)
      for (const volume of await runtime.listVolumes({ label: 'dev.sampan.cluster' }))
        if (volume.name.startsWith(`${name}-`)) await runtime.removeVolume(volume.name)
    },
    untilApiAnswers: (kubeconfig) =>
      until(
        'the API answers',
        async () => (await connectApi(kubeconfig).ready(new AbortController().signal)) === 'ready',
      ),
    joinByHand: async (cluster, ipv4 = '') => {
      const options = helperContainer(cluster, 'foreign', {
        image,
        entrypoint: [],
        network: { name: `sampan-${cluster}`, ipv4, aliases: [] },
      })
      const name = uniqueName()
      await runtime.startContainer(await runtime.createContainer({ ...options, name, labels: {} }))
      return name
    },
    makeByHand: async (object, name, own) => {
      if (object === 'network') {
        const id = await runtime.createNetwork({ name, labels: own, subnet: '10.99.0.0/24', gateway: '10.99.0.1' })
        return () => runtime.removeNetwork(id)
      }
      await runtime.createVolume({ name, labels: own })
      return () => runtime.removeVolume(name)
    },
    removeClaim: (cluster) => runtime.removeVolume(claimName(cluster)),
    makeBrokenContainer: async (cluster) => {
      const [some] = await runtime.listContainers({ label: 'dev.sampan.cluster' })
      if (!some) throw new Error('Make a cluster first')
      const { options } = runtime.container(some.name)
      await runtime.createContainer({
        ...options,
        name: `sampan-${cluster}-broken-0`,
        labels: { 'dev.sampan.cluster': cluster, 'dev.sampan.role': 'captain' },
      })
    },
    leftovers: async (cluster) => {
      const [containers, volumes, networks] = await Promise.all([
        runtime.listContainers(labels(cluster)),
        runtime.listVolumes(labels(cluster)),
        runtime.listNetworks(),
      ])
      const ofCluster = networks.filter((network) => network.name === `sampan-${cluster}`)
      return [...containers, ...volumes, ...ofCluster].map(({ name }) => name)
    },
    sweep: async (cluster) => {
      for (const { id } of await runtime.listContainers(labels(cluster))) await runtime.removeContainer(id)
      for (const { name } of await runtime.listVolumes(labels(cluster))) await runtime.removeVolume(name)
      for (const { id, name } of await runtime.listNetworks())
        if (name === `sampan-${cluster}`) await runtime.removeNetwork(id)
    },
    readyNodes: async (kubeconfig) => {
      const cluster = /name: sampan-(\S+)/.exec(kubeconfig)?.[1] ?? ''
      const there = await runtime.listContainers(labels(cluster))
      const ready = connectApi(kubeconfig).nodes.value.filter(
        ({ isReady, name }) => isReady && there.some((container) => container.name === name),
      )
      return ready.map(({ name }) => name).sort()
    },
    leases: async (kubeconfig) => {
      const cluster = /name: sampan-(\S+)/.exec(kubeconfig)?.[1] ?? ''
      return apiOf(cluster).nodes.value.flatMap(({ name, leaseRenewedMs }) =>
        leaseRenewedMs ? [{ name, renewedMs: leaseRenewedMs }] : [],
      )
    },
  }
}
