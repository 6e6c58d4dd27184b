import { describe, expect, it } from 'vitest'
import { Cluster } from '#shared/cluster.ts'
import { Claims } from '../../../electron/cluster/change/claims.ts'
import { openClusterEngine } from '../../../electron/cluster/cluster-engine.ts'
import { describedOfK3d, k3dClusters } from '../../../electron/cluster/read/k3d-clusters.ts'
import { fakeHost } from '../../engine/fake-host.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const image = 'rancher/k3s:v1.36.2-k3s1'

let made = 1
const refuse = (): never => {
  throw new Error('must not be called')
}

/** As k3d v5 leaves them; its labels are all that is looked at. */
async function k3dNode(runtime: FakeRuntime, name: string, labels: Readonly<Record<string, string>>, isRunning = true) {
  made += 1
  const id = await runtime.createContainer({
    name,
    hostname: name,
    image,
    entrypoint: [],
    command: [],
    env: {},
    labels,
    network: { name: 'k3d', ipv4: `172.30.0.${made}`, aliases: [] },
    volumes: [],
    tmpfs: [],
    ports: [],
    extraHosts: [],
    isPrivileged: false,
    hasOwnCgroups: false,
    hasInit: false,
    restartPolicy: 'no',
    stopTimeoutSeconds: 1,
    logLimits: { maxSizeMb: 1, maxFiles: 1 },
    memoryBytes: undefined,
    cpus: undefined,
  })
  if (isRunning) await runtime.startContainer(id)
}

const node = (cluster: string, role: string) => ({ app: 'k3d', 'k3d.cluster': cluster, 'k3d.role': role })

describe('the clusters of k3d', () => {
  it('are told by their labels, with their nodes and whether they run', async () => {
    const runtime = new FakeRuntime()
    runtime.images.set(image, { id: 'sha256:1' })
    await runtime.createNetwork({ name: 'k3d', subnet: '172.30.0.0/24', gateway: '172.30.0.1', labels: { app: 'k3d' } })
    await k3dNode(runtime, 'k3d-demo-server-0', node('demo', 'server'))
    await k3dNode(runtime, 'k3d-demo-agent-0', node('demo', 'agent'))
    await k3dNode(runtime, 'k3d-demo-agent-1', node('demo', 'agent'))
    await k3dNode(runtime, 'k3d-demo-serverlb', node('demo', 'loadbalancer'))
    await k3dNode(runtime, 'k3d-c10-server-0', node('c10', 'server'), false)
    await k3dNode(runtime, 'k3d-c9-server-0', node('c9', 'server'), false)
    // A registry, a load balancer that was left behind, Sampan's own, and an app of somebody's that is called so.
    await k3dNode(runtime, 'k3d-registry', { app: 'k3d', 'k3d.role': 'registry' })
    await k3dNode(runtime, 'k3d-left-serverlb', node('left', 'loadbalancer'))
    await k3dNode(runtime, 'sampan-dev-server-0', { 'dev.sampan.cluster': 'dev', 'dev.sampan.role': 'server' })
    await k3dNode(runtime, 'web', { app: 'k3d-docs', 'k3d.cluster': 'web', 'k3d.role': 'server' })
    expect(await k3dClusters(runtime)).toEqual([
      { name: 'c9', servers: 1, agents: 0, isRunning: false },
      { name: 'c10', servers: 1, agents: 0, isRunning: false },
      { name: 'demo', servers: 1, agents: 2, isRunning: true },
    ])
  })

  it('are described as those of Sampan are, with an identity of their own', async () => {
    const runtime = new FakeRuntime()
    runtime.images.set(image, { id: 'sha256:1' })
    await runtime.createNetwork({ name: 'k3d', subnet: '172.30.0.0/24', gateway: '172.30.0.1', labels: { app: 'k3d' } })
    const server = { ...node('Dev', 'server'), 'k3d.server.api.port': '6550' }
    await k3dNode(runtime, 'k3d-Dev-server-0', server)
    await k3dNode(runtime, 'k3d-Dev-agent-0', node('Dev', 'agent'), false)
    await k3dNode(runtime, 'k3d-Dev-serverlb', node('Dev', 'loadbalancer'))
    const [found, ...others] = await describedOfK3d(runtime, async () => 'engine-1')
    expect(others).toEqual([])
    expect(Cluster.parse(found)).toEqual({
      engineId: 'k3d@engine-1',
      name: 'Dev',
      state: 'degraded',
      image,
      k3sVersion: 'v1.36.2+k3s1',
      nodes: [
        { name: 'k3d-Dev-server-0', role: 'server', index: 0, container: 'running' },
        { name: 'k3d-Dev-agent-0', role: 'agent', index: 0, container: 'created' },
      ],
      companions: [{ name: 'k3d-Dev-serverlb', role: 'loadbalancer', container: 'running' }],
      apiPort: 6550,
      ports: [],
      createdAt: expect.any(String),
      problem: { code: 'k3d.node_down', params: { node: 'k3d-Dev-agent-0' } },
    })
    await runtime.startContainer('k3d-Dev-agent-0')
    expect((await describedOfK3d(runtime, async () => 'engine-1'))[0]).toMatchObject({ state: 'running' })
  })

  it('come into the list of the window as soon as Docker tells of them, and change with their nodes', async () => {
    const runtime = new FakeRuntime()
    runtime.images.set(image, { id: 'sha256:1' })
    await runtime.createNetwork({ name: 'k3d', subnet: '172.30.0.0/24', gateway: '172.30.0.1', labels: { app: 'k3d' } })
    const engine = openClusterEngine({
      runtime,
      claims: new Claims(),
      connectApi: refuse,
      askDatabase: refuse,
      host: fakeHost(),
      entrypoint: '',
    })
    const leaving = new AbortController()
    const seen = engine.watch(leaving.signal)[Symbol.asyncIterator]()
    expect((await seen.next()).value).toMatchObject({ clusters: [] })
    const next = seen.next()
    await k3dNode(runtime, 'k3d-dev-server-0', node('dev', 'server'))
    const told = [(await next).value]
    while (told.at(-1)?.clusters[0]?.state !== 'running') told.push((await seen.next()).value)
    expect(told.at(-1)?.clusters[0]).toMatchObject({ engineId: expect.stringMatching(/^k3d@/), name: 'dev' })
    expect(told.some((each) => each?.changed.has('k3d/dev'))).toBe(true)
    leaving.abort()
    await seen.return?.()
  })
})
