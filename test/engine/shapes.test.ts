import { describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { balancerMissing } from './docker.ts'
import { fakeWorld } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'
import { sweptSpecs } from './swept-specs.ts'
import type { World } from './world.ts'

const options = { signal: new AbortController().signal }
const etcd = { kind: 'etcd' } as const

for (const world of [await fakeWorld(), await realWorld()]) {
  const missing = world.missing ?? (world.isReal ? await balancerMissing() : undefined)
  describe.skipIf(missing)(
    `clusters of several servers on ${world.name}${missing ? ` (skipped: ${missing})` : ''}`,
    () => suite(world),
  )
}

function suite(world: World): void {
  const { specOf } = sweptSpecs(world)
  const { engine } = world
  const suffixes = async (cluster: string) =>
    (await world.containers(cluster)).map(({ name, state }) => `${name.replace(`sampan-${cluster}-`, '')} ${state}`)
  const running = (...names: string[]) => names.map((name) => `${name} running`)
  const expectAtRest = async (spec: Parameters<typeof engine.preview>[0]) =>
    expect(await engine.preview(spec, options.signal)).toEqual([])

  it.each([1, 0])(
    'come with etcd and a load balancer, and the servers join one after another (%s agents)',
    async (agents) => {
      const spec = specOf({ servers: 3, agents })
      const allAgents = agents > 0 ? ['agent-0'] : []
      const order: string[] = []
      const ready = new Set<string>()
      /** What was started before the server before it was Ready. */
      const early: string[] = []
      const onEvent = (event: OperationEvent) => {
        if (event.kind !== 'step') return
        const target = event.target?.replace(`sampan-${spec.name}-`, '') ?? ''
        if (event.action === 'node ready') ready.add(target)
        if (event.action !== 'start container') return
        const index = Number(/^server-(\d+)$/.exec(target)?.[1] ?? 0)
        if (event.state === 'running' && index > 0 && !ready.has(`server-${index - 1}`)) early.push(target)
        if (event.state === 'done') order.push(target)
      }
      const cluster = await engine.create(spec, { ...options, onEvent })
      expect({
        state: cluster.state,
        order,
        early,
        companions: cluster.companions?.map(({ role, container }) => [role, container]),
        apiPort: cluster.apiPort,
        ready: await world.readyNodes(await engine.kubeconfig(spec.name)),
      }).toEqual({
        state: 'ready',
        order: ['lb', 'server-0', 'server-1', 'server-2', ...allAgents],
        early: [],
        companions: [['loadbalancer', 'running']],
        apiPort: spec.apiPort,
        ready: [...allAgents, 'server-0', 'server-1', 'server-2'].map((node) => `sampan-${spec.name}-${node}`),
      })
      expect((await engine.spec(spec.name)).spec.datastore).toEqual(etcd)
      await expectAtRest(spec)
    },
  )

  it('outlive the first server, also after a stop and a start of everything, with the same addresses and kubeconfig', async () => {
    const spec = specOf({ servers: 3 })
    await engine.create(spec, options)
    const before = await engine.kubeconfig(spec.name)
    const addresses = (await world.containers(spec.name)).map(({ name, ip }) => [name, ip])
    const first = `sampan-${spec.name}-server-0`
    await world.stopContainerByHand(first)
    // With the first server's kubeconfig, through the published address.
    await world.untilApiAnswers(before)
    expect((await engine.get(spec.name)).state).toBe('degraded')
    expect((await engine.start(spec.name, options)).state).toBe('ready')
    await engine.stop(spec.name, options)
    expect((await engine.start(spec.name, options)).state).toBe('ready')
    expect([
      await engine.kubeconfig(spec.name),
      (await world.containers(spec.name)).map(({ name, ip }) => [name, ip]),
    ]).toEqual([before, addresses])
  })

  it('become several from one with SQLite, more, and fewer again, and keep what they know', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, options)
    const changed = async (servers: number) => {
      const { state } = await engine.apply({ ...spec, servers, datastore: etcd }, options)
      await expectAtRest({ ...spec, servers, datastore: etcd })
      return [state, await suffixes(spec.name)]
    }
    expect(await changed(3)).toEqual(['ready', running('agent-0', 'lb', 'server-0', 'server-1', 'server-2')])
    expect(await changed(5)).toEqual([
      'ready',
      running('agent-0', 'lb', 'server-0', 'server-1', 'server-2', 'server-3', 'server-4'),
    ])
    expect(await changed(3)).toEqual(['ready', running('agent-0', 'lb', 'server-0', 'server-1', 'server-2')])
    expect(await world.readyNodes(await engine.kubeconfig(spec.name))).toHaveLength(4)
    expect(await changed(1)).toEqual(['ready', running('agent-0', 'server-0')])
    const kubeconfig = await engine.kubeconfig(spec.name)
    expect(await world.readyNodes(kubeconfig)).toHaveLength(2)
    expect((await world.leftovers(spec.name)).filter((name) => name.includes('server-1'))).toEqual([])
  })

  it('take back a server that was removed by hand with all of its data, the first one too', async () => {
    const spec = specOf({ servers: 3 })
    await engine.create(spec, options)
    await world.loseNodeByHand(`sampan-${spec.name}-server-0`)
    expect((await engine.start(spec.name, options)).state).toBe('ready')
    await expectAtRest(spec)
    expect(await world.readyNodes(await engine.kubeconfig(spec.name))).toHaveLength(3)
  })

  it('take a published port through the load balancer, which is made again for it alone', async () => {
    const spec = specOf({ servers: 3 })
    await engine.create(spec, options)
    const before = new Map((await world.started(spec.name)).map(({ name, at }) => [name, at]))
    await engine.apply({ ...spec, ports: [{ hostPort: (spec.apiPort ?? 0) + 10_000, nodePort: 80 }] }, options)
    const after = await world.started(spec.name)
    expect(after.filter(({ name, at }) => before.get(name) !== at).map(({ name }) => name)).toEqual([
      `sampan-${spec.name}-lb`,
    ])
  })

  it('say that it is the load balancer that is down, where it is', async () => {
    const spec = specOf({ servers: 3 })
    await engine.create(spec, options)
    const container = `sampan-${spec.name}-lb`
    await world.stopContainerByHand(container)
    expect((await engine.get(spec.name)).state).toBe('degraded')
    expect(await problemFrom(engine.whenReady(spec.name, { ...options, timeoutMs: 60_000 }))).toMatchObject({
      code: 'cluster.balancer_stopped',
      params: { container },
    })
    expect((await engine.start(spec.name, options)).state).toBe('ready')
  })

  it('are refused where k3s could not do it, with the reason', async () => {
    const reasons = [
      { servers: 2 },
      { servers: 4, datastore: etcd },
      { servers: 3, datastore: { kind: 'sqlite' as const } },
      { servers: 3, ports: [{ hostPort: 8080, nodePort: 80, protocol: 'udp' as const }] },
      { servers: 3, k3sArgs: [{ flag: '--cluster-init' }] },
      { servers: 3, k3sArgs: [{ flag: '--node-name=mine' }] },
      { servers: 3, env: { K3S_NODE_NAME: 'mine' } },
    ].map(async (more) => (await problemFrom(engine.create(world.spec(more), options))).params)
    expect(await Promise.all(reasons)).toEqual([
      { field: 'servers', reason: 'reason.shape.even', subject: 2 },
      { field: 'servers', reason: 'reason.shape.even', subject: 4 },
      { field: 'datastore', reason: 'reason.shape.sqlite', subject: 3 },
      { field: 'ports.0.protocol', reason: 'reason.shape.udp', subject: 8080 },
      { field: 'k3sArgs.0', reason: 'reason.shape.flag', subject: '--cluster-init' },
      { field: 'k3sArgs.0', reason: 'reason.shape.each', subject: '--node-name' },
      { field: 'env.K3S_NODE_NAME', reason: 'reason.shape.each', subject: 'K3S_NODE_NAME' },
    ])
  })

  it('never go back from etcd to SQLite', async () => {
    const spec = specOf({ datastore: etcd })
    await engine.create(spec, options)
    expect(await problemFrom(engine.apply({ ...spec, datastore: { kind: 'sqlite' } }, options))).toMatchObject({
      code: 'cluster.datastore_fixed',
      params: { cluster: spec.name, from: 'etcd', to: 'sqlite' },
    })
  })
}
