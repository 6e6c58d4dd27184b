import type { Writable } from 'node:stream'

/** Somebody who takes what is fed, and may be gone before all is there. */
export interface Taker {
  readonly input: Writable
  /** Why it was let go of: it had taken nothing for so long. */
  onStall(): void
}

/**
 * Gives one stream to several takers at once, at the pace of the slowest of those that are still there. It is read once, and no more of
 * it is held than a chunk and what is on its way. Ends their inputs, unless the stream fails: then they are destroyed, so that nobody
 * takes a part for the whole.
 */
export async function feed(
  chunks: AsyncIterable<Buffer>,
  takers: readonly Taker[],
  { stallMs, onBytes }: { readonly stallMs: number; readonly onBytes?: (bytes: number) => void },
): Promise<void> {
  const present = () => takers.filter(({ input }) => input.writable)
  try {
    for await (const chunk of chunks) {
      const full = present().filter(({ input }) => !input.write(chunk))
      await Promise.all(full.map((taker) => drained(taker, stallMs)))
      onBytes?.(chunk.length)
      if (present().length === 0) return
    }
    for (const { input } of present()) input.end()
  } catch (error) {
    for (const { input } of takers) input.destroy()
    throw error
  }
}

/** Resolves when it takes more, or never will. */
function drained({ input, onStall }: Taker, stallMs: number): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer)
      input.off('drain', settle).off('close', settle)
      resolve()
    }
    const timer = setTimeout(() => {
      onStall()
      input.destroy()
    }, stallMs)
    input.once('drain', settle).once('close', settle)
    if (!input.writable || !input.writableNeedDrain) settle()
  })
}
