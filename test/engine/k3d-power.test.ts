import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampan, userKubeconfig } from './cli-process.ts'
import { docker, dockerMissing, execute, isStandIn, quickBoot, removeByHand, testImage, uniqueName } from './docker.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const missing = (await dockerMissing()) ?? (isStandIn ? undefined : 'with the stand-in only')
const world = await realWorld()
const { signal } = new AbortController()

/** By plain calls of Docker's, with the names, labels and files of k3d v5 (k3d.md 2). */
describe.skipIf(missing)(`a cluster of k3d${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const cluster = uniqueName()
  const network = `k3d-${cluster}`
  const { apiPort = 0 } = world.spec()
  const common = { app: 'k3d', 'k3d.version': 'v5.9.0', 'k3d.cluster': cluster }
  const labelsOf = (role: string) => ({
    ...common,
    'k3d.role': role,
    'k3d.cluster.url': `https://k3d-${cluster}-server-0:6443`,
    'k3d.cluster.token': 'secret',
    'k3d.cluster.imageVolume': `${network}-images`,
    'k3d.cluster.network': network,
    'k3d.cluster.network.external': 'false',
    ...(role === 'server'
      ? { 'k3d.server.api.host': '0.0.0.0', 'k3d.server.api.hostIP': '0.0.0.0', 'k3d.server.api.port': String(apiPort) }
      : {}),
  })
  const names = () =>
    docker
      .listContainers({ all: true, filters: { label: [`k3d.cluster=${cluster}`] } })
      .then((all) => all.map(({ Names, State }) => `${Names[0]?.slice(1)} ${State}`).sort())

  async function make(role: 'server' | 'agent' | 'registry', more: { Cmd: string[]; Env?: string[]; port?: number }) {
    const name = role === 'registry' ? `k3d-${cluster}-registry` : `k3d-${cluster}-${role}-0`
    const container = await docker.createContainer({
      name,
      Hostname: name,
      Image: testImage,
      Entrypoint: role === 'registry' ? ['/bin/sleep'] : ['/bin/k3s'],
      Cmd: more.Cmd,
      Env: [
        'K3S_KUBECONFIG_OUTPUT=/output/kubeconfig.yaml',
        ...Object.entries(quickBoot).map((pair) => pair.join('=')),
        ...(more.Env ?? []),
      ],
      Labels: labelsOf(role),
      ExposedPorts: more.port === undefined ? {} : { '6443/tcp': {} },
      HostConfig: {
        Init: true,
        Privileged: true,
        Tmpfs: { '/run': '', '/var/run': '' },
        Binds: role === 'registry' ? [] : [`${network}-images:/k3d/images`],
        PortBindings:
          more.port === undefined ? {} : { '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: String(more.port) }] },
        NetworkMode: network,
        RestartPolicy: { Name: 'unless-stopped' },
      },
    })
    await container.start()
    return container
  }

  beforeAll(async () => {
    await docker.createNetwork({ Name: network, Driver: 'bridge', Labels: { app: 'k3d' } })
    await docker.createVolume({ Name: `${network}-images`, Labels: common })
    await make('server', { Cmd: ['server', '--tls-san', '0.0.0.0'], Env: ['K3S_TOKEN=secret'], port: apiPort })
    await make('agent', { Cmd: ['agent'], Env: ['K3S_TOKEN=secret', `K3S_URL=https://k3d-${cluster}-server-0:6443`] })
    await make('registry', { Cmd: ['600'] })
  })
  afterAll(async () => {
    const all = await docker.listContainers({ all: true, filters: { label: [`k3d.cluster=${cluster}`] } })
    await Promise.all(all.map(({ Id }) => removeByHand(docker.getContainer(Id))))
    await docker
      .getNetwork(network)
      .remove()
      .catch(() => undefined)
    await docker
      .getVolume(`${network}-images`)
      .remove()
      .catch(() => undefined)
  })

  it('is shown as Sampan’s are: in the list, with its state, its logs, its workloads and its API', async () => {
    const { k3d } = world.engine
    for await (const { clusters } of world.engine.watch(signal)) {
      const [found, ...others] = clusters.filter(({ name }) => name === cluster)
      expect(others).toEqual([])
      expect(found).toMatchObject({ engineId: await k3d.id(), state: 'running', apiPort })
      expect(found?.nodes.map(({ name }) => name)).toEqual([`k3d-${cluster}-server-0`, `k3d-${cluster}-agent-0`])
      break
    }
    await k3d.whenReady(cluster, { signal })
    for await (const { nodes } of k3d.health(cluster, signal)) if (nodes?.length === 2) break
    expect(await k3d.apiAddresses(cluster, signal)).toEqual([
      { place: 'local', server: `https://127.0.0.1:${apiPort}`, isReachable: true },
    ])
    const logs = await sampan(['logs', `k3d/${cluster}`, '--node', 'agent-0', '--tail', '1', '--json'])
    expect([logs.exitCode, logs.json]).toEqual([0, [expect.objectContaining({ source: 'agent-0' })]])
    expect((await sampan(['status', `k3d/${cluster}`])).stdout).toMatch(new RegExp(`k3d/${cluster}\\b`))
    // Sampan has none of that name: nothing of what is k3d's answers for it.
    expect((await sampan(['status', cluster])).exitCode).toBe(1)
    expect(await problemFrom(k3d.spec(cluster))).toMatchObject({ code: 'k3d.shape_fixed' })
  })

  it('is listed, stopped, started, merged and deleted, and nothing of somebody else is', async () => {
    const { k3d } = world.engine
    const listed = async () => (await world.engine.k3dClusters(signal)).find(({ name }) => name === cluster)
    expect(await listed()).toEqual({ name: cluster, servers: 1, agents: 1, isRunning: true })
    await k3d.stop(cluster, { signal })
    expect((await listed())?.isRunning).toBe(false)
    // A registry may be everybody's.
    expect(await names()).toContain(`k3d-${cluster}-registry running`)

    const started = await sampan(['start', `k3d/${cluster}`, '--json'])
    expect([started.exitCode, started.json]).toEqual([0, [{ kind: 'k3d', cluster, done: 'start' }]])
    expect((await sampan(['list'])).stdout).toMatch(new RegExp(`k3d/${cluster} +ready`))
    expect((await sampan(['kubeconfig', `k3d/${cluster}`, '--merge', '--json'])).exitCode).toBe(0)
    const kubectl = (...args: string[]) =>
      execute('kubectl', ['--kubeconfig', userKubeconfig, '--context', `k3d-${cluster}`, ...args])
    expect((await kubectl('get', 'nodes', '-o', 'name')).stdout).toContain(`node/k3d-${cluster}-server-0`)

    const shown = await sampan(['delete', `k3d/${cluster}`])
    expect([shown.exitCode, shown.stdout]).toEqual([2, expect.stringContaining(`network ${network}`)])
    expect((await sampan(['delete', `k3d/${cluster}`, '--yes', '--json'])).exitCode).toBe(0)
    expect(await names()).toEqual([`k3d-${cluster}-registry running`])
    expect(await listed()).toBeUndefined()
    const left = [
      ...(await docker.listNetworks()).map(({ Name }) => Name),
      ...(await docker.listVolumes()).Volumes.map(({ Name }) => Name),
    ]
    expect(left.filter((name) => name.startsWith(network))).toEqual([])
    await expect(kubectl('get', 'nodes')).rejects.toThrow('no such file')
    expect(await problemFrom(k3d.stop(cluster, { signal }))).toMatchObject({
      code: 'cluster.not_found',
      params: { cluster: `k3d/${cluster}` },
    })
  })
})
