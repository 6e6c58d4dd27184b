import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampan, userKubeconfig } from './cli-process.ts'
import { docker, dockerMissing, execute, isStandIn, uniqueName } from './docker.ts'
import { k3dContainers, makeK3dCluster, removeK3dCluster } from './k3d-cluster.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const missing = (await dockerMissing()) ?? (isStandIn ? undefined : 'with the stand-in only')
const world = await realWorld()
const { signal } = new AbortController()

describe.skipIf(missing)(`a cluster of k3d${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const cluster = uniqueName()
  const network = `k3d-${cluster}`
  const { apiPort = 0 } = world.spec()
  const names = () => k3dContainers(cluster)

  beforeAll(() => makeK3dCluster({ cluster, apiPort }))
  afterAll(() => removeK3dCluster(cluster))

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
