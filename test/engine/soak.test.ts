import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Clock, inQuiet } from '../soak/quiet.ts'
import { type Sample, soak } from '../soak/soak.ts'
import { table, verdict } from '../soak/verdict.ts'
import { isStandIn } from './docker.ts'
import { secondEngineMissing } from './second-engine.ts'

const missing = (await secondEngineMissing()) ?? (isStandIn ? undefined : 'a real k3s cannot be told to fail')

describe.skipIf(missing)(`a minute of failing starts${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('leaves no request, listener, handle or file behind, also when Docker was restarted meanwhile', async () => {
    const { samples, warnings } = await soak({
      rounds: 6,
      roundMs: 8000,
      restarts: 1,
      program: fileURLToPath(new URL('../../out/soak-app.cjs', import.meta.url)),
      signal: new AbortController().signal,
    })
    expect(verdict(samples, warnings), table(samples)).toEqual([])
  })
})

describe('the verdict of a soak', () => {
  const sample = (round: number, more: Partial<Sample> = {}): Sample => ({
    ...{
      round,
      atMs: round * 60_000,
      requests: 100,
      idleRequests: 0,
      hadRestart: false,
      failedWith: ['k3s.crash_loop'],
      notReady: [],
    },
    ...{ rssBytes: 100 * 2 ** 20, heapBytes: 30 * 2 ** 20, files: 40, handles: 20, listeners: 200 },
    ...more,
  })
  const rounds = (of: (round: number) => Partial<Sample>) => Array.from({ length: 30 }, (_, at) => sample(at, of(at)))

  it('is that nothing has grown where all stays as it was, whatever the first round and the restarts were like', () => {
    expect(verdict(rounds((at) => (at === 0 || at === 12 ? { requests: 4000, hadRestart: at === 12 } : {})))).toEqual(
      [],
    )
  })

  it('lets a connection that happens to be open have its listeners', () => {
    const late = { files: 43, listeners: 218 }
    expect(verdict(rounds((at) => (at > 15 ? late : {})))).toEqual([])
    expect(verdict(rounds((at) => (at > 15 ? { ...late, files: 40 } : {})))).toEqual(['listeners: 200 → 218'])
  })

  it.each([
    ['in a round', { requests: 10 }],
    ['nothing happens', { idleRequests: 1 }],
    ['listeners', { listeners: 2 }],
    ['handles', { handles: 1 }],
    ['open files', { files: 1 }],
    ['RSS', { rssBytes: 2 ** 20 }],
  ] as const)('names what grows by a little in each round: %s', (what, step) => {
    const [[key, by] = ['requests', 0]] = Object.entries(step)
    const grown = verdict(rounds((at) => ({ [key]: sample(0)[key as keyof typeof step] + at * by })))
    expect(grown).toEqual([expect.stringContaining(what)])
  })

  it('is bad when a start that had to fail did not, and when Node has warned', () => {
    expect(
      verdict(
        rounds((at) => (at === 3 ? { failedWith: ['k3s.crash_loop', 'ready'] } : {})),
        ['MaxListenersExceededWarning'],
      ),
    ).toEqual(['a start of round 3 did not fail with a Problem: ready', 'MaxListenersExceededWarning'])
  })
})

describe('what a soak counts', () => {
  /** A process on a clock of its own: `at` says what it holds and has asked for by then. */
  const process = (at: (ms: number) => { requests: number; listeners: number }) => {
    let nowMs = 0
    const clock: Clock = {
      now: () => nowMs,
      pause: async (ms) => {
        nowMs += ms
      },
    }
    return inQuiet(clock, {
      quietMs: 2000,
      requests: () => at(nowMs).requests,
      measure: async () => ({ listeners: at(nowMs).listeners }),
    })
  }

  it('leaves out what a stop still brings with it, however long that takes', async () => {
    const busyMs = 7000
    const late = (ms: number) => ({
      requests: Math.floor(Math.min(ms, busyMs) / 100),
      listeners: ms < busyMs ? 211 : 169,
    })
    expect(await process(late)).toEqual({ idleRequests: 0, lowest: { listeners: 169 } })
  })

  it('is not what happens to be on its way at a moment', async () => {
    const now = (ms: number) => ({ requests: 0, listeners: ms % 1000 === 500 ? 211 : 169 })
    expect(await process(now)).toEqual({ idleRequests: 0, lowest: { listeners: 169 } })
  })

  it.each([100, 900])('has in it what asks each %i ms without an end', async (everyMs) => {
    const { idleRequests } = await process((ms) => ({ requests: Math.floor(ms / everyMs), listeners: 169 }))
    expect(idleRequests).toBeGreaterThanOrEqual(2)
  })
})
