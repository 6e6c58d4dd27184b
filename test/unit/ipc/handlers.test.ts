import { afterEach, describe, expect, it, vi } from 'vitest'
import { k3dRef } from '#shared/cluster-origin.ts'
import { Preferences } from '#shared/preferences.ts'
import { presets } from '#shared/presets.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { k3dEngine } from '../../../electron/cluster/k3d-engine.ts'
import type { WindowEngine } from '../../../electron/ipc/engine-of.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'
import { fakeEngine, local, refuse, serve, spec } from './served.ts'

/** Of an operation that has ended. */
const measured = { startedAtMs: expect.any(Number), durationMs: expect.any(Number) }

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a request that names one of k3d’s clusters', () => {
  it.each(['start', 'stop', 'restart', 'delete'] as const)(
    'never reaches Sampan’s of the same name: %s',
    async (what) => {
      const engine = fakeEngine('engine-1')
      const { ask, operations } = serve(engine)
      const cluster = k3dRef('engine-1', 'local')
      expect(await ask(`clusters.${what}`, { cluster })).toMatchObject({ ok: true })
      expect(engine.done).toEqual([`k3d: ${what} local`])
      expect(operations.list()).toEqual([{ cluster, operation: what, isRunning: false, ...measured }])
    },
  )

  it.each(['clusters.spec', 'clusters.registries', 'clusters.repair', 'clusters.revert', 'images.list'] as const)(
    'is refused what is not k3d’s: %s',
    async (name) => {
      const k3d = k3dEngine({ runtime: new FakeRuntime(), connectApi: refuse }, async () => 'engine-1')
      const engine = fakeEngine('engine-1')
      const { ask } = serve({ ...engine, engine: { ...engine.engine, k3d } })
      expect(await ask(name, { cluster: k3dRef('engine-1', 'local') })).toMatchObject({
        ok: false,
        problem: { code: 'k3d.shape_fixed', params: { cluster: 'k3d/local' } },
      })
      expect(engine.done).toEqual([])
    },
  )

  it('is not answered by another engine', async () => {
    const { ask } = serve(fakeEngine('engine-2'))
    expect(await ask('clusters.stop', { cluster: k3dRef('engine-1', 'local') })).toMatchObject({
      problem: { code: 'engine.changed' },
    })
  })
})

describe('a request that names a cluster of another engine than the one that is connected', () => {
  it.each([
    ['clusters.delete', { cluster: local('engine-1') }],
    ['clusters.stop', { cluster: local('engine-1') }],
    ['clusters.restart', { cluster: local('engine-1') }],
    ['clusters.apply', { cluster: local('engine-1'), spec, basedOn: 3 }],
    ['clusters.create', { engineId: 'engine-1', spec, choose: [] }],
    ['clusters.preflight', { engineId: 'engine-1', spec }],
    ['clusters.spec', { cluster: local('engine-1') }],
    ['clusters.kubeconfig', { cluster: local('engine-1') }],
    ['kubeconfig.merge', { cluster: local('engine-1') }],
    ['tools.open', { cluster: local('engine-1'), tool: 'terminal' }],
  ] as const)('does nothing and says which engine is the chosen one now: %s', async (name, input) => {
    const other = fakeEngine('engine-2')
    const { ask, operations } = serve(other)
    expect(await ask(name, input)).toMatchObject({
      ok: false,
      problem: {
        code: 'engine.changed',
        params: { cluster: 'local', engine: 'engine-2' },
        actions: [{ kind: 'chooseEngine' }],
      },
    })
    expect([other.done, operations.list()]).toEqual([[], []])
  })

  it('breaks as a stream, too', () => {
    const { streams } = serve(fakeEngine('engine-2'))
    expect(() => streams['cluster.health']({ cluster: local('engine-1') }, new AbortController().signal)).toThrow(
      /engine\.changed/,
    )
  })

  it('goes on with the engine that it began with when another one is chosen in its middle', async () => {
    let goOn: () => void = () => undefined
    const first = fakeEngine('engine-1', { delete: () => new Promise((resolve) => (goOn = resolve)) })
    const second = fakeEngine('engine-2')
    const { ask, connect, forgotten } = serve(first)
    const deleting = ask('clusters.delete', { cluster: local('engine-1') })
    connect(second)
    goOn()
    expect(await deleting).toMatchObject({ ok: true })
    expect([forgotten, second.done]).toEqual([[local('engine-1')], []])
  })
})

describe('a suggestion', () => {
  it('is what its user prefers for new clusters', async () => {
    const preferences = Preferences.parse({ preset: 'lean', image: 'v1.35.5' })
    const { ask } = serve(fakeEngine('engine-1'), {
      preferences: { get: () => preferences, set: refuse, watch: refuse },
    })
    expect(await ask('clusters.suggest')).toMatchObject({
      ok: true,
      value: { engineId: 'engine-1', spec: { ...presets.lean, image: 'rancher/k3s:v1.35.5-k3s1', name: spec.name } },
    })
  })

  it('fills in what a written spec leaves open', async () => {
    const { ask } = serve(fakeEngine('engine-1'))
    const text = 'name: team\nagents: 2\nlimits: { memory: 1Gi }\n'
    expect(await ask('specs.read', { text, source: 'sampan.yaml' })).toMatchObject({
      ok: true,
      value: {
        spec: { ...spec, name: 'team', agents: 2, limits: { memoryBytes: 1024 ** 3 } },
        choose: ['apiPort'],
        leftOut: [],
        count: 1,
      },
    })
    expect(await ask('specs.read', { text: 'agents: 2', source: 'a.yaml' })).toMatchObject({
      ok: false,
      problem: { code: 'spec.invalid' },
    })
  })
})

describe('a new cluster', () => {
  it('goes into the own kubeconfig where its user wants that of every one, under a name that is free', async () => {
    const input = { engineId: 'engine-1', spec, choose: [] }
    const unasked = serve(fakeEngine('engine-1'))
    await unasked.ask('clusters.create', input)
    const preferences = Preferences.parse({ addsToKubeconfig: true })
    const asked = serve(fakeEngine('engine-1'), { preferences: { get: () => preferences, set: refuse, watch: refuse } })
    await asked.ask('clusters.create', input)
    expect([unasked.merged, asked.merged]).toEqual([
      [],
      [{ cluster: local('engine-1'), isCurrent: false, onClash: 'rename', place: 'local' }],
    ])
  })
})

describe('making and changing', () => {
  it('are two requests: one leaves open what was only suggested, the other says what it is based on', async () => {
    const { engine, done, engineId } = fakeEngine('engine-1')
    const { ask, operations } = serve({ engine, done, engineId })
    await ask('clusters.create', { engineId, spec, choose: ['apiPort'] })
    await ask('clusters.apply', { cluster: local(engineId), spec, basedOn: 3 })
    expect(done).toEqual(['create local choosing apiPort', 'apply local based on 3'])
    expect(operations.list()).toMatchObject([{ cluster: local(engineId), operation: 'change', isRunning: false }])
  })

  it('takes the next free name where the suggested one was taken meanwhile, and leaves no failure behind', async () => {
    const names = ['local', 'local-2']
    const create: WindowEngine['create'] = async ({ name }) => {
      if (names.includes(name)) throw new ProblemError(problem('cluster.name_taken', { cluster: name }))
      names.push(name)
      return { ...local('engine-1'), name, state: 'ready', image: spec.image, nodes: [], ports: [] }
    }
    const suggest = async () => ({ ...spec, name: `local-${names.length + 1}` })
    const { ask, operations } = serve(fakeEngine('engine-1', { create, suggest }))
    expect(await ask('clusters.create', { engineId: 'engine-1', spec, choose: ['name', 'apiPort'] })).toMatchObject({
      ok: true,
      value: { name: 'local-3' },
    })
    expect(operations.list()).toEqual([
      { cluster: { engineId: 'engine-1', name: 'local-3' }, operation: 'create', isRunning: false, ...measured },
    ])
  })

  it('fails where a name is taken that the user chose', async () => {
    const create = async () => {
      throw new ProblemError(problem('cluster.name_taken', { cluster: 'local' }))
    }
    const { ask, operations } = serve(fakeEngine('engine-1', { create, suggest: refuse }))
    expect(await ask('clusters.create', { engineId: 'engine-1', spec, choose: ['apiPort'] })).toMatchObject({
      problem: { code: 'cluster.name_taken' },
    })
    expect(operations.list()).toMatchObject([{ cluster: local('engine-1'), problem: { code: 'cluster.name_taken' } }])
  })

  it('a suggestion comes with the engine that it is for', async () => {
    expect(await serve(fakeEngine('engine-1')).ask('clusters.suggest')).toEqual({
      ok: true,
      value: { engineId: 'engine-1', spec },
    })
  })
})

it('what the page says of a merge names no file: that is not its choice', async () => {
  const { ask, merged } = serve(fakeEngine('engine-1'))
  expect(await ask('kubeconfig.merge', { cluster: local('engine-1'), into: '/etc/passwd' })).toMatchObject({
    problem: { code: 'ipc.invalid_input' },
  })
  expect(merged).toEqual([])
})

describe('a request that only reads', () => {
  const untilAborted = (signal?: AbortSignal) =>
    new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))

  it('ends what it asked of Docker when nobody waits for the answer any more', async () => {
    let wasEnded = false
    const preflight: WindowEngine['preflight'] = (_, signal) =>
      untilAborted(signal).finally(() => {
        wasEnded = true
      })
    const { ask } = serve(fakeEngine('engine-1', { preflight }))
    const waiting = new AbortController()
    const asked = ask('clusters.preflight', { engineId: 'engine-1', spec }, waiting.signal)
    waiting.abort()
    expect([await asked, wasEnded]).toMatchObject([{ ok: false, problem: { code: 'ipc.cancelled' } }, true])
  })

  it.each([
    ['clusters.registries', { registries: () => untilAborted() }, 30],
    ['clusters.previewDeletion', { previewDeletion: () => untilAborted() }, 30],
    ['clusters.previewChange', { preview: () => untilAborted() }, 30],
    ['clusters.volumeSizes', { volumeSizes: () => untilAborted() }, 120],
  ] as const)('does not wait for ever, whoever forgets the time: %s', async (name, own, seconds) => {
    vi.useFakeTimers()
    const { ask } = serve(fakeEngine('engine-1', own))
    const asked = ask(name, { cluster: local('engine-1'), spec })
    await vi.advanceTimersByTimeAsync(seconds * 1000)
    expect(await asked).toMatchObject({ ok: false, problem: { code: 'docker.slow', params: { seconds } } })
  })

  it('does not end an operation with its window', async () => {
    const waiting = new AbortController()
    let goOn: () => void = () => undefined
    const first = fakeEngine('engine-1', {
      stop: (_, { signal }) =>
        new Promise((resolve, reject) => {
          goOn = resolve
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    const { ask, operations } = serve(first)
    const asked = ask('clusters.stop', { cluster: local('engine-1') }, waiting.signal)
    waiting.abort()
    goOn()
    await asked
    expect(operations.list()).toEqual([
      { cluster: local('engine-1'), operation: 'stop', isRunning: false, ...measured },
    ])
  })
})
