import { describe, expect, it } from 'vitest'
import { closingChoices } from '../../../electron/app/closing.ts'

describe('closing a window', () => {
  const creating = {
    isLastWindow: true,
    isQuitting: false,
    quitsWithLastWindow: true,
    hasTray: true,
    runningOperations: 1,
  }

  it('asks before it cancels what is being done', () => {
    expect(closingChoices(creating)).toEqual(['keep', 'quit', 'stay'])
  })

  it('proposes to stay where there is no tray to go on in', () => {
    expect(closingChoices({ ...creating, hasTray: false })).toEqual(['stay', 'quit'])
  })

  it.each([
    ['nothing is being done', { runningOperations: 0 }],
    ['another window stays open', { isLastWindow: false }],
    ['the user has said to quit', { isQuitting: true }],
    ['the app goes on without a window anyway', { quitsWithLastWindow: false }],
  ])('asks nothing when %s', (_, difference) => {
    expect(closingChoices({ ...creating, ...difference })).toEqual([])
  })
})
