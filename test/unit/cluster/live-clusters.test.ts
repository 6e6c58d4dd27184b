// Longer than a file should be because it is one list of what may happen to a live picture, with the engine that does it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cluster, ClusterState, ClustersSnapshot } from '#shared/cluster.ts'
import { k3dRef } from '#shared/cluster-origin.ts'
import type { EngineStatus } from '#shared/engine.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { LatestValue } from '../../../electron/async/latest-value.ts'
import { Operations } from '../../../electron/cluster/change/operations.ts'
import { LiveClusters, type WatchedEngine } from '../../../electron/cluster/read/live-clusters.ts'
import type { ClusterList } from '../../../electron/cluster/read/watch-list.ts'
import { AsyncQueue } from '../../fakes/async-queue.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const connected = (engineId: string, address = `unix:///${engineId}.sock`): EngineStatus => ({
  kind: 'connected',
  engineId,
  address,
  name: 'Docker',
  version: '28.5.1',
})
const lost = problem('docker.lost', {})

/** An engine by script. Every call of `watch` and `whenReady` is kept, so that a test can say how it comes out and count what is open. */
class ScriptedEngine implements WatchedEngine {
  readonly engineId: string
  readonly watches: { queue: AsyncQueue<ClusterList>; signal: AbortSignal }[] = []
  readonly questions: {
    cluster: string
    signal: AbortSignal
    ready: (warnings?: Problem[]) => void
    fail: (error: unknown) => void
  }[] = []
  readonly ailments: { cluster: string; queue: AsyncQueue<{ problem?: Problem }>; signal: AbortSignal }[] = []
  openWatches = 0
  /** What is asked about k3d's clusters is kept under their shown names. */
  readonly k3d: WatchedEngine['k3d'] = {
    whenReady: (name, options) => this.whenReady(`k3d/${name}`, options),
    watchAilment: (name, signal) => this.watchAilment(`k3d/${name}`, signal),
  }

  constructor(engineId: string) {
    this.engineId = engineId
  }

  async *watch(signal: AbortSignal): AsyncGenerator<ClusterList, void, undefined> {
    const queue = new AsyncQueue<ClusterList>()
    this.watches.push({ queue, signal })
    this.openWatches += 1
    try {
      yield* queue.read(signal)
    } finally {
      this.openWatches -= 1
    }
  }

  whenReady(cluster: string, { signal }: { signal: AbortSignal }): Promise<Problem[]> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      this.questions.push({ cluster, signal, ready: (warnings = []) => resolve(warnings), fail: reject })
    })
  }

  async *watchAilment(cluster: string, signal: AbortSignal): AsyncGenerator<Problem | undefined, void, undefined> {
    const queue = new AsyncQueue<{ problem?: Problem }>()
    this.ailments.push({ cluster, queue, signal })
    this.openWatches += 1
    try {
      for await (const { problem } of queue.read(signal)) yield problem
    } finally {
      this.openWatches -= 1
    }
  }

  /** Those that nobody has answered or given up. */
  openQuestions(cluster: string): number {
    return this.questions.filter((question) => question.cluster === cluster && !question.signal.aborted).length
  }

  tell(clusters: Record<string, ClusterState>, changed: string[] = []): void {
    const list = Object.entries(clusters).map(
      ([name, state]): Cluster => ({ engineId: this.engineId, name, state, image: '', nodes: [], ports: [] }),
    )
    this.watches.at(-1)?.queue.push({ clusters: list, changed: new Set(changed) })
  }
}

describe('the live picture of the clusters', () => {
  let status: LatestValue<EngineStatus>
  let operations: Operations
  let engines: ScriptedEngine[]
  let live: LiveClusters<ScriptedEngine>
  let ending: AbortController
  let running: Promise<void>

  const current = () => {
    const engine = engines.at(-1)
    if (!engine) throw new Error('No engine was connected')
    return engine
  }
  const states = ({ clusters }: ClustersSnapshot) =>
    clusters.map(({ engineId, name, state }) => [engineId, name, state])
  /** The first picture, from the present one on, that is as wanted. */
  const picture = async (isIt: (snapshot: ClustersSnapshot) => boolean): Promise<ClustersSnapshot> => {
    for await (const snapshot of live.watch(AbortSignal.timeout(8000))) if (isIt(snapshot)) return snapshot
    throw new Error('The picture never came')
  }
  const shows = (name: string, state: ClusterState) =>
    picture(({ clusters }) => clusters.some((cluster) => cluster.name === name && cluster.state === state))
  /** Connects, tells of the clusters, and answers that those named are Ready. */
  const connect = async (engineId: string, clusters: Record<string, ClusterState>, address?: string) => {
    const watchesBefore = engines.length
    status.set(connected(engineId, address))
    await until(() => engines.length > watchesBefore && current().watches.length > 0)
    current().tell(clusters)
    await picture(({ engine }) => engine.kind === 'connected')
  }

  beforeEach(() => {
    status = new LatestValue<EngineStatus>({ kind: 'connecting' })
    operations = new Operations()
    engines = []
    live = new LiveClusters({
      source: { watch: (signal) => status.watch(signal), runtime: () => new FakeRuntime() },
      operations,
      makeEngine: () => {
        const { value } = status
        const engine = new ScriptedEngine(value.kind === 'connected' ? value.engineId : '')
        engines.push(engine)
        return engine
      },
      verifyAgainMs: 50,
    })
    ending = new AbortController()
    running = live.run(ending.signal)
  })
  afterEach(async () => {
    ending.abort()
    await running
    expect(engines.map(({ openWatches }) => openWatches)).toEqual(engines.map(() => 0))
    expect(engines.flatMap(({ questions }) => questions.filter(({ signal }) => !signal.aborted))).toEqual([])
    expect(status.waiting).toBe(0)
  })

  it('is never older than the last change, however long somebody took over the one before', async () => {
    await connect('ONE', {})
    const pictures = live.watch(ending.signal)[Symbol.asyncIterator]()
    expect((await pictures.next()).value).toEqual({ engine: connected('ONE'), clusters: [] })
    let finish: () => void = () => undefined
    const creating = operations.run(
      { cluster: { engineId: 'ONE', name: 'demo' }, operation: 'create' },
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    // The reader is still busy with the first picture while this is told.
    await new Promise(setImmediate)
    expect((await pictures.next()).value).toMatchObject({ clusters: [{ name: 'demo', state: 'creating' }] })
    finish()
    await creating
  })

  it('says what ails a Ready cluster while it does, and watches each run of its own', async () => {
    await connect('ONE', { demo: 'running' })
    await until(() => current().questions.length === 1)
    current().questions[0]?.ready()
    await shows('demo', 'ready')
    await until(() => current().ailments.length === 1)
    const down = problem('k3s.nodes_not_ready', { nodes: 'agent-0' })
    current().ailments[0]?.queue.push({ problem: down })
    const ill = await picture(({ clusters }) => clusters[0]?.problem !== undefined)
    expect(ill.clusters).toMatchObject([{ name: 'demo', state: 'ready', problem: down }])
    current().ailments[0]?.queue.push({})
    await picture(({ clusters }) => clusters[0]?.state === 'ready' && clusters[0].problem === undefined)

    current().tell({ demo: 'running' }, ['demo'])
    await until(() => current().questions.length === 2)
    expect(current().ailments[0]?.signal.aborted).toBe(true)
    current().questions[1]?.ready()
    await until(() => current().ailments.length === 2)
    // One that breaks is not the last: it is asked again, and watched.
    current().ailments[1]?.queue.end(new ProblemError(problem('cluster.not_found', { cluster: 'demo' })))
    await until(() => current().questions.length === 3)
    current().questions[2]?.ready()
    await until(() => current().ailments.length === 3)
  })

  it('shows no list before there is one, instead of an empty one', async () => {
    status.set(connected('ONE'))
    await until(() => engines.length > 0)
    expect(live.snapshot().engine).toEqual({ kind: 'connecting', address: 'unix:///ONE.sock' })
    await until(() => current().watches.length > 0)
    current().tell({ demo: 'stopped' })
    expect(states(await picture(({ engine }) => engine.kind === 'connected'))).toEqual([['ONE', 'demo', 'stopped']])
  })

  it('begins to watch again by itself when the list could not be made, and says meanwhile since when and why it is old', async () => {
    await connect('ONE', { demo: 'stopped' })
    const failure = problem('docker.unreachable', { endpoint: 'unix:///ONE.sock' })
    const beforeMs = Date.now()
    current().watches[0]?.queue.end(new ProblemError(failure))
    const old = await picture(({ engine }) => engine.kind === 'unavailable')
    expect(old).toMatchObject({ engine: { problem: failure }, clusters: [{ name: 'demo', state: 'stopped' }] })
    expect(old.asOfMs).toBeGreaterThanOrEqual(beforeMs)
    // The engine can be used all the same: a single answer failed.
    expect(live.engine()).toBe(current())
    await until(() => current().watches.length === 2)
    current().tell({ demo: 'stopped', other: 'stopped' })
    const now = await picture(({ engine }) => engine.kind === 'connected')
    expect([states(now), now.asOfMs]).toEqual([
      [
        ['ONE', 'demo', 'stopped'],
        ['ONE', 'other', 'stopped'],
      ],
      undefined,
    ])
  })

  it('begins to watch again when the events end without a word', async () => {
    await connect('ONE', { demo: 'stopped' })
    current().watches[0]?.queue.end()
    await picture(({ engine }) => engine.kind === 'unavailable')
    await until(() => current().watches.length === 2)
  })

  it('calls a running cluster Ready once that was asked in its present run', async () => {
    await connect('ONE', { demo: 'running' })
    expect(states(await shows('demo', 'starting'))).toEqual([['ONE', 'demo', 'starting']])
    answer(current(), 'demo').ready()
    await shows('demo', 'ready')
    current().tell({ demo: 'running' }, ['demo'])
    await shows('demo', 'starting')
    expect(current().questions).toHaveLength(2)
    answer(current(), 'demo').ready([lost])
    expect((await shows('demo', 'ready')).clusters[0]?.problem).toEqual(lost)
  })

  it('calls no cluster Ready after a reconnect before it was asked again, whoever was Ready before', async () => {
    await connect('ONE', { demo: 'running' })
    answer(current(), 'demo').ready()
    await shows('demo', 'ready')
    const seen: ClusterState[] = []
    const watching = (async () => {
      for await (const { clusters } of live.watch(ending.signal)) seen.push(...clusters.map(({ state }) => state))
    })().catch(() => undefined)
    status.set({ kind: 'unavailable', problem: lost, address: 'unix:///ONE.sock' })
    await picture(({ engine }) => engine.kind === 'unavailable')
    expect(states(live.snapshot())).toEqual([['ONE', 'demo', 'running']])
    await connect('ONE', { demo: 'running' })
    await shows('demo', 'starting')
    answer(current(), 'demo').ready()
    await shows('demo', 'ready')
    expect(seen.lastIndexOf('starting')).toBeGreaterThan(seen.indexOf('running'))
    ending.abort()
    await watching
    expect(seen.filter((state, index) => state !== seen[index - 1])).toEqual(['ready', 'running', 'starting', 'ready'])
  })

  it("never shows one engine's clusters, or what was known of them, as another one's", async () => {
    await connect('ONE', { local: 'running', mine: 'stopped' })
    answer(current(), 'local').ready()
    await shows('local', 'ready')
    status.set({ kind: 'connecting', address: 'unix:///TWO.sock' })
    expect(states(await picture(({ clusters }) => clusters.length === 0))).toEqual([])
    status.set(connected('TWO'))
    await until(() => engines.length === 2 && current().watches.length > 0)
    expect(states(live.snapshot())).toEqual([])
    current().tell({ local: 'running' })
    expect(states(await shows('local', 'starting'))).toEqual([['TWO', 'local', 'starting']])
  })

  it('reads everything again when another engine answers at the same address', async () => {
    await connect('ONE', { local: 'stopped' }, 'unix:///same.sock')
    status.set({ kind: 'unavailable', problem: lost, address: 'unix:///same.sock' })
    expect(states(await picture(({ engine }) => engine.kind === 'unavailable'))).toEqual([['ONE', 'local', 'stopped']])
    status.set(connected('TWO', 'unix:///same.sock'))
    await until(() => engines.length === 2)
    expect([states(live.snapshot()), live.engineId]).toEqual([[], 'TWO'])
  })

  it("shows what is being done to this engine's clusters only", async () => {
    await connect('TWO', { local: 'stopped' })
    const stop = new AbortController()
    const elsewhere = (operation: 'start' | 'create', name: string) =>
      operations.run(
        { cluster: { engineId: 'ONE', name }, operation },
        () => new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve())),
      )
    const all = [elsewhere('start', 'local'), elsewhere('create', 'new')]
    await new Promise(setImmediate)
    expect(states(live.snapshot())).toEqual([['TWO', 'local', 'stopped']])
    stop.abort()
    await Promise.all(all)
  })

  it('offers the way back of an upgrade that failed, also to whoever was not there when it did', async () => {
    await connect('engine-1', {})
    const engine = current()
    const kept = { state: 'running' as const, image: '', nodes: [], ports: [], hasWayBack: true as const }
    engine.watches.at(-1)?.queue.push({
      clusters: [
        { ...kept, engineId: 'engine-1', name: 'dev' },
        { engineId: 'engine-1', name: 'other', state: 'running', image: '', nodes: [], ports: [] },
      ],
      changed: new Set(),
    })
    await until(() => engine.openQuestions('dev') === 1 && engine.openQuestions('other') === 1)
    for (const question of engine.questions)
      question.fail(new ProblemError(problem('k3s.nodes_timeout', { nodes: 'a', seconds: 9 })))
    const { clusters } = await picture((each) => each.clusters.every(({ state }) => state === 'degraded'))
    expect(clusters.map(({ problem: found }) => found?.actions)).toEqual([
      [{ kind: 'revertUpgrade', cluster: { engineId: 'engine-1', name: 'dev' } }],
      undefined,
    ])
  })

  it('keeps a cluster of k3d apart from the one of Sampan’s that has its name', async () => {
    await connect('engine-1', {})
    const plain = { state: 'running' as const, image: '', nodes: [], ports: [] }
    const both = [
      { ...plain, engineId: 'engine-1', name: 'dev' },
      { ...plain, ...k3dRef('engine-1', 'dev') },
    ]
    const engine = current()
    engine.watches.at(-1)?.queue.push({ clusters: both, changed: new Set() })
    await until(() => engine.openQuestions('dev') === 1 && engine.openQuestions('k3d/dev') === 1)
    engine.questions.find(({ cluster }) => cluster === 'k3d/dev')?.ready()
    const ready = await picture(({ clusters }) => clusters.some(({ state }) => state === 'ready'))
    expect(states(ready)).toEqual([
      ['engine-1', 'dev', 'starting'],
      ['k3d@engine-1', 'dev', 'ready'],
    ])
    const stopping = operations.run(
      { cluster: k3dRef('engine-1', 'dev'), operation: 'stop' },
      ({ signal }) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    )
    expect(states(await picture(({ clusters }) => clusters.some(({ state }) => state === 'stopping')))).toEqual([
      ['engine-1', 'dev', 'starting'],
      ['k3d@engine-1', 'dev', 'stopping'],
    ])
    operations.cancel(k3dRef('engine-1', 'dev'))
    await stopping
  })

  it('asks a cluster again that was not Ready, one question at a time, until it is', async () => {
    await connect('ONE', { demo: 'running' })
    await shows('demo', 'starting')
    const slow = problem('k3s.api_timeout', { node: 'demo', seconds: 240 })
    for (let failures = 1; failures <= 3; failures += 1) {
      await until(() => current().questions.length === failures)
      answer(current(), 'demo').fail(new ProblemError(slow))
      expect((await shows('demo', 'degraded')).clusters[0]?.problem).toEqual(slow)
    }
    await until(() => current().questions.length === 4)
    answer(current(), 'demo').ready()
    await shows('demo', 'ready')
  })

  it('asks a cluster again that is Ready but for something, and forgets what was wrong when it is not any more', async () => {
    await connect('ONE', { demo: 'running' })
    await shows('demo', 'starting')
    const missing = problem('k3s.sandbox_image_missing', { node: 'demo', image: 'pause' })
    answer(current(), 'demo').ready([missing])
    expect((await shows('demo', 'ready')).clusters[0]?.problem).toEqual(missing)
    await until(() => current().questions.length === 2)
    expect(live.snapshot().clusters[0]).toMatchObject({ state: 'ready', problem: missing })
    answer(current(), 'demo').ready()
    const healed = await picture(({ clusters }) => clusters[0]?.problem === undefined)
    expect(states(healed)).toEqual([['ONE', 'demo', 'ready']])
  })

  it('does not take it for an answer about the cluster that Docker did not answer', async () => {
    await connect('ONE', { demo: 'running' })
    await shows('demo', 'starting')
    answer(current(), 'demo').fail(new ProblemError(lost))
    await until(() => current().questions.length === 2)
    expect(states(live.snapshot())).toEqual([['ONE', 'demo', 'starting']])
  })

  it('gives up a question when the cluster is stopped, an operation begins, or the engine goes away', async () => {
    await connect('ONE', { a: 'running', b: 'running', c: 'running' })
    await until(() => current().questions.length === 3)
    current().tell({ a: 'stopped', b: 'running', c: 'running' })
    await until(() => current().openQuestions('a') === 0)
    let finish: () => void = () => undefined
    const stopping = operations.run(
      { cluster: { engineId: 'ONE', name: 'b' }, operation: 'stop' },
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    await until(() => current().openQuestions('b') === 0)
    expect(current().openQuestions('c')).toBe(1)
    const engine = current()
    status.set({ kind: 'unavailable', problem: lost, address: 'unix:///ONE.sock' })
    await until(() => engine.openQuestions('c') === 0 && engine.openWatches === 0)
    finish()
    await stopping
  })

  it('says why there is no engine, and survives one that is lost while it is taken over', async () => {
    status.set({ kind: 'unavailable', problem: lost })
    await picture(({ engine }) => engine.kind === 'unavailable')
    expect(() => live.engine()).toThrow(expect.objectContaining({ problem: lost }))
    await connect('ONE', { demo: 'stopped' })
    expect(live.engine()).toBe(current())
  })

  /** Answers the last open question about a cluster. */
  function answer(engine: ScriptedEngine, cluster: string): ScriptedEngine['questions'][number] {
    const question = engine.questions.findLast((one) => one.cluster === cluster && !one.signal.aborted)
    if (!question) throw new Error(`Nobody asks about ${cluster}`)
    return question
  }
})

async function until(condition: () => boolean, timeoutMs = 5000): Promise<void> {
  const endMs = Date.now() + timeoutMs
  while (!condition()) {
    if (Date.now() > endMs) throw new Error(`Waited in vain until ${condition}`)
    await new Promise(setImmediate)
  }
}
