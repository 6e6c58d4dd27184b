/** What one side pushes, the other iterates over, in order and without loss. */
export class AsyncQueue<T> {
  #items: T[] = []
  #end: { error?: unknown } | undefined
  #wake: () => void = () => undefined

  push(item: T): void {
    this.#items.push(item)
    this.#wake()
  }

  /** The reader gets what is still there, then the end, or the error. */
  end(error?: unknown): void {
    this.#end ??= error === undefined ? {} : { error }
    this.#wake()
  }

  async *read(signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    const wake = () => this.#wake()
    signal.addEventListener('abort', wake, { once: true })
    try {
      while (!signal.aborted) {
        const [item] = this.#items.splice(0, 1)
        if (item !== undefined) yield item
        else if (this.#end) {
          if ('error' in this.#end) throw this.#end.error
          return
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
        }
      }
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }
}
