/** What the user can choose when a window is closed while something is being done. */
export type ClosingChoice = 'keep' | 'quit' | 'stay'

/**
 * What is asked before a window is closed, the proposal first; nothing when it may just close. Only closing the last window quits, and
 * not on macOS; quitting cancels what runs, which nobody must have happen to them unasked. Without a tray there would be no way
 * to see the app that goes on.
 */
export function closingChoices({
  isLastWindow,
  isQuitting,
  quitsWithLastWindow,
  hasTray,
  runningOperations,
}: {
  isLastWindow: boolean
  isQuitting: boolean
  quitsWithLastWindow: boolean
  hasTray: boolean
  runningOperations: number
}): readonly ClosingChoice[] {
  if (!isLastWindow || isQuitting || !quitsWithLastWindow || runningOperations === 0) return []
  return hasTray ? ['keep', 'quit', 'stay'] : ['stay', 'quit']
}
