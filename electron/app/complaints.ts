import { format } from 'node:util'

/** As many as a report can use. */
const kept = 200

/** What this process writes to its error output, kept for diagnostics: a packaged app has no terminal to read it in. */
export class Complaints {
  readonly #lines: string[] = []

  /** Listens to `console.error` from now on; it still prints. */
  listen(): this {
    const print = console.error
    console.error = (...words: unknown[]) => {
      this.#lines.push(`${new Date().toISOString()} ${format(...words)}`)
      this.#lines.splice(0, this.#lines.length - kept)
      print(...words)
    }
    return this
  }

  get lines(): readonly string[] {
    return this.#lines
  }
}
