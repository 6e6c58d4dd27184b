import { Changes } from './changes.ts'

/** A value that others follow. A slow reader misses values in between, never the last one. */
export class LatestValue<T> {
  readonly #changes = new Changes()
  #value: T

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  /** How many readers wait for the next value. */
  get waiting(): number {
    return this.#changes.waiting
  }

  set(value: T): void {
    this.#value = value
    this.#changes.notify()
  }

  /** The present value at once, then each new one. Ends quietly when aborted. */
  async *watch(signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    let seen: { value: T } | undefined
    while (!signal.aborted) {
      const version = this.#changes.version
      if (!seen || seen.value !== this.#value) {
        seen = { value: this.#value }
        yield seen.value
      } else {
        await this.#changes.after(version, signal).catch(() => undefined)
      }
    }
  }
}
