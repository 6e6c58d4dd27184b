import { stringify } from 'yaml'
import { Claims } from '../../electron/cluster/change/claims.ts'
import { ClusterEngine } from '../../electron/cluster/change/cluster-engine.ts'
import { helperContainer } from '../../electron/cluster/model/helper-container.ts'
import { nodeName } from '../../electron/cluster/model/labels.ts'
import { FakeKubeApi } from '../fakes/fake-kube-api.ts'
import { FakeRuntime } from '../fakes/fake-runtime.ts'
import { uniqueName } from './docker.ts'
import { fakeHost } from './fake-host.ts'
import type { World } from './world.ts'

const image = 'rancher/k3s:v1.36.2-k3s1'
const labels = (cluster: string) => ({ label: 'dev.sampan.cluster', value: cluster })

/** The engine over a Docker in memory, whose servers come up at once. Host ports are really looked at. */
export async function fakeWorld(): Promise<World & { readonly runtime: FakeRuntime }> {
  const apis = new Map<string, FakeKubeApi>()
  const apiOf = (cluster: string) => {
    const api = apis.get(cluster) ?? new FakeKubeApi()
    apis.set(cluster, api)
    return api
  }
  const runtime = new FakeRuntime({
    onStart: (container) => {
      const cluster = container.options.labels['dev.sampan.cluster'] ?? ''
      const api = apiOf(cluster)
      container.print('time="2026-11-23T10:00:00Z" level=info msg="Starting k3s v1.36.2+k3s1 (5aed4d7b)"\n')
      if (container.options.labels['dev.sampan.role'] === 'server') {
        container.writeFile('/etc/rancher/k3s/k3s.yaml', Buffer.from(k3sYaml(cluster)))
        api.readiness = 'ready'
        api.dns.set({ isReady: true })
      }
      api.nodeReady(container.options.hostname)
    },
  })
  runtime.images.set(image, { id: 'sha256:1' })
  runtime.properties = { ...runtime.properties, isLocal: true }
  const connectApi = (kubeconfig: string) => apiOf(/name: sampan-(\S+)/.exec(kubeconfig)?.[1] ?? '')
  const makeEngine = (maker: string) =>
    new ClusterEngine({
      runtime,
      connectApi,
      host: fakeHost(),
      entrypoint: '#!/bin/sh\n',
      // Each engine is another process, and all of them are alive.
      claims: new Claims({ maker, isRunning: () => true }),
    })
  let nextPort = 15_000
  return {
    runtime,
    name: 'fake Docker',
    missing: undefined,
    isReal: false,
    hasFaults: false,
    engine: makeEngine('here/1'),
    otherEngine: () => makeEngine('here/2'),
    spec: (more = {}) => ({ version: 1, name: uniqueName(), image, apiPort: nextPort++, ...more }),
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
    removeContainerByHand: (name) => runtime.removeContainer(runtime.container(name).id),
    stopContainerByHand: (name) => runtime.stopContainer(name, 10),
    joinByHand: async (cluster) => {
      const options = helperContainer(cluster, 'foreign', {
        image,
        entrypoint: [],
        network: { name: `sampan-${cluster}`, ipv4: '', aliases: [] },
      })
      const name = uniqueName()
      await runtime.startContainer(await runtime.createContainer({ ...options, name, labels: {} }))
      return name
    },
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
  }
}

function k3sYaml(cluster: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'default', cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'Q0E=' } },
    ],
    contexts: [{ name: 'default', context: { cluster: 'default', user: 'default' } }],
    'current-context': 'default',
    users: [
      {
        name: 'default',
        user: {
          'client-certificate-data': 'Q0VSVA==',
          'client-key-data': nodeName(cluster, { role: 'server', index: 0 }),
        },
      },
    ],
  })
}
