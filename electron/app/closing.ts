/** What the user can choose when a window is closed while something is being done. */
export type ClosingChoice = 'keep' | 'quit' | 'stay'

/** What becomes of the app when a window is closed. */
export type Closing =
  | { readonly kind: 'close' }
  /** The app goes on in the tray. */
  | { readonly kind: 'keep' }
  /** Nobody must have that happen to them unasked: the choices, the proposal first. */
  | { readonly kind: 'ask'; readonly choices: readonly ClosingChoice[] }

interface WindowPlace {
  readonly isLastWindow: boolean
  readonly isQuitting: boolean
  readonly quitsWithLastWindow: boolean
}

/** Only closing the last window quits, and not on macOS. */
export function endsApp({ isLastWindow, isQuitting, quitsWithLastWindow }: WindowPlace): boolean {
  return isLastWindow && !isQuitting && quitsWithLastWindow
}

/** Quitting cancels what runs. Without a tray there would be no way to see the app that goes on. */
export function closingOf({
  hasTray,
  keepsRunning,
  runningOperations,
  ...place
}: WindowPlace & {
  readonly hasTray: boolean
  /** The user wants the app to stay in the tray. */
  readonly keepsRunning: boolean
  readonly runningOperations: number
}): Closing {
  if (!endsApp(place)) return { kind: 'close' }
  if (hasTray && keepsRunning) return { kind: 'keep' }
  if (runningOperations === 0) return { kind: 'close' }
  return { kind: 'ask', choices: hasTray ? ['keep', 'quit', 'stay'] : ['stay', 'quit'] }
}
