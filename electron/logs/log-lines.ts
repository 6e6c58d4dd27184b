import { StringDecoder } from 'node:string_decoder'
import type { LogLine } from '#shared/log.ts'
import { soon } from '../async/soon.ts'
import type { LogRecord } from '../docker/container-runtime.ts'
import { lineLevel } from './log-level.ts'

/** Lines that came within this time go out together. */
const batchMs = 16
const batchLines = 1000
/** A line is cut here; only a runaway program prints longer ones. */
const longestLine = 1_000_000

/**
 * Docker's records as lines, in batches: fragments of 16 KB joined, one decoder a stream so that a character cut in two stays
 * whole, no carriage returns. Reads on only when the last batch was taken, so that back-pressure reaches Docker.
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
  #decoder = new StringDecoder('utf8')
  #begun = ''
  #time = ''

  add({ data, time }: LogRecord): LogLine[] {
    if (this.#begun === '') this.#time = time
    const pieces = (this.#begun + this.#decoder.write(data)).split('\n')
    const rest = pieces.pop() ?? ''
    const lines = pieces.map((text, index) => toLine(text, index === 0 ? this.#time : time))
    this.#begun = rest.slice(0, longestLine)
    if (pieces.length > 0) this.#time = time
    return lines
  }

  end(): LogLine[] {
    const text = this.#begun + this.#decoder.end()
    this.#begun = ''
    return text === '' ? [] : [toLine(text, this.#time)]
  }
}

function toLine(raw: string, time: string): LogLine {
  const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw
  const level = lineLevel(text)
  return level ? { text, time, level } : { text, time }
}
