import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Claims } from '../../electron/cluster/change/claims.ts'
import { openClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { nodeArchive } from '../../electron/cluster/model/node-archive.ts'
import { askDatabase } from '../../electron/datastore/ask-database.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { localHost } from '../../electron/host/local-host.ts'
import { connectKubeApi } from '../../electron/kubernetes/kube-client.ts'
import entrypoint from '../../resources/node/entrypoint.sh?raw'
import {
  docker,
  dockerConnection,
  dockerMissing,
  execute,
  isStandIn,
  leanComponents,
  leftovers,
  quickBoot,
  removeByHand,
  sweep,
  testBalancerImage,
  testImage,
  uniqueName,
  until,
} from './docker.ts'
import type { World } from './world.ts'

export async function realWorld(): Promise<World> {
  // Each engine is another process, and all of them are alive.
  const makeEngine = (maker: string) =>
    openClusterEngine({
      claims: new Claims({ maker, isRunning: () => true }),
      runtime: new DockerRuntime(dockerConnection()),
      connectApi: connectKubeApi,
      askDatabase,
      host: localHost(),
      entrypoint,
    })
  const engine = makeEngine('here/1')
  // Of its own beside the other file that runs at the same time.
  const lane = Number(process.env.VITEST_POOL_ID ?? 0) % 2
  let nextPort = 21_000 + 2000 * lane + Math.floor(Math.random() * 1500)
  return {
    name: `real Docker with ${testImage}`,
    missing: await dockerMissing(),
    isReal: true,
    hasFaults: isStandIn,
    engine,
    otherEngine: () => makeEngine('here/2'),
    spec: (more = {}) => ({
      version: 1,
      name: uniqueName(),
      image: testImage,
      apiPort: nextPort++,
      disable: leanComponents,
      loadBalancer: { image: testBalancerImage },
      ...more,
      env: { ...quickBoot, ...more.env },
    }),
    containers: async (cluster) => {
      const found = await docker.listContainers({ all: true, filters: { label: [`dev.sampan.cluster=${cluster}`] } })
      const containers = await Promise.all(
        found.map(async ({ Id, Names, State, Labels }) => {
          // Podman's list does not say which address was asked for, and its inspect only which one it has.
          const { Networks } = (await docker.getContainer(Id).inspect()).NetworkSettings
          const [network] = Object.values(Networks)
          const ip = network?.IPAMConfig?.IPv4Address ?? network?.IPAddress ?? ''
          return { name: Names[0]?.slice(1) ?? '', state: State, ip, labels: Labels }
        }),
      )
      return containers.sort((a, b) => a.name.localeCompare(b.name))
    },
    started: async (cluster) => {
      const found = await docker.listContainers({ filters: { label: [`dev.sampan.cluster=${cluster}`] } })
      return Promise.all(
        found.map(async ({ Id, Names }) => ({
          name: Names[0]?.slice(1) ?? '',
          at: (await docker.getContainer(Id).inspect()).State.StartedAt,
        })),
      )
    },
    writeFile: async (container, path, text) => {
      const archive = await nodeArchive([{ path, mode: 0o600, content: text }])
      await docker.getContainer(container).putArchive(archive, { path: '/' })
    },
    readFile: async (container, path) => (await execute('docker', ['exec', container, 'cat', path])).stdout,
    removeContainerByHand: async (name) => {
      await removeByHand(docker.getContainer(name))
    },
    removeNetworkByHand: async (cluster) => {
      await docker.getNetwork(`sampan-${cluster}`).remove()
    },
    stopContainerByHand: async (name) => {
      await docker.getContainer(name).stop()
    },
    killByHand: async (name) => {
      await docker.getContainer(name).kill()
    },
    startByHand: async (name) => {
      await docker.getContainer(name).start()
    },
    loseNodeByHand: async (name) => {
      await removeByHand(docker.getContainer(name))
      const { Volumes } = await docker.listVolumes()
      const own = Volumes.filter((volume) => volume.Name.startsWith(`${name}-`))
      await Promise.all(own.map(({ Name }) => docker.getVolume(Name).remove()))
    },
    untilApiAnswers: (kubeconfig) =>
      until('the API answers', () => kubectl(kubeconfig, ['get', 'nodes']).then(...trueOrFalse), 30_000),
    joinByHand: async (cluster, ipv4) => {
      const name = uniqueName()
      const options = ['-d', '--name', name, '--network', `sampan-${cluster}`, '--entrypoint', '/bin/sleep']
      if (ipv4 !== undefined) options.push('--ip', ipv4)
      await execute('docker', ['run', ...options, testImage, '1000'])
      return name
    },
    makeByHand: async (object, name, own) => {
      if (object === 'network') {
        const network = await docker.createNetwork({ Name: name, Labels: own })
        return () => network.remove()
      }
      await docker.createVolume({ Name: name, Labels: own })
      return () => docker.getVolume(name).remove()
    },
    removeClaim: async (cluster) => {
      await docker.getVolume(`sampan-${cluster}-claim`).remove()
    },
    makeBrokenContainer: async (cluster) => {
      await docker.createContainer({
        name: `sampan-${cluster}-broken-0`,
        Image: testImage,
        Labels: { 'dev.sampan.cluster': cluster, 'dev.sampan.role': 'captain' },
      })
    },
    leftovers,
    sweep,
    readyNodes: async (kubeconfig) => {
      const { items } = (await kubectl(kubeconfig, ['get', 'nodes'])) as {
        items: { metadata: { name: string }; status: { conditions: { type: string; status: string }[] } }[]
      }
      return items
        .filter(({ status }) =>
          status.conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
        )
        .map(({ metadata }) => metadata.name)
        .sort()
    },
    leases: async (kubeconfig) => {
      const { items } = (await kubectl(kubeconfig, ['get', 'leases', '-n', 'kube-node-lease'])) as {
        items: { metadata: { name: string }; spec: { renewTime: string } }[]
      }
      return items.map(({ metadata, spec }) => ({ name: metadata.name, renewedMs: Date.parse(spec.renewTime) }))
    },
  }
}

const trueOrFalse = [() => true, () => false] as const

async function kubectl(kubeconfig: string, args: readonly string[]): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-kubeconfig-'))
  try {
    const path = join(folder, 'config')
    await writeFile(path, kubeconfig, { mode: 0o600 })
    const { stdout } = await execute('kubectl', ['--kubeconfig', path, ...args, '-o', 'json'])
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true })
  }
}
