/** What the user can choose when a window is closed while something is being done. */
export type ClosingChoice = 'keep' | 'quit' | 'stay'

/** What becomes of the app when a window is closed. */
export type Closing =
  | { readonly kind: 'close' }
  /** The app goes on in the tray. */
  | { readonly kind: 'keep' }
  /** Nobody must have that happen to them unasked: the choices, the proposal first. */
  | { readonly kind: 'ask'; readonly choices: readonly ClosingChoice[] }

/**
 * Only closing the last window quits, and not on macOS; quitting cancels what runs. Without a tray there would be no way to see the
 * app that goes on.
 */
export function closingOf({
  isLastWindow,
  isQuitting,
  quitsWithLastWindow,
  hasTray,
  keepsRunning,
  runningOperations,
}: {
  isLastWindow: boolean
  isQuitting: boolean
  quitsWithLastWindow: boolean
  hasTray: boolean
  /** The user wants the app to stay in the tray. */
  keepsRunning: boolean
  runningOperations: number
}): Closing {
  if (!isLastWindow || isQuitting || !quitsWithLastWindow) return { kind: 'close' }
  if (hasTray && keepsRunning) return { kind: 'keep' }
  if (runningOperations === 0) return { kind: 'close' }
  return { kind: 'ask', choices: hasTray ? ['keep', 'quit', 'stay'] : ['stay', 'quit'] }
}
