import { open } from 'node:fs/promises'
import type { SkippingChunks } from './byte-reader.ts'

const chunkBytes = 256 * 1024

/** The bytes of a file as they are asked for. What is skipped is not read. */
export class FileChunks implements SkippingChunks {
  readonly #path: string
  readonly #signal: AbortSignal
  #sizeBytes = 0
  #at = 0

  constructor(path: string, signal: AbortSignal) {
    this.#path = path
    this.#signal = signal
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    const file = await open(this.#path)
    try {
      this.#sizeBytes = (await file.stat()).size
      for (;;) {
        this.#signal.throwIfAborted()
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, this.#at)
        if (bytesRead === 0) return
        this.#at += bytesRead
        yield buffer.subarray(0, bytesRead)
      }
    } finally {
      await file.close()
    }
  }

  skip(bytes: number): number {
    const most = Math.min(bytes, this.#sizeBytes - this.#at)
    this.#at += most
    return most
  }
}
