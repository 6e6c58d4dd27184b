import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { stampNs } from '../model/file-stamp.ts'

/** Oldest first to go: a registries.yaml, which lies in each record, may be large. */
const keptTexts = 500

/**
 * Texts that a container is likely to have. Docker is asked each time which one it is, by the file's time and size, so that nothing is
 * taken from here that somebody else has changed meanwhile. A file that has another time is read.
 */
export class KnownTexts {
  readonly #byStamp = new Map<string, string>()
  readonly #beingRead = new Map<string, Promise<unknown>>()

  add(text: string): void {
    const key = keyOf({ modifiedNs: stampNs(text), sizeBytes: Buffer.byteLength(text) })
    this.#byStamp.delete(key)
    this.#byStamp.set(key, text)
    const [oldest] = this.#byStamp.keys()
    if (this.#byStamp.size > keptTexts && oldest !== undefined) this.#byStamp.delete(oldest)
  }

  /** Undefined where the file or the container is not there. Of several that are the same, and asked for at once, one is read. */
  async read(
    runtime: Pick<ContainerRuntime, 'statFile' | 'readFile'>,
    { id, path }: { id: string; path: string },
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const stat = await runtime.statFile(id, path, signal)
    if (!stat) return undefined
    const key = keyOf(stat)
    // Whoever reads it may fail on its own container, or be called off.
    if (!this.#byStamp.has(key)) await this.#beingRead.get(key)?.catch(() => undefined)
    const known = this.#byStamp.get(key)
    if (known !== undefined) return known
    const reading = runtime.readFile(id, path, signal)
    this.#beingRead.set(key, reading)
    try {
      const text = (await reading)?.toString('utf8')
      if (text !== undefined) this.add(text)
      return text
    } finally {
      if (this.#beingRead.get(key) === reading) this.#beingRead.delete(key)
    }
  }
}

const keyOf = ({ modifiedNs, sizeBytes }: { modifiedNs: bigint; sizeBytes: number }) => `${modifiedNs} ${sizeBytes}`
