/**
 * The one way to wait until something changed. Read `version`, look at the state, then wait for what came after that version:
 * a change that happens between the look and the wait is never missed.
 */
export class Changes {
  #version = 0
  readonly #waiting = new Set<() => void>()

  get version(): number {
    return this.#version
  }

  /** How many are waiting now. */
  get waiting(): number {
    return this.#waiting.size
  }

  notify(): void {
    this.#version += 1
    for (const wake of [...this.#waiting]) wake()
  }

  /** Resolves once there was a change after `version`; rejects with the signal's reason when it aborts. */
  after(version: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted()
      if (this.#version > version) {
        resolve()
        return
      }
      const leave = () => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', stop)
      }
      const wake = () => {
        leave()
        resolve()
      }
      const stop = () => {
        leave()
        reject(signal.reason)
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  /**
   * What `look` returns, at once and again after each change that shows in its JSON. Nothing is missed while the reader is busy with
   * the value before. Rejects with the signal's reason when it aborts.
   */
  async *watch<T>(look: () => T, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    let last: string | undefined
    for (;;) {
      const version = this.#version
      const value = look()
      const text = JSON.stringify(value)
      if (text === last) {
        await this.after(version, signal)
        continue
      }
      last = text
      signal.throwIfAborted()
      yield value
    }
  }
}
