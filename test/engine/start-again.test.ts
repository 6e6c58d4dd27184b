import { setTimeout as delay } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { orAborted } from '../../electron/async/or-aborted.ts'
import { uniqueName } from './docker.ts'
import { balancerImage, fakeDocker, image } from './fake-world.ts'

const options = { signal: new AbortController().signal }

/** A cluster of a server and an agent that is Ready. */
async function oneAndOne() {
  const { runtime, engineOver } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_443, agents: 1 }
  await engine.create(spec, options)
  return { runtime, engine, spec }
}

it('a start finds another address where only the agents came back after Docker’s bridge had moved', async () => {
  const { runtime, engine, spec } = await oneAndOne()
  await runtime.stopContainer(`sampan-${spec.name}-server-0`, 1)
  const moved = runtime.properties.bridgeAddress
  runtime.properties = { ...runtime.properties, bridgeAddress: '172.31.0.1' }
  const start = runtime.startContainer.bind(runtime)
  runtime.startContainer = async (id) => {
    const { ports } = runtime.container(id).options
    if (!ports.some(({ hostIp }) => hostIp === moved)) return start(id)
    const detail = `listen tcp4 ${moved}:1: bind: cannot assign requested address`
    throw new ProblemError(problem('docker.failed', { operation: 'start container', subject: id }, { detail }))
  }
  expect((await engine.start(spec.name, options)).state).toBe('ready')
})

it('a start brings back a node that somebody has deleted from Kubernetes, and leaves the others alone', async () => {
  const { runtime, engineOver, apiOf } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_443, agents: 2 }
  await engine.create(spec, options)
  const started = () =>
    Promise.all(
      ['server-0', 'agent-0', 'agent-1'].map(
        async (node) => (await runtime.inspectContainer(`sampan-${spec.name}-${node}`))?.startedAtMs,
      ),
    )
  const before = await started()
  apiOf(spec.name).nodeDeleted(`sampan-${spec.name}-agent-1`)
  runtime.clockAheadMs = 120_000
  expect((await engine.start(spec.name, options)).state).toBe('ready')
  const after = await started()
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  expect(after[2]).toBeGreaterThan(before[2] ?? 0)
})

it.each([
  ['all of them run', undefined],
  ['one of them is down', 2],
])(
  'a start brings back servers that Kubernetes has forgotten one at a time, and most are always up, where %s',
  async (_, down) => {
    const { runtime, engineOver, apiOf } = fakeDocker()
    const engine = engineOver(runtime, 'here/1')
    const name = uniqueName()
    const base = { version: 1 as const, name, image, apiPort: 19_443, loadBalancer: { image: balancerImage } }
    await engine.create({ ...base, servers: 3, agents: 1 }, options)
    const nodes = ['server-0', 'server-1', 'server-2', 'agent-0'].map((node) => `sampan-${name}-${node}`)
    if (down !== undefined) await runtime.stopContainer(`sampan-${name}-server-${down}`, 1)
    const api = apiOf(name)
    for (const node of nodes) api.nodeDeleted(node)
    runtime.clockAheadMs = 120_000
    const seen = new Set<string>()
    let now = api.readiness
    Object.defineProperty(api, 'readiness', {
      get: () => now,
      set: (value: typeof now) => {
        now = value
        seen.add(value)
      },
    })
    const restarted: string[] = []
    const onEvent = (event: OperationEvent) => {
      if (event.kind === 'step' && event.action === 'restart container' && event.state === 'running')
        restarted.push(event.target?.replace(`sampan-${name}-`, '') ?? '')
    }
    expect((await engine.start(name, { ...options, onEvent })).state).toBe('ready')
    await runtime.untilEnded()
    expect([[...seen].filter((each) => each !== 'ready'), restarted]).toEqual([
      [],
      [...[0, 1, 2].filter((index) => index !== down).map((index) => `server-${index}`), 'agent-0'],
    ])
  },
)

it('a start of containers that are there needs no image by its name, and makes none', async () => {
  const { runtime, engine, spec } = await oneAndOne()
  await engine.stop(spec.name, options)
  runtime.images.delete(image)
  expect((await engine.start(spec.name, options)).state).toBe('ready')
  expect((await engine.restart(spec.name, { ...options, offline: true })).state).toBe('ready')

  await runtime.removeContainer(`sampan-${spec.name}-agent-0`)
  const starting = (more: object) => engine.start(spec.name, { ...options, ...more })
  await expect(starting({ offline: true })).rejects.toMatchObject({ problem: { code: 'offline.image_missing' } })
  await expect(starting({})).rejects.toMatchObject({ problem: { code: 'image.not_found' } })
})

it('a start needs the images of containers whose network is gone: Docker makes them again', async () => {
  const { runtime, engine, spec } = await oneAndOne()
  await engine.stop(spec.name, options)
  await runtime.removeNetwork(`sampan-${spec.name}`)
  runtime.images.delete(image)
  for (const start of ['start', 'restart', 'repair'] as const)
    await expect(engine[start](spec.name, { ...options, offline: true })).rejects.toMatchObject({
      problem: { code: 'offline.image_missing' },
    })
  expect((await runtime.listNetworks()).filter(({ name }) => name === `sampan-${spec.name}`)).toEqual([])
})

it('a restart needs the image of a server that has to be made for another address of Docker, and stops nothing without', async () => {
  const { runtime, engine, spec } = await oneAndOne()
  const states = async () => (await runtime.listContainers({ label: 'dev.sampan.cluster' })).map(({ state }) => state)
  runtime.properties = { ...runtime.properties, bridgeAddress: '172.31.0.1' }
  runtime.images.delete(image)
  await expect(engine.restart(spec.name, { ...options, offline: true })).rejects.toMatchObject({
    problem: { code: 'offline.image_missing' },
  })
  expect(await states()).toEqual(['running', 'running'])
})

it('a repair where nothing has to be made needs no image by its name', async () => {
  const { runtime, engine, spec } = await oneAndOne()
  await engine.stop(spec.name, options)
  runtime.images.delete(image)
  expect((await engine.repair(spec.name, { ...options, offline: true })).state).toBe('ready')
})

it('a change waits for volumes whose removal takes minutes', async () => {
  const { runtime, engine, spec } = await oneAndOne()
  const spied = quickMinutes()
  const remove = runtime.removeVolume.bind(runtime)
  runtime.removeVolume = async (volume) => {
    if (volume.includes('-agent-0-')) await delay(300)
    return remove(volume)
  }
  try {
    expect((await engine.apply({ ...spec, agents: 0 }, options)).state).toBe('ready')
    const left = await runtime.listVolumes({ label: 'dev.sampan.cluster', value: spec.name })
    expect(left.filter(({ name }) => name.includes('-agent-0-'))).toEqual([])
  } finally {
    spied.mockRestore()
  }
})

it('a change whose end Docker does not answer says so after a minute', async () => {
  const { runtime, engine, spec } = await oneAndOne()
  const [remove, list] = [runtime.removeVolume.bind(runtime), runtime.listContainers.bind(runtime)]
  let isRemoved = false
  runtime.removeVolume = async (volume) => {
    await remove(volume)
    isRemoved ||= volume.includes('-agent-0-')
  }
  runtime.listContainers = (filter, signal) =>
    isRemoved && signal ? orAborted(signal, new Promise<never>(() => undefined)) : list(filter, signal)
  const spied = quickMinutes()
  try {
    await expect(engine.apply({ ...spec, agents: 0 }, options)).rejects.toMatchObject({
      problem: { code: 'docker.slow', params: { seconds: 60 } },
    })
  } finally {
    spied.mockRestore()
  }
}, 10_000)

/** Each minute is a tenth of a second. */
function quickMinutes() {
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  return vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 600))
}
