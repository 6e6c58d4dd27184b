import { readFile, rename } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { Preferences } from '#shared/preferences.ts'
import { Changes } from '../async/changes.ts'
import { replaceFile } from '../files/replace-file.ts'
import { sweepBeside } from '../files/sweep-beside.ts'

/** The preferences in one JSON file, read once at the start. A damaged file is put aside, never overwritten. */
export class PreferencesStore {
  readonly #path: string
  readonly #listeners = new Set<(preferences: Preferences) => void>()
  readonly #changes = new Changes()
  #current: Preferences
  #writing: Promise<unknown> = Promise.resolve()
  #isClosed = false

  private constructor(path: string, current: Preferences) {
    this.#path = path
    this.#current = current
  }

  /** `text`: what is in the file, where it has been read already. */
  static async open(path: string, text?: Promise<string>): Promise<PreferencesStore> {
    // The app runs once: nobody else is writing it.
    await sweepBeside(path, { olderThanMs: 0 })
    return new PreferencesStore(path, await read(path, text ?? readFile(path, 'utf8')))
  }

  get(): Preferences {
    return this.#current
  }

  /** Keeps the change once it is on disk. Fails with `disk.full`, `file.read_only`, `file.missing` or `file.failed`; the old file is then still there. */
  async set(change: Partial<Preferences>): Promise<Preferences> {
    const write = this.#writing.then(async () => {
      const next = Preferences.parse({ ...this.#current, ...change })
      // Nothing begins that the end of the process would tear: a window's place is also told while it closes.
      if (this.#isClosed || isDeepStrictEqual(next, this.#current)) return
      await replaceFile(this.#path, `${JSON.stringify(next, null, 2)}\n`)
      this.#current = next
      for (const listener of this.#listeners) listener(next)
      this.#changes.notify()
    })
    this.#writing = write.catch(() => undefined) // The caller is told; the next write must not be kept from trying.
    await write
    return this.#current
  }

  /** Resolves when everything that was set is on disk, or has failed. What is set from now on is not kept. */
  async close(): Promise<void> {
    await this.#writing
    this.#isClosed = true
    await this.#writing
  }

  /** Now and after each change. */
  watch(signal: AbortSignal): AsyncIterable<Preferences> {
    return this.#changes.watch(() => this.#current, signal)
  }

  onChange(listener: (preferences: Preferences) => void): void {
    this.#listeners.add(listener)
  }
}

async function read(path: string, text: Promise<string>): Promise<Preferences> {
  try {
    return Preferences.parse(JSON.parse(await text))
  } catch (error) {
    if (!isMissing(error)) {
      console.error(`${path} cannot be read and is put aside:`, error)
      await rename(path, `${path}.bad`).catch((reason: unknown) => console.error(reason))
    }
    return Preferences.parse({})
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
