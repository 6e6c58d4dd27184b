// One suite for two worlds, the fake and the real Docker, hence its length.
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import type { Problem } from '#shared/problem.ts'
import { fakeWorld } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'
import { sweptSpecs } from './swept-specs.ts'
import type { World } from './world.ts'

const never = new AbortController().signal
const options = { signal: never }

for (const world of [await fakeWorld(), await realWorld()]) {
  describe.skipIf(world.missing)(
    `clusters on ${world.name}${world.missing ? ` (skipped: ${world.missing})` : ''}`,
    () => suite(world),
  )
}

function suite(world: World): void {
  const { specOf, made } = sweptSpecs(world)
  const { engine } = world

  it('become Ready with one server and agents, each at its own fixed address, and a plain client agrees', async () => {
    const spec = specOf({ agents: 2 })
    const events: OperationEvent[] = []
    const cluster = await engine.create(spec, { ...options, onEvent: (event) => events.push(event) })
    const names = [`sampan-${spec.name}-agent-0`, `sampan-${spec.name}-agent-1`, `sampan-${spec.name}-server-0`]
    const containers = await world.containers(spec.name)
    expect({
      state: cluster.state,
      containers: containers.map(({ name, state, ip }) => [name, state, ip.split('.').at(-1)]),
      ready: await world.readyNodes(await engine.kubeconfig(spec.name)),
      last: events.at(-1)?.kind,
    }).toEqual({
      state: 'ready',
      containers: [
        [names[0], 'running', '100'],
        [names[1], 'running', '101'],
        [names[2], 'running', '10'],
      ],
      ready: names,
      last: 'ready',
    })
  })

  it('do not wait for the first lease of a node, which comes 10 s after it is Ready', async () => {
    const spec = specOf()
    await engine.create(spec, options)
    expect(await world.leases(await engine.kubeconfig(spec.name))).toEqual([])
  })

  it('start their agents when the API answers, so that none of them sleeps through it', async () => {
    const spec = specOf({ agents: 2 })
    const watched = async (work: (onEvent: (event: OperationEvent) => void) => Promise<unknown>) => {
      const order: string[] = []
      const early: string[] = []
      await work((event) => {
        if (event.kind === 'log' && event.line.text.includes('server is not ready')) early.push(event.line.text)
        if (event.kind !== 'step' || event.state !== 'done') return
        if (event.stage === 'api') order.push('api')
        if (event.action === 'start container') order.push(/server|agent/.exec(event.target ?? '')?.[0] ?? '')
      })
      return [order, early]
    }
    const inOrder = [['server', 'api', 'agent', 'agent'], []]
    expect(await watched((onEvent) => engine.create(spec, { ...options, onEvent }))).toEqual(inOrder)
    await engine.stop(spec.name, options)
    expect(await watched((onEvent) => engine.start(spec.name, { ...options, onEvent }))).toEqual(inOrder)
  })

  it('report the stages in order, each with its duration', async () => {
    const spec = specOf()
    const stages: string[] = []
    await engine.create(spec, {
      ...options,
      onEvent: (event) => {
        if (event.kind === 'step' && event.action === undefined && event.state !== 'running')
          stages.push(`${event.stage} ${event.state}`)
      },
    })
    const dns = spec.disable?.includes('coredns') ? 'dns skipped' : 'dns done'
    expect(stages).toEqual(['check done', 'image skipped', 'containers done', 'api done', 'nodes done', dns])
  })

  it('keep addresses, certificates and kubeconfig over stop and start', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, options)
    const before = {
      addresses: (await world.containers(spec.name)).map(({ ip }) => ip),
      kubeconfig: await engine.kubeconfig(spec.name),
    }
    await engine.stop(spec.name, options)
    const stopped = await engine.get(spec.name)
    const ended = await engine.lastRuns(spec.name)
    const started = await engine.start(spec.name, options)
    const after = {
      addresses: (await world.containers(spec.name)).map(({ ip }) => ip),
      kubeconfig: await engine.kubeconfig(spec.name),
    }
    expect([stopped.state, started.state, after]).toEqual(['stopped', 'ready', before])
    // When each node ended is known while it rests, and only then.
    expect(Object.keys(ended).sort()).toEqual(stopped.nodes.map(({ name }) => name).sort())
    for (const { endedAtMs } of Object.values(ended)) expect(endedAtMs).toBeGreaterThan(0)
    expect(await engine.lastRuns(spec.name)).toEqual({})
    expect(await world.readyNodes(before.kubeconfig)).toHaveLength(2)
  })

  it('restart', async () => {
    const spec = specOf()
    await engine.create(spec, options)
    expect((await engine.restart(spec.name, options)).state).toBe('ready')
  })

  it('leave nothing behind when they are deleted', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, { ...options, wait: false })
    const preview = await engine.previewDeletion(spec.name)
    await engine.delete(spec.name, options)
    expect([
      preview.containers.length,
      preview.volumes.length,
      preview.networks,
      await world.leftovers(spec.name),
    ]).toEqual([2, 8, [`sampan-${spec.name}`], []])
    expect(await problemFrom(engine.delete(spec.name, options))).toMatchObject({ code: 'cluster.not_found' })
  })

  it('are the same for every engine that reaches this Docker', async () => {
    const spec = specOf({ ports: [{ hostPort: freePort(), nodePort: 80 }] })
    await engine.create(spec, { ...options, wait: false })
    const other = world.otherEngine()
    const [mine, theirs] = await Promise.all([engine.get(spec.name), other.get(spec.name)])
    expect([theirs, await other.spec(spec.name)]).toEqual([mine, await engine.spec(spec.name)])
  })

  it('gain and lose agents by applying another spec', async () => {
    const spec = specOf()
    await engine.create(spec, options)
    const { generation } = await engine.spec(spec.name)
    const bigger = await engine.apply({ ...spec, agents: 1 }, { ...options, basedOn: generation })
    const smaller = await engine.apply({ ...spec, agents: 0 }, { ...options, basedOn: generation + 1 })
    const again = await engine.apply({ ...spec, agents: 1 }, { ...options, basedOn: generation + 2 })
    expect([bigger, smaller, again].map(({ state, nodes }) => [state, nodes.length])).toEqual([
      ['ready', 2],
      ['ready', 1],
      ['ready', 2],
    ])
  })

  it('keep their data when a changed spec makes their containers again', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, options)
    const before = await engine.kubeconfig(spec.name)
    const changed = await engine.apply({ ...spec, env: { ...spec.env, ADDED: 'yes' } }, options)
    expect([changed.state, await engine.kubeconfig(spec.name), (await engine.spec(spec.name)).spec.env.ADDED]).toEqual([
      'ready',
      before,
      'yes',
    ])
  })

  it('say which node was removed by hand, and get it back by being started', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, options)
    await world.removeContainerByHand(`sampan-${spec.name}-agent-0`)
    const seen = await world.otherEngine().get(spec.name)
    expect([seen.state, seen.problem]).toMatchObject([
      'degraded',
      { code: 'cluster.node_missing', params: { node: `sampan-${spec.name}-agent-0` } },
    ])
    expect((await engine.start(spec.name, options)).state).toBe('ready')
  })

  // The fake runtime has no k3s that could be told otherwise.
  if (world.isReal)
    it.each([
      ['whose server has another name in Kubernetes', '--node-name=first'],
      ['whose network the user will bring', '--flannel-backend=none'],
      ['whose server runs no pods', '--disable-agent'],
    ])('are Ready as far as their flags let them be: one %s', async (_, flag) => {
      const spec = specOf({ k3sArgs: [{ flag, on: 'server' }] })
      expect((await engine.create(spec, { ...options, timeoutMs: 120_000 })).problem).toBeUndefined()
    })

  it('come back with their data when the only server was removed by hand', async () => {
    const spec = specOf()
    await engine.create(spec, options)
    const before = await engine.kubeconfig(spec.name)
    await world.removeContainerByHand(`sampan-${spec.name}-server-0`)
    const other = world.otherEngine()
    expect((await other.get(spec.name)).state).toBe('incomplete')
    const started = await other.start(spec.name, options)
    const authority = (text: string) => /certificate-authority-data: (.*)/.exec(text)?.[1]
    expect([started.state, authority(await other.kubeconfig(spec.name))]).toEqual(['ready', authority(before)])
  })

  it('are removed with whatever else carries their label', async () => {
    const spec = specOf()
    await engine.create(spec, { ...options, wait: false })
    await world.makeBrokenContainer(spec.name)
    await engine.delete(spec.name, options)
    expect(await world.leftovers(spec.name)).toEqual([])
  })

  it('are listed as they are when a container of theirs was stopped by hand', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, { ...options, wait: false })
    await world.stopContainerByHand(`sampan-${spec.name}-agent-0`)
    // Docker 26 lists a container as running for some milliseconds after it has said that it was stopped (engines.md F1).
    await expect.poll(async () => (await engine.get(spec.name)).state, { timeout: 10_000 }).toBe('degraded')
  })

  it('are not hidden by a broken container of another', async () => {
    const spec = specOf()
    await engine.create(spec, { ...options, wait: false })
    const broken = specOf()
    await world.makeBrokenContainer(broken.name)
    const states = (await engine.list()).filter(({ name }) => made.has(name)).map(({ name, state }) => [name, state])
    expect(new Map(states as [string, string][])).toEqual(
      new Map([
        [spec.name, 'running'],
        [broken.name, 'incomplete'],
      ]),
    )
  })

  it('get networks of their own when two are made at the same time', async () => {
    const specs = [specOf(), specOf()]
    await Promise.all(specs.map((spec) => engine.create(spec, { ...options, wait: false })))
    const addresses = await Promise.all(specs.map(async ({ name }) => (await world.containers(name))[0]?.ip))
    expect(new Set(addresses).size).toBe(2)
  })

  it('leave nothing behind when they are cancelled, whichever step is running', async () => {
    // Counts the events of a whole create first, then aborts at each of them.
    let events = 0
    const probe = specOf()
    await engine.create(probe, { ...options, wait: false, onEvent: () => (events += 1) })
    for (let at = 1; at <= events; at += 1) {
      const spec = specOf()
      const controller = new AbortController()
      let seen = 0
      const outcome = await problemFrom(
        engine.create(spec, {
          signal: controller.signal,
          onEvent: () => {
            seen += 1
            if (seen === at) controller.abort()
          },
        }),
      )
      expect([at, outcome.code, await world.leftovers(spec.name)]).toEqual([at, 'cluster.cancelled', []])
    }
  })

  const refused = async (more: Parameters<World['spec']>[0], expected: Partial<Problem>) => {
    const spec = specOf(more)
    const found = await problemFrom(engine.create(spec, { ...options, timeoutMs: 30_000 }))
    expect(found).toMatchObject(expected)
    expect(await world.leftovers(spec.name)).toEqual([])
  }

  describe('that cannot be made say why and leave nothing behind', () => {
    it.each([
      [{ name: 'Not A Label' }, 'cluster.name_invalid', { suggestion: 'not-a-label' }],
      [{ name: 'a'.repeat(33) }, 'cluster.name_invalid', { suggestion: 'a'.repeat(32) }],
      [{ name: '-a' }, 'cluster.name_invalid', { suggestion: 'a' }],
      [{ apiPort: 0 }, 'spec.invalid', { field: 'apiPort' }],
      [{ apiPort: 65_536 }, 'spec.invalid', { field: 'apiPort' }],
      [{ agents: 21 }, 'spec.invalid', { field: 'agents' }],
      [{ image: 'UPPER CASE' }, 'image.invalid', { image: 'UPPER CASE' }],
    ] as const)('for the illegal spec %o', async (more, code, params) => {
      await refused(more, { code, params: expect.objectContaining(params) })
    })

    it('when the name is taken', async () => {
      const spec = specOf()
      await engine.create(spec, { ...options, wait: false })
      expect(await problemFrom(engine.create(world.spec({ name: spec.name }), options))).toMatchObject({
        code: 'cluster.name_taken',
      })
      expect((await engine.get(spec.name)).state).toBe('running')
    })

    it('when a container holds a port, and which', async () => {
      const holder = specOf()
      await engine.create(holder, { ...options, wait: false })
      await refused(
        { apiPort: holder.apiPort },
        {
          code: 'port.taken',
          params: { port: holder.apiPort, holder: expect.stringContaining(`sampan-${holder.name}-server-0`) },
        },
      )
    })

    it('when a process holds a port, and which', async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      const address = server.address()
      const apiPort = address && typeof address === 'object' ? address.port : 0
      try {
        await refused({ apiPort }, { code: 'port.taken', params: { port: apiPort, holder: expect.any(String) } })
      } finally {
        server.close()
      }
    })

    it('when registries.yaml is broken, with line and column', async () => {
      await refused({ registries: 'mirrors:\n  docker.io:\n    endpoint: [\n' }, { code: 'registries.invalid' })
    })

    if (world.isReal) realRefusals()
  })

  /** What a Docker in memory cannot refuse. What a real k3s cannot be told to do is skipped, and the title says why. */
  function realRefusals(): void {
    const itWithFaults = world.hasFaults ? it : it.skip
    it('when the image does not exist', async () => {
      const found = await problemFrom(engine.create(specOf({ image: 'sampan.invalid/no/such:image' }), options))
      expect(found.code).toMatch(/^image\./)
    })

    it('when k3s does not know a flag', async () => {
      await refused(
        { k3sArgs: [{ flag: '--no-such-flag=1' }] },
        { code: 'k3s.unknown_flag', params: { flag: '--no-such-flag', node: expect.any(String) } },
      )
      await refused({ agents: 1, k3sArgs: [{ flag: '--no-such-flag', on: 'agent' }] }, { code: 'k3s.unknown_flag' })
    })

    itWithFaults.each([
      ['containerd-exits', 'k3s.component_exited'],
      ['crash-loop', 'k3s.crash_loop'],
      ['oom', /k3s\.(out_of_memory|crash_loop|exited)/],
      ['api-never', 'k3s.api_timeout'],
      ['never-ready', 'k3s.nodes_timeout'],
    ])('when k3s fails: %s', async (fault, code) => {
      const spec = specOf({ env: { FAKE_K3S_FAULT: fault } })
      const found = await problemFrom(engine.create(spec, { ...options, timeoutMs: 12_000 }))
      expect(found.code).toMatch(code)
      expect(await world.leftovers(spec.name)).toEqual([])
    })

    itWithFaults('are Ready with a warning when only the DNS image cannot be pulled', async () => {
      const spec = specOf({ env: { FAKE_K3S_FAULT: 'dns-pull-fails' } })
      const events: OperationEvent[] = []
      const cluster = await engine.create(spec, { ...options, onEvent: (event) => events.push(event) })
      expect([cluster.state, events.at(-1)]).toMatchObject([
        'ready',
        { kind: 'ready', warnings: [{ code: 'k3s.pull_failed' }] },
      ])
    })
  }
}

let lastPort = 26_000 + Math.floor(Math.random() * 3000)
function freePort(): number {
  lastPort += 1
  return lastPort
}
