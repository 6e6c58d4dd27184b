import { describe, expect, it } from 'vitest'
import { RunningRequests } from '../../../electron/ipc/running-requests.ts'

/** Work that ends when it is told to, and says why. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve(String(signal.reason.message))))

describe('requests that run', () => {
  it('can be cancelled by the id that the window gave them, one and no other', async () => {
    const running = new RunningRequests()
    const first = running.run({ id: 'a', owner: 1 }, untilAborted)
    const second = running.run({ id: 'b', owner: 1 }, untilAborted)
    running.cancel('a')
    running.cancel('no such request')
    expect([await first, running.size]).toEqual(['The request was cancelled', 1])
    running.cancel('b')
    await second
    expect(running.size).toBe(0)
  })

  it('end with their window, and leave those of another window alone', async () => {
    const running = new RunningRequests()
    const gone = [running.run({ id: 'a', owner: 1 }, untilAborted), running.run({ id: 'b', owner: 1 }, untilAborted)]
    const other = running.run({ id: 'c', owner: 2 }, untilAborted)
    running.cancelAllOf(1)
    expect([await Promise.all(gone), running.size]).toEqual([['The window is gone', 'The window is gone'], 1])
    running.cancel('c')
    await other
  })

  it('leave nothing running behind them, however they end', async () => {
    const running = new RunningRequests()
    const left: AbortSignal[] = []
    const keep = (signal: AbortSignal) => left.push(signal)
    await running.run({ id: 'a', owner: 1 }, async (signal) => keep(signal))
    await running
      .run({ id: 'b', owner: 1 }, (signal) => {
        keep(signal)
        throw new Error('broken')
      })
      .catch(() => undefined)
    expect([left.map(({ aborted }) => aborted), running.size]).toEqual([[true, true], 0])
  })

  it('have an id of their own: one that is in use is refused', async () => {
    const running = new RunningRequests()
    const first = running.run({ id: 'a', owner: 1 }, untilAborted)
    await expect(running.run({ id: 'a', owner: 2 }, untilAborted)).rejects.toMatchObject({
      problem: { code: 'ipc.invalid_input' },
    })
    running.cancel('a')
    expect(await first).toBe('The request was cancelled')
  })
})
