import type { LogLine } from '#shared/log.ts'
import { soon } from '../async/soon.ts'
import type { LogRecord } from '../docker/container-runtime.ts'
import { LineSplitter } from './line-splitter.ts'
import { lineLevel } from './log-level.ts'

/** Lines that came within this time go out together. */
const batchMs = 16
const batchLines = 1000
/** A line is cut here; only a runaway program prints longer ones. */
const longestLineBytes = 1_000_000

/**
 * Docker's records as lines, in batches: fragments of 16 KB joined, so that a character cut in two stays whole,
 * no carriage returns. Reads on only when the last batch was taken, so that back-pressure reaches Docker.
 */
export async function* splitLines(records: AsyncIterable<LogRecord>): AsyncIterable<LogLine[]> {
  const parts = { stdout: new LineJoiner(), stderr: new LineJoiner() }
  const iterator = records[Symbol.asyncIterator]()
  let batch: LogLine[] = []
  let next = iterator.next()
  try {
    for (;;) {
      const result = batch.length === 0 ? await next : await soon(next, batchMs)
      if (result === 'late') {
        yield batch
        batch = []
        continue
      }
      if (result.done) break
      batch.push(...parts[result.value.stream].add(result.value))
      next = iterator.next()
      next.catch(() => undefined) // Awaited in the next round; until then a failure must not count as unhandled.
      if (batch.length >= batchLines) {
        yield batch
        batch = []
      }
    }
    const rest = [...batch, ...parts.stdout.end(), ...parts.stderr.end()]
    if (rest.length > 0) yield rest
  } finally {
    // Not awaited: it would wait for a record that may be long in coming. Whoever stops early aborts the source.
    iterator.return?.()?.catch(() => undefined)
  }
}

/** Joins the fragments of one stream. */
class LineJoiner {
  #lines: LogLine[] = []
  #time = ''
  readonly #splitter = new LineSplitter((bytes, start, end) => {
    this.#lines.push(toLine(bytes.toString('utf8', start, Math.min(end, start + longestLineBytes)), this.#time))
  })

  add({ data, time }: LogRecord): LogLine[] {
    if (!this.#splitter.hasBegun) this.#time = time
    this.#splitter.push(data)
    return this.#taken()
  }

  end(): LogLine[] {
    this.#splitter.end()
    return this.#taken()
  }

  #taken(): LogLine[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }
}

function toLine(text: string, time: string): LogLine {
  const level = lineLevel(text)
  return level ? { text, time, level } : { text, time }
}
