import { pipeline, Readable, type Transform } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import * as zlib from 'node:zlib'
import { Decompress } from 'fzstd'
import { ArchiveDamage } from './archive-damage.ts'

/** By the first bytes, whatever the name says. */
export function compressionOf(start: Buffer): 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'lz4' | undefined {
  const magic = start.toString('hex', 0, 6)
  if (magic.startsWith('1f8b')) return 'gzip'
  if (magic.startsWith('28b52ffd')) return 'zstd'
  if (magic.startsWith('fd377a585a00')) return 'xz'
  if (magic.startsWith('425a68')) return 'bzip2'
  return magic.startsWith('04224d18') ? 'lz4' : undefined
}

/** Decompresses. A few bytes may become gigabytes, so what comes out is what can be interrupted. Fails with an ArchiveDamage whose offset counts compressed bytes. */
export async function* decompressed(
  chunks: AsyncIterable<Buffer>,
  compression: 'gzip' | 'zstd',
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  let offset = 0
  async function* counted() {
    for await (const chunk of chunks) {
      yield chunk
      offset += chunk.length
    }
  }
  try {
    for await (const piece of compression === 'gzip' ? through(counted(), zlib.createGunzip()) : unzstd(counted())) {
      signal.throwIfAborted()
      yield piece
    }
  } catch (error) {
    if (!isOfCompression(error)) throw error
    throw new ArchiveDamage(error instanceof Error ? error.message : String(error), offset, { cause: error })
  }
}

/** zlib's codes are words, fzstd's are numbers. */
const isOfCompression = (error: unknown) =>
  error instanceof Error && 'code' in error && (typeof error.code === 'number' || /^Z(STD)?_/.test(String(error.code)))

async function* through(chunks: AsyncIterable<Buffer>, transform: Transform): AsyncGenerator<Buffer> {
  // A failure of either side ends the iteration with that error.
  pipeline(Readable.from(chunks, { objectMode: false }), transform, () => undefined)
  for await (const chunk of transform) if (Buffer.isBuffer(chunk)) yield chunk
}

/** What fzstd takes at a time. Zeros come out 30,000 times as long, and nothing else runs meanwhile. */
const stepBytes = 4096

/** Node's own where there is one (from 22.15 on). The other one takes its time over a large window. */
async function* unzstd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const native: unknown = Reflect.get(zlib, 'createZstdDecompress')
  if (typeof native === 'function') {
    yield* through(chunks, native() as Transform) // of zlib's making
    return
  }
  let out: Buffer[] = []
  const decompress = new Decompress((piece) => out.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)))
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += stepBytes) {
      decompress.push(chunk.subarray(at, at + stepBytes))
      yield* out
      out = []
      await setImmediate()
    }
  decompress.push(new Uint8Array(0), true)
  yield* out
}
