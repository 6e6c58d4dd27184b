import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { ClusterSpec } from '#shared/cluster.ts'
import type { OperationEvent } from '#shared/operation.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { cancelledAt } from './cancelled-at.ts'
import { uniqueName } from './docker.ts'
import { fakeDocker, fakeWorld, image } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'
import { sweptSpecs } from './swept-specs.ts'

const options = { signal: new AbortController().signal }
const worlds = [await fakeWorld(), await realWorld()]

describe.each(worlds)('a change on $name', (world) => {
  const { engine } = world
  const { specOf } = sweptSpecs(world)

  it.skipIf(world.missing)('that is taken back leaves the data of the agents that it was to remove', async () => {
    const spec = specOf({ agents: 1 })
    await engine.create(spec, options)
    const agent = `sampan-${spec.name}-agent-0`
    await world.writeFile(agent, precious, 'precious')
    const { found, last } = await cancelledAt(
      (own) => engine.apply({ ...spec, agents: 0, env: { ...spec.env, ADDED: 'yes' } }, own),
      (event) => event.kind === 'step' && event.action === 'replace container' && event.state === 'running',
    )
    expect([found.code, last]).toMatchObject(['cluster.cancelled', { kind: 'problem', undone: true }])
    expect(await world.readFile(agent, precious)).toBe('precious')
  })

  it.skipIf(world.missing)('of a stopped cluster leaves a stopped cluster, which can be started', async () => {
    const spec = specOf()
    await engine.create(spec, options)
    await engine.stop(spec.name, options)
    await engine.apply({ ...spec, agents: 1, desired: 'stopped' }, options)
    const { state, problem, nodes } = await engine.get(spec.name)
    expect([state, problem, nodes.map(({ container }) => container)]).toEqual([
      'stopped',
      undefined,
      ['exited', 'created'],
    ])
    expect(await problemFrom(engine.create(spec, options))).toMatchObject({ code: 'cluster.name_taken' })
    expect((await engine.start(spec.name, options)).state).toBe('ready')
  })
})

describe('a change', () => {
  let docker = fakeDocker()
  let engine: ClusterEngine
  const begin = async (more: Partial<z.input<typeof ClusterSpec>> = {}) => {
    docker = fakeDocker()
    engine = docker.engineOver(docker.runtime, 'here/1')
    const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_443, ...more }
    await engine.create(spec, options)
    return spec
  }
  const containers = async (cluster: string) =>
    (await docker.runtime.listContainers({ label: 'dev.sampan.cluster', value: cluster })).sort((left, right) =>
      right.name.localeCompare(left.name),
    )
  const states = async (cluster: string) =>
    (await engine.get(cluster)).nodes.map(({ role, container }) => `${role} ${container}`)

  it('that is taken back leaves a server alone whose etcd its user has begun by a flag', async () => {
    const spec = await begin({ k3sArgs: [{ flag: '--cluster-init' }] })
    const before = (await engine.spec(spec.name)).spec
    const server = (await containers(spec.name)).map(({ id }) => id)
    await cancelledAt(
      (own) => engine.apply({ ...spec, agents: 1 }, own),
      (event) => event.kind === 'step' && event.action === 'create container' && event.state === 'done',
    )
    expect([(await engine.spec(spec.name)).spec, (await containers(spec.name)).map(({ id }) => id)]).toEqual([
      before,
      server,
    ])
  })

  it('that fails when the new server is to start is undone with the data of the agents', async () => {
    const spec = await begin({ agents: 1 })
    const agent = `sampan-${spec.name}-agent-0`
    docker.runtime.container(agent).writeFile(precious, Buffer.from('precious'))
    const events: OperationEvent[] = []
    const onEvent = (event: OperationEvent) => {
      events.push(event)
      if (event.kind === 'step' && event.action === 'replace container') docker.runtime.occupiedPorts.add(19_444)
    }
    const change = engine.apply({ ...spec, agents: 0, apiPort: 19_444 }, { ...options, onEvent })
    expect(await problemFrom(change)).toMatchObject({ code: 'port.taken' })
    expect(events.at(-1)).toMatchObject({ kind: 'problem', undone: true })
    expect(String(await docker.runtime.readFile(agent, precious))).toBe('precious')
  })

  it.each([
    ['made again', { env: { ADDED: 'yes' } }],
    ['restarted', { k3sArgs: [{ flag: '--debug' }] }],
    ['stopped', { desired: 'stopped' as const }],
  ])('that is cancelled while a node stops to be %s has it running again', async (_, more) => {
    const spec = await begin({ agents: 1 })
    docker.runtime.stopMs = 50
    const ending = new AbortController()
    const stop = docker.runtime.stopContainer.bind(docker.runtime)
    docker.runtime.stopContainer = (...told) => {
      const stopping = stop(...told)
      setTimeout(() => ending.abort(), docker.runtime.stopMs / 2)
      return stopping
    }
    const events: OperationEvent[] = []
    const onEvent = (event: OperationEvent) => void events.push(event)
    const found = await problemFrom(engine.apply({ ...spec, ...more }, { signal: ending.signal, onEvent }))
    await docker.runtime.untilEnded()
    expect([found.code, events.at(-1)]).toMatchObject(['cluster.cancelled', { kind: 'problem', undone: true }])
    expect(await states(spec.name)).toEqual(['server running', 'agent running'])
  })

  it('to an older minor version of k3s is refused before anything is touched, in the preview too', async () => {
    const spec = await begin()
    const older = 'rancher/k3s:v1.34.6-k3s1'
    docker.runtime.images.set(older, { id: 'sha256:older' })
    const expected = { code: 'cluster.downgrade', params: { cluster: spec.name, from: 'v1.36', to: 'v1.34' } }
    expect(await problemFrom(engine.preview({ ...spec, image: older }, options.signal))).toMatchObject(expected)
    expect(await problemFrom(engine.apply({ ...spec, image: older }, options))).toMatchObject(expected)
    expect([await states(spec.name), (await containers(spec.name)).map((each) => each.image)]).toEqual([
      ['server running'],
      [spec.image],
    ])
  })

  it('that skips a minor version says so', async () => {
    const spec = await begin()
    const newer = 'rancher/k3s:v1.38.0-k3s1'
    docker.runtime.images.set(newer, { id: 'sha256:newer' })
    const events: OperationEvent[] = []
    const onEvent = (event: OperationEvent) => {
      events.push(event)
    }
    await engine.apply({ ...spec, image: newer }, { ...options, onEvent, wait: false })
    const warnings = events.filter(({ kind }) => kind === 'warning')
    expect(warnings).toMatchObject([{ code: 'cluster.skips_versions', params: { next: 'v1.37' } }])
  })

  it('that is cancelled when a newer k3s has had the data stays with it, says so, and can be finished', async () => {
    const spec = await begin({ agents: 1 })
    const newer = 'rancher/k3s:v1.37.1-k3s1'
    docker.runtime.images.set(newer, { id: 'sha256:newer' })
    const { found, last } = await cancelledAt(
      (own) => engine.apply({ ...spec, image: newer }, own),
      (event) => event.kind === 'step' && event.stage === 'nodes' && event.state === 'running',
    )
    expect([found, last]).toMatchObject([
      {
        code: 'cluster.stays_upgraded',
        params: { cluster: spec.name, image: newer },
        actions: [{ kind: 'revertUpgrade' }, { kind: 'finishCluster' }],
      },
      { kind: 'problem', undone: false },
    ])
    const images = async () => (await containers(spec.name)).map((each) => each.image)
    expect((await images())[0]).toBe(newer)
    await engine.start(spec.name, options)
    expect(await images()).toEqual([newer, newer])
  })

  it.each([
    ['of the same minor version', 'rancher/k3s:v1.36.9-k3s1'],
    ['that has not come up', 'rancher/k3s:v1.37.1-k3s1'],
  ])('that is cancelled with a k3s %s goes back', async (which, newer) => {
    const spec = await begin()
    docker.runtime.images.set(newer, { id: 'sha256:newer' })
    const stage = which.includes('come up') ? 'api' : 'nodes'
    const { last } = await cancelledAt(
      (own) => engine.apply({ ...spec, image: newer }, own),
      (event) => event.kind === 'step' && event.stage === stage && event.state === 'running',
    )
    expect(last).toMatchObject({ kind: 'problem', code: 'cluster.cancelled', undone: true })
    expect((await containers(spec.name)).map((each) => each.image)).toEqual([spec.image])
    // The next upgrade would take a copy that is left for one of its own.
    const volumes = await docker.runtime.listVolumes({ label: 'dev.sampan.cluster', value: spec.name })
    expect(volumes.filter(({ name }) => name.endsWith('-before'))).toEqual([])
  })

  it('that is cancelled while data is being removed is carried to its end', async () => {
    const spec = await begin({ agents: 1 })
    const { state, last } = await new Promise<{ state: string; last: OperationEvent | undefined }>((resolve) => {
      const ending = new AbortController()
      let last: OperationEvent | undefined
      const onEvent = (event: OperationEvent) => {
        last = event
        if (event.kind === 'step' && event.action === 'remove volume') ending.abort()
      }
      void engine
        .apply({ ...spec, agents: 0 }, { signal: ending.signal, onEvent })
        .then(({ state }) => resolve({ state, last }))
    })
    expect([state, last?.kind, await states(spec.name)]).toEqual(['ready', 'ready', ['server running']])
  })

  it.each([
    ['of a running cluster', 'running'],
    ['of a stopped cluster', 'stopped'],
  ] as const)('%s that cannot remove one of the volumes does not say that all is as before', async (_, desired) => {
    const spec = await begin({ agents: 1 })
    if (desired === 'stopped') await engine.stop(spec.name, options)
    const remove = docker.runtime.removeVolume.bind(docker.runtime)
    docker.runtime.removeVolume = async (name) => {
      if (name.endsWith('agent-0-k3s'))
        throw new ProblemError(problem('docker.failed', { operation: 'remove', subject: name }))
      return remove(name)
    }
    const events: OperationEvent[] = []
    const onEvent = (event: OperationEvent) => void events.push(event)
    const found = await problemFrom(engine.apply({ ...spec, agents: 0, desired }, { ...options, onEvent }))
    expect([found.code, events.at(-1)]).toMatchObject(['docker.failed', { kind: 'problem', undone: false }])
    docker.runtime.removeVolume = remove
    await engine.apply({ ...spec, agents: 0, desired }, options)
    expect([
      await states(spec.name),
      (await docker.runtime.listVolumes({ label: 'dev.sampan.cluster' })).length,
    ]).toEqual([[`server ${desired === 'stopped' ? 'exited' : 'running'}`], 4])
  })

  it('that nobody waits for does not put an older k3s back either', async () => {
    const spec = await begin({ agents: 1 })
    const newer = 'rancher/k3s:v1.37.1-k3s1'
    docker.runtime.images.set(newer, { id: 'sha256:newer' })
    const ending = new AbortController()
    let replaced = 0
    const onEvent = (event: OperationEvent) => {
      if (event.kind !== 'step' || event.action !== 'replace container' || event.state !== 'running') return
      replaced += 1
      if (replaced === 2) ending.abort()
    }
    const change = engine.apply({ ...spec, image: newer }, { signal: ending.signal, onEvent, wait: false })
    expect(await problemFrom(change)).toMatchObject({ code: 'cluster.stays_upgraded' })
  })

  it('of a file that says so stops what was started by hand, and the plan says it, too', async () => {
    const spec = await begin()
    await engine.stop(spec.name, options)
    await docker.runtime.startContainer(`sampan-${spec.name}-server-0`)
    const { spec: stored } = await engine.spec(spec.name)
    const edited = { ...stored, agents: 1 }
    const stops = { action: 'stop container', target: `sampan-${spec.name}-server-0` }
    expect(await engine.preview(edited, options.signal)).toContainEqual(stops)
    expect(await engine.preview(edited, options.signal, { isEdit: true })).not.toContainEqual(stops)
    await engine.apply(edited, options)
    expect(await states(spec.name)).toEqual(['server exited', 'agent created'])
  })

  it('of a cluster that was stopped and then started by hand lets it run', async () => {
    const spec = await begin()
    await engine.stop(spec.name, options)
    await docker.runtime.startContainer(`sampan-${spec.name}-server-0`)
    const { spec: stored, generation } = await engine.spec(spec.name)
    expect(stored.desired).toBe('stopped')
    await engine.apply({ ...stored, agents: 1 }, { ...options, basedOn: generation })
    expect(await states(spec.name)).toEqual(['server running', 'agent running'])
  })

  it('that makes a server of a stopped cluster again goes on knowing its nodes', async () => {
    const spec = await begin({ agents: 1 })
    await engine.stop(spec.name, options)
    await engine.apply({ ...spec, env: { A: '1' }, desired: 'stopped' }, options)
    await docker.runtime.removeContainer(docker.runtime.container(`sampan-${spec.name}-agent-0`).id)
    expect([(await engine.get(spec.name)).state, await states(spec.name)]).toEqual([
      'stopped',
      ['server created', 'agent missing'],
    ])
  })

  it('is not needed for a cluster that is only to be made: it is stopped, not half-made', async () => {
    const spec = await begin({ desired: 'stopped' })
    expect((await engine.get(spec.name)).state).toBe('stopped')
  })
})

describe('what is cancelled and cannot be undone says what is left:', () => {
  it.each([
    ['restart', 'stop', 'cluster.restart_cancelled'],
    ['delete', 'remove', 'cluster.delete_cancelled'],
  ] as const)('%s', async (operation, stage, code) => {
    const { runtime, engineOver } = fakeDocker()
    const engine = engineOver(runtime, 'here/1')
    const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_443, agents: 1 }
    await engine.create(spec, options)
    const { found, last } = await cancelledAt(
      (own) => engine[operation](spec.name, own),
      (event) => event.kind === 'step' && event.stage === stage && event.action !== undefined && event.state === 'done',
    )
    expect([found.code, last]).toMatchObject([code, { kind: 'problem', code, undone: false }])
  })
})

const precious = '/var/lib/rancher/k3s/storage/pvc-1'
