/** A value that others follow. Who is slow misses what was in between, never the last. */
export class LatestValue<T> {
  #value: T
  #wakes = new Set<() => void>()

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  set(value: T): void {
    this.#value = value
    for (const wake of this.#wakes) wake()
  }

  /** The present value at once, then each new one, until aborted. */
  async *watch(signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    let seen: { value: T } | undefined
    while (!signal.aborted) {
      if (!seen || seen.value !== this.#value) {
        seen = { value: this.#value }
        yield seen.value
      } else {
        await this.#change(signal)
      }
    }
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wakes.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#wakes.add(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}
