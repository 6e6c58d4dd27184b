import { describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { Operations } from '../../../electron/cluster/change/operations.ts'

const done: OperationEvent = { kind: 'done', cluster: 'demo', durationMs: 1 }
const step = (stage: 'check' | 'containers'): OperationEvent => ({ kind: 'step', stage, state: 'done', atMs: 0 })

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

describe('operations', () => {
  it('tell whoever comes later everything from the beginning', async () => {
    const operations = new Operations()
    let proceed: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      proceed = resolve
    })
    const running = operations.run({ cluster: 'demo', operation: 'create' }, async ({ onEvent }) => {
      onEvent(step('check'))
      await gate
      onEvent(step('containers'))
      onEvent(done)
    })
    const watching = collect(operations.watch('demo', new AbortController().signal))
    proceed()
    await running
    expect(await watching).toEqual([step('check'), step('containers'), done])
    expect(await collect(operations.watch('demo', new AbortController().signal))).toEqual([
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
      { cluster: 'demo', operation: 'create' },
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    expect((await lists.next()).value).toMatchObject([{ cluster: 'demo', isRunning: true }])
    finish()
    await running
    expect((await lists.next()).value).toMatchObject([{ cluster: 'demo', isRunning: false }])
  })

  it('run one at a time for each cluster', async () => {
    const operations = new Operations()
    const first = operations.run(
      { cluster: 'demo', operation: 'start' },
      () => new Promise((resolve) => setTimeout(resolve, 20)),
    )
    await expect(operations.run({ cluster: 'demo', operation: 'stop' }, async () => undefined)).rejects.toMatchObject({
      problem: { code: 'cluster.busy' },
    })
    await operations.run({ cluster: 'other', operation: 'stop' }, async () => undefined)
    await first
  })

  it('are cancelled through their signal, and quitting waits until they have undone what they did', async () => {
    const operations = new Operations()
    const order: string[] = []
    const running = operations
      .run({ cluster: 'demo', operation: 'create' }, async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        await new Promise((resolve) => setTimeout(resolve, 10))
        order.push('undone')
        throw new ProblemError(problem('cluster.cancelled', { cluster: 'demo' }))
      })
      .catch(() => undefined)
    await operations.cancelAll()
    order.push('quit')
    await running
    expect([order, operations.list()]).toEqual([
      ['undone', 'quit'],
      [
        {
          cluster: 'demo',
          operation: 'create',
          isRunning: false,
          problem: { code: 'cluster.cancelled', params: { cluster: 'demo' } },
        },
      ],
    ])
  })
})
