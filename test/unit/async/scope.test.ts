import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { Changes } from '../../../electron/async/changes.ts'
import { delay } from '../../../electron/async/delay.ts'
import { LatestValue } from '../../../electron/async/latest-value.ts'
import { within } from '../../../electron/async/scope.ts'
import { together } from '../../../electron/async/together.ts'

describe('a scope', () => {
  it('ends what was started in it, however it is left', async () => {
    const parent = new AbortController()
    const left: AbortSignal[] = []
    const leave = (work: (signal: AbortSignal) => Promise<unknown>) =>
      within(parent.signal, {}, (signal) => {
        left.push(signal)
        return work(signal)
      }).catch((error: unknown) => error)
    const never = () => new Promise(() => undefined)
    await leave(async () => 'done')
    await leave(async () => {
      throw new Error('failed')
    })
    // The loser of a race runs on; only the scope's signal can tell it to stop.
    await leave(() => Promise.race([never(), Promise.reject(new Error('somebody else was first'))]))
    await leave(() => {
      throw new Error('failed before it began')
    })
    expect(left.map(({ aborted }) => aborted)).toEqual([true, true, true, true])
    expect([parent.signal.aborted, getEventListeners(parent.signal, 'abort').length]).toEqual([false, 0])
  })

  it('is waited for by as many as there are, without a warning of a leak', async () => {
    const warnings: string[] = []
    const note = ({ name }: Error) => warnings.push(name)
    process.on('warning', note)
    try {
      await within(new AbortController().signal, {}, async (signal) => {
        const waits = Array.from({ length: 20 }, () => delay(1, signal))
        await together(
          signal,
          waits.map((wait) => async (own: AbortSignal) => {
            await delay(1, own)
            return wait
          }),
        )
      })
      await new Promise(setImmediate)
      expect(warnings).toEqual([])
    } finally {
      process.off('warning', note)
    }
  })

  it('has time where it was given more than a timer can count', async () => {
    const turn = () => new Promise((resolve) => setTimeout(resolve, 20))
    const work = async (signal: AbortSignal) => {
      await turn()
      return signal.aborted
    }
    expect(await within(new AbortController().signal, { timeoutMs: 60 * 86_400_000 }, work)).toBe(false)
  })

  it('says whether it was its own deadline that passed', async () => {
    const untilAborted = (signal: AbortSignal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    let expired: boolean | undefined
    const late = within(new AbortController().signal, { timeoutMs: 5 }, async (signal, hasExpired) => {
      await untilAborted(signal).finally(() => {
        expired = hasExpired()
      })
    })
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(expired).toBe(true)
    const parent = new AbortController()
    const cancelled = within(parent.signal, { timeoutMs: 60_000 }, async (signal, hasExpired) => {
      await untilAborted(signal).finally(() => {
        expired = hasExpired()
      })
    })
    parent.abort(new Error('cancelled'))
    await expect(cancelled).rejects.toThrow('cancelled')
    expect(expired).toBe(false)
  })
})

describe('doing several things together', () => {
  it('tells the others to stop when one fails, and throws when all have come to rest, also of one that fails before it begins', async () => {
    const parent = new AbortController()
    const order: string[] = []
    const untilTold = (signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    const failing = together(parent.signal, [
      async (signal) => {
        await untilTold(signal)
        await new Promise(setImmediate)
        order.push('at rest')
      },
      () => {
        throw new Error('failed')
      },
    ])
    await expect(failing).rejects.toThrow('failed')
    expect([order, getEventListeners(parent.signal, 'abort').length]).toEqual([['at rest'], 0])
  })

  it('gives the results in their order', async () => {
    const inTurn = (turns: number, result: string) => async () => {
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate)
      return result
    }
    expect(await together(new AbortController().signal, [inTurn(3, 'a'), inTurn(1, 'b')])).toEqual(['a', 'b'])
  })
})

describe('waiting for a change', () => {
  it('misses none that came between the look and the wait', async () => {
    const changes = new Changes()
    const { version } = changes
    changes.notify()
    await changes.after(version, new AbortController().signal)
  })

  it('leaves nothing behind, whether there was a change or an abort', async () => {
    const changes = new Changes()
    const controller = new AbortController()
    const changed = changes.after(changes.version, controller.signal)
    expect([changes.waiting, getEventListeners(controller.signal, 'abort').length]).toEqual([1, 1])
    changes.notify()
    await changed
    expect([changes.waiting, getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0])
    const aborted = changes.after(changes.version, controller.signal)
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    expect(changes.waiting).toBe(0)
  })

  it('gives a slow reader of a value the last one, and ends quietly', async () => {
    const value = new LatestValue(1)
    const controller = new AbortController()
    const reader = value.watch(controller.signal)
    expect((await reader.next()).value).toBe(1)
    value.set(2)
    value.set(3)
    expect((await reader.next()).value).toBe(3)
    const end = reader.next()
    controller.abort()
    expect(await end).toEqual({ done: true, value: undefined })
    expect(value.waiting).toBe(0)
  })
})
