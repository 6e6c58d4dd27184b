import type { ClusterSpec } from '#shared/cluster.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { leanComponents, quickBoot, testImage, uniqueName, until } from '../engine/docker.ts'
import { DockerProxy } from '../engine/docker-proxy.ts'
import { SecondEngine } from '../engine/second-engine.ts'
import type { OpenThings } from './open-things.ts'
import { clockFor, inQuiet } from './quiet.ts'
import { SoakedApp } from './soaked-app.ts'

/** A cluster whose first question came too early is asked again after 20 s. */
const readyWithinMs = 30_000

export interface SoakPlan {
  /** In each round a start fails, and at its end everything is counted. */
  readonly rounds: number
  /** At least: on a busy machine a round takes longer, and its quiet is as long as in any other. */
  readonly roundMs: number
  /** How often Docker is restarted, spread over the rounds. */
  readonly restarts: number
  /** The built process under test. */
  readonly program: string
  readonly signal: AbortSignal
  readonly onSample?: (sample: Sample) => void
}

export interface Sample extends OpenThings {
  readonly round: number
  readonly atMs: number
  /** To Docker, in this round. */
  readonly requests: number
  /** Of them, in the quiet at the round's end, when nothing is done and nothing fails: that always has the same length. */
  readonly idleRequests: number
  readonly hadRestart: boolean
  /** How the failing starts ended. */
  readonly failedWith: readonly string[]
  /** Of the clusters that should run: those that were not Ready again in time. */
  readonly notReady: readonly string[]
}

/** Three clusters that run, two that cannot, an engine that is restarted: what does the app's engine hold on to meanwhile? */
export async function soak({ rounds, roundMs, restarts, program, signal, onSample }: SoakPlan): Promise<{
  samples: Sample[]
  warnings: readonly string[]
}> {
  const engine = await SecondEngine.open()
  const proxy = await DockerProxy.open(engine.socket)
  let app: SoakedApp | undefined
  try {
    const asked = await SoakedApp.open(program, proxy.path)
    app = asked
    const good = [specAt(0), specAt(1), specAt(2)]
    // One dies before its API answers, one while its node registers.
    const bad = [specAt(3, { FAKE_K3S_FAULT: 'crash-loop' }), specAt(4, { FAKE_K3S_FAULT: 'containerd-exits' })]
    for (const spec of good) await app.ask('ended', { kind: 'create', spec, wait: true })
    for (const spec of bad) {
      await app.ask('ended', { kind: 'create', spec, wait: false })
      await app.ask('ended', { kind: 'stop', cluster: spec.name })
    }
    const samples: Sample[] = []
    let warnings: readonly string[] = []
    const clock = clockFor(signal)
    const beginsMs = clock.now()
    const quietMs = Math.min(20_000, roundMs * 0.4)
    for (let round = 0; round < rounds; round += 1) {
      const before = proxy.requests
      const bustleEndsMs = clock.now() + roundMs - quietMs
      const hadRestart = isRestart(round, { rounds, restarts })
      if (hadRestart) await restart(engine, app)
      const failedWith = await withEach(app, 'start', bad)
      const notReady = await thoseNotReady(app, good)
      // Meanwhile Docker starts the broken one again and again, and the app hears of it.
      await clock.pause(Math.max(0, bustleEndsMs - clock.now()))
      await withEach(app, 'stop', bad)
      const { idleRequests, lowest } = await inQuiet(clock, {
        quietMs,
        requests: () => proxy.requests,
        measure: async () => {
          const { kind: _, warnings: told, ...things } = await asked.ask('measured', { kind: 'measure' })
          warnings = told
          return things
        },
      })
      const sample = {
        round,
        atMs: clock.now() - beginsMs,
        requests: proxy.requests - before,
        idleRequests,
        hadRestart,
        failedWith,
        notReady,
        ...lowest,
      }
      samples.push(sample)
      onSample?.(sample)
    }
    return { samples, warnings }
  } finally {
    await app?.close()
    await proxy.close()
    await engine.close()
  }
}

/** How it ended with each. */
async function withEach(app: SoakedApp, kind: 'start' | 'stop', specs: readonly ClusterSpec[]): Promise<string[]> {
  const ends = await Promise.all(specs.map(({ name }) => app.ask('ended', { kind, cluster: name })))
  return ends.map((end) => end.with)
}

/** With what they are instead, after as long as a boot may take. */
async function thoseNotReady(app: SoakedApp, specs: readonly ClusterSpec[]): Promise<string[]> {
  let states: Readonly<Record<string, string>> = {}
  const allReady = async () => {
    states = (await app.ask('picture', { kind: 'picture' })).clusters
    return specs.every(({ name }) => states[name] === 'ready')
  }
  await until('all are Ready', allReady, readyWithinMs).catch(() => undefined)
  return specs.flatMap(({ name }, at) => (states[name] === 'ready' ? [] : [`cluster ${at} is ${states[name]}`]))
}

let firstPort = 0
function specAt(at: number, env: Record<string, string> = {}): ClusterSpec {
  firstPort ||= 34_000 + Math.floor(Math.random() * 1000)
  return parseSpec({
    ...{ version: 1, name: uniqueName(), image: testImage, apiPort: firstPort + at },
    ...{ disable: leanComponents, env: { ...quickBoot, ...env } },
  })
}

/** Never in the first rounds, which show how it is without, nor in the last. */
function isRestart(round: number, { rounds, restarts }: { rounds: number; restarts: number }): boolean {
  const places = Array.from({ length: restarts }, (_, at) => Math.round(((at + 1) * rounds) / (restarts + 1)))
  return places.includes(round)
}

async function restart(engine: SecondEngine, app: SoakedApp): Promise<void> {
  await engine.restart()
  await until(
    'the app has its engine again',
    async () => (await app.ask('picture', { kind: 'picture' })).engine === 'connected',
  )
}
