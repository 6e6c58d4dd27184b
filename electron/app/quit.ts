import { longestWayBackMs } from '../cluster/change/claims.ts'

/** Also what is in the middle of a step comes to the end of that before it goes back. After this the next start finds and offers what is left. */
const undoLimitMs = longestWayBackMs + 60_000

/** What this needs of Electron's app. */
export interface QuittingApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown
  quit(): void
}

/** Quits only after `finish` has come to rest, once. */
export function finishBeforeQuit(app: QuittingApp, finish: () => Promise<void>): void {
  let state: 'running' | 'finishing' | 'finished' = 'running'
  app.on('before-quit', (event) => {
    if (state === 'finished') return
    // Also a second Ctrl+Q, or the last window's closing, waits.
    event.preventDefault()
    if (state === 'finishing') return
    state = 'finishing'
    const limit = new Promise<void>((resolve) => setTimeout(resolve, undoLimitMs))
    void Promise.race([finish(), limit])
      .catch((error: unknown) => console.error('Not everything could be undone:', error))
      .finally(() => {
        state = 'finished'
        app.quit()
      })
  })
}
