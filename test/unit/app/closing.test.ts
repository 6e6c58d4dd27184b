import { describe, expect, it } from 'vitest'
import { closingOf } from '../../../electron/app/closing.ts'

describe('closing a window', () => {
  const creating = {
    isLastWindow: true,
    isQuitting: false,
    quitsWithLastWindow: true,
    hasTray: true,
    keepsRunning: false,
    runningOperations: 1,
  }

  it('asks before it cancels what is being done', () => {
    expect(closingOf(creating)).toEqual({ kind: 'ask', choices: ['keep', 'quit', 'stay'] })
  })

  it('proposes to stay where there is no tray to go on in', () => {
    expect(closingOf({ ...creating, hasTray: false })).toEqual({ kind: 'ask', choices: ['stay', 'quit'] })
  })

  it('goes on in the tray where its user wants that, and never into a tray that is not there', () => {
    const wanted = { ...creating, keepsRunning: true }
    expect(closingOf(wanted)).toEqual({ kind: 'keep' })
    expect(closingOf({ ...wanted, runningOperations: 0 })).toEqual({ kind: 'keep' })
    expect(closingOf({ ...wanted, hasTray: false, runningOperations: 0 })).toEqual({ kind: 'close' })
    expect(closingOf({ ...wanted, hasTray: false })).toEqual({ kind: 'ask', choices: ['stay', 'quit'] })
  })

  it.each([
    ['nothing is being done', { runningOperations: 0 }],
    ['another window stays open', { isLastWindow: false }],
    ['the user has said to quit', { isQuitting: true }],
    ['the app goes on without a window anyway', { quitsWithLastWindow: false }],
  ])('asks nothing when %s', (_, difference) => {
    expect(closingOf({ ...creating, ...difference })).toEqual({ kind: 'close' })
  })
})
