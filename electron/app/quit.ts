import { app } from 'electron'

/** Undoing what is half-made may take a while; after this the next start finds and offers what is left. */
const undoLimitMs = 60_000

/** Quits only after `finish` has come to rest, once. */
export function finishBeforeQuit(finish: () => Promise<void>): void {
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
