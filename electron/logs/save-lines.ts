import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { fileProblem } from '../files/file-problem.ts'

export interface SaveTarget {
  readonly path: string
  readonly isCompressed: boolean
}

/** Pieces of this size are handed on, so that a million lines are not a million steps. */
const pieceBytes = 1 << 18
const newline = Buffer.from('\n')

/** Streams lines to a file, which appears only when it is whole. Returns its size before compression. Fails with `disk.full` and the like. */
export async function saveLines(
  lines: Iterable<Buffer>,
  { path, isCompressed }: SaveTarget,
  signal: AbortSignal,
): Promise<number> {
  let total = 0
  async function* pieces() {
    let parts: Buffer[] = []
    let size = 0
    for (const line of lines) {
      parts.push(line, newline)
      size += line.length + 1
      if (size < pieceBytes) continue
      yield Buffer.concat(parts)
      total += size
      parts = []
      size = 0
    }
    total += size
    yield Buffer.concat(parts)
  }
  const temporary = `${path}.part`
  try {
    const file = createWriteStream(temporary, { mode: 0o600 })
    const source = Readable.from(pieces())
    if (isCompressed) await pipeline(source, createGzip(), file, { signal })
    else await pipeline(source, file, { signal })
    await rename(temporary, path)
    return total
  } catch (error) {
    await rm(temporary, { force: true })
    throw fileProblem(path, error)
  }
}
