import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ClusterRef } from '#shared/cluster.ts'
import type { OperationEvent } from '#shared/operation.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { Operations } from '../../../electron/cluster/change/operations.ts'

const demo: ClusterRef = { engineId: 'ONE', name: 'demo' }
const done: OperationEvent = { kind: 'done', cluster: 'demo', durationMs: 1 }
const step = (stage: 'check' | 'containers'): OperationEvent => ({ kind: 'step', stage, state: 'done', atMs: 0 })
/** Of an operation that has ended. */
const measured = { startedAtMs: expect.any(Number), durationMs: expect.any(Number) }

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

// Files share one process.
afterEach(() => vi.restoreAllMocks())

describe('operations', () => {
  it('tell whoever comes later everything from the beginning', async () => {
    const operations = new Operations()
    let proceed: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      proceed = resolve
    })
    const running = operations.run({ cluster: demo, operation: 'create' }, async ({ onEvent }) => {
      onEvent(step('check'))
      await gate
      onEvent(step('containers'))
      onEvent(done)
    })
    const watching = collect(operations.watch(demo, new AbortController().signal))
    proceed()
    await running
    expect(await watching).toEqual([step('check'), step('containers'), done])
    expect(await collect(operations.watch(demo, new AbortController().signal))).toEqual([
      step('check'),
      step('containers'),
      done,
    ])
  })

  it('are never lost on somebody who was still busy with what came before', async () => {
    const operations = new Operations()
    const lists = operations.watchAll(new AbortController().signal)[Symbol.asyncIterator]()
    let finish: () => void = () => undefined
    const running = operations.run(
      { cluster: demo, operation: 'create' },
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    expect((await lists.next()).value).toMatchObject([{ cluster: demo, isRunning: true }])
    finish()
    await running
    expect((await lists.next()).value).toMatchObject([{ cluster: demo, isRunning: false }])
  })

  it('run one at a time for each cluster', async () => {
    const operations = new Operations()
    let finish: () => void = () => undefined
    const first = operations.run(
      { cluster: demo, operation: 'start' },
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    await expect(operations.run({ cluster: demo, operation: 'stop' }, async () => undefined)).rejects.toMatchObject({
      problem: { code: 'cluster.busy' },
    })
    await operations.run({ cluster: { ...demo, name: 'other' }, operation: 'stop' }, async () => undefined)
    await operations.run({ cluster: { ...demo, engineId: 'TWO' }, operation: 'stop' }, async () => undefined)
    finish()
    await first
  })

  it('are cancelled through their signal, and quitting waits until they have undone what they did', async () => {
    const operations = new Operations()
    const order: string[] = []
    const running = operations
      .run({ cluster: demo, operation: 'create' }, async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        await new Promise(setImmediate)
        order.push('undone')
        throw new ProblemError(problem('cluster.cancelled', { cluster: 'demo' }))
      })
      .catch(() => undefined)
    const closing = operations.cancelAll()
    // Also a click that was on its way when the app began to quit.
    const late = operations.run({ cluster: { ...demo, name: 'late' }, operation: 'create' }, async () => {
      order.push('begun')
    })
    await expect(late).rejects.toMatchObject({ problem: { code: 'cluster.cancelled', params: { cluster: 'late' } } })
    await closing
    order.push('quit')
    await running
    expect([order, operations.list()]).toEqual([
      ['undone', 'quit'],
      [
        {
          cluster: demo,
          operation: 'create',
          isRunning: false,
          ...measured,
          problem: { code: 'cluster.cancelled', params: { cluster: 'demo' } },
        },
      ],
    ])
  })

  it('leave one line in the log that tells why they failed, without secrets, and none when they were cancelled', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const operations = new Operations()
    const failed = async (error: Error) => {
      print.mockClear()
      await operations.run({ cluster: demo, operation: 'create' }, () => Promise.reject(error)).catch(() => undefined)
      return print.mock.calls.map((words) => words.join(' '))
    }
    const detail = 'pull access denied\nGET https://ci:hunter2@repo.example/v2/'
    const denied = problem('image.denied', { image: 'repo.example/k3s:1' }, { detail })
    expect(await failed(new ProblemError(denied, { cause: new Error('HTTP 403') }))).toEqual([
      'create demo failed: image.denied {"image":"repo.example/k3s:1"} pull access denied / GET https://<hidden>@repo.example/v2/\n  caused by Error: HTTP 403',
    ])
    // As an operation tells what nobody expected: its place in the program must not be lost.
    const unexpected = new TypeError('spec is undefined')
    const [said = ''] = await failed(new ProblemError(problemOf(unexpected), { cause: unexpected }))
    expect(said).toMatch(
      /^create demo failed: internal\.unexpected \{\} spec is undefined\n {2}caused by TypeError: spec is undefined\n +at /,
    )
    expect(await failed(new ProblemError(problem('cluster.cancelled', { cluster: 'demo' })))).toEqual([])
  })

  it('are over when their work fails before it has begun, so that the next can run', async () => {
    const operations = new Operations()
    const lost = new ProblemError(problem('docker.lost', {}))
    const failing = operations.run({ cluster: demo, operation: 'start' }, () => {
      throw lost
    })
    await expect(failing).rejects.toBe(lost)
    expect(operations.list()).toEqual([
      {
        cluster: demo,
        operation: 'start',
        isRunning: false,
        ...measured,
        problem: { code: 'docker.lost', params: {} },
      },
    ])
    expect(await operations.run({ cluster: demo, operation: 'start' }, async () => 'started')).toBe('started')
  })

  it('tell everything but log lines however much was logged, to whoever was there from the beginning and to whoever comes later', async () => {
    const operations = new Operations()
    const line = (number: number): OperationEvent => ({
      kind: 'log',
      node: 'server',
      line: { time: '2026-11-27T08:00:00.000000000Z', text: String(number) },
    })
    let print: (event: OperationEvent) => void = () => undefined
    let finish: () => void = () => undefined
    const running = operations.run({ cluster: demo, operation: 'create' }, ({ onEvent }) => {
      print = onEvent
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    })
    const early = collect(operations.watch(demo, new AbortController().signal))
    print(step('check'))
    for (let number = 1; number <= 20_050; number += 1) {
      print(line(number))
      // The reader keeps up: what it has not read when more is printed than is kept may be dropped.
      if (number % 1000 === 0) await new Promise(setImmediate)
    }
    print(step('containers'))
    await new Promise(setImmediate)
    print(done)
    finish()
    await running
    const seen = await early
    expect(seen.filter(({ kind }) => kind !== 'log')).toEqual([step('check'), step('containers'), done])
    expect(seen.filter(({ kind }) => kind === 'log')).toHaveLength(20_050)
    const late = await collect(operations.watch(demo, new AbortController().signal))
    expect(late.filter(({ kind }) => kind !== 'log')).toEqual([step('check'), step('containers'), done])
    expect(late).toHaveLength(20_000)
  })
})
