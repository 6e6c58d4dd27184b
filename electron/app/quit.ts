import { app } from 'electron'

/** Undoing what is half-made may take a while; after this the next start finds and offers what is left. */
const undoLimitMs = 60_000

/** Quits only after `finish` has come to rest, once. */
export function finishBeforeQuit(finish: () => Promise<void>): void {
  let isFinished = false
  app.on('before-quit', (event) => {
    if (isFinished) return
    event.preventDefault()
    isFinished = true
    const limit = new Promise<void>((resolve) => setTimeout(resolve, undoLimitMs))
    void Promise.race([finish(), limit])
      .catch((error: unknown) => console.error('Not everything could be undone:', error))
      .finally(() => app.quit())
  })
}
