import { EventEmitter } from 'node:events'
import { afterEach, expect, it, vi } from 'vitest'
import { finishBeforeQuit } from '../../../electron/app/quit.ts'
import { longestWayBackMs } from '../../../electron/cluster/change/claims.ts'

afterEach(() => void vi.useRealTimers())

/** As Electron does it: asks first, and is gone unless somebody minds. */
class FakeApp extends EventEmitter {
  isGone = false

  quit(): void {
    let isKept = false
    this.emit('before-quit', { preventDefault: () => (isKept = true) })
    this.isGone ||= !isKept
  }
}

it('quitting waits for the longest way back that an operation may take, however often it is asked for, and no longer than needed', async () => {
  vi.useFakeTimers()
  const app = new FakeApp()
  let finished = 0
  finishBeforeQuit(app, async () => {
    await new Promise((resolve) => setTimeout(resolve, longestWayBackMs))
    finished += 1
  })
  app.quit()
  await vi.advanceTimersByTimeAsync(longestWayBackMs - 1)
  app.quit()
  expect([app.isGone, finished]).toEqual([false, 0])
  await vi.advanceTimersByTimeAsync(1)
  expect([app.isGone, finished]).toEqual([true, 1])
})

it('quitting does not wait for ever', async () => {
  vi.useFakeTimers()
  const app = new FakeApp()
  finishBeforeQuit(app, () => new Promise(() => undefined))
  app.quit()
  await vi.advanceTimersByTimeAsync(2 * longestWayBackMs)
  expect(app.isGone).toBe(true)
})
