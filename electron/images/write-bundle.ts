import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ProblemError } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { newBeside } from '../files/new-beside.ts'

const tellEveryMs = 250

interface BundleFile {
  readonly path: string
  readonly chunks: AsyncIterable<Buffer>
  /** An estimate. */
  readonly totalBytes: number
}

/** Writes a bundle to a file, which has its name when it is complete. Gives its size. */
export async function writeBundle(
  { path, chunks, totalBytes }: BundleFile,
  { signal, onBytes }: { signal: AbortSignal; onBytes: (doneBytes: number, totalBytes: number) => void },
): Promise<number> {
  let doneBytes = 0
  async function* counted() {
    let toldMs = 0
    for await (const chunk of chunks) {
      doneBytes += chunk.length
      const now = Date.now()
      if (now - toldMs >= tellEveryMs) {
        toldMs = now
        onBytes(doneBytes, Math.max(totalBytes, doneBytes))
      }
      yield chunk
    }
  }
  const part = newBeside(path)
  try {
    await pipeline(Readable.from(counted(), { objectMode: false }), createWriteStream(part, { flags: 'wx' }), {
      signal,
    })
    await rename(part, path)
    return doneBytes
  } catch (error) {
    await rm(part, { force: true })
    if (error instanceof ProblemError || signal.aborted) throw error
    const known = fileProblem(path, error)
    // The file itself is made here.
    throw known.problem.code === 'file.missing' ? fileProblem(dirname(path), error) : known
  }
}
