import type { LogFinding, LogSource } from '#shared/log-view.ts'
import type { ExplainLine, LineExplanation } from './explanations.ts'
import { explainedText } from './log-level.ts'

interface Seen {
  params: Readonly<Record<string, string>>
  firstTime: number
  readonly sources: Set<number>
  count: number
  lastTime: number
  lastLine: number
}

/** As much of a line as is looked at. */
const readBytes = 4000

/** The known kinds of lines in a log: how often, since when, until when. */
export class Findings {
  readonly #explain: ExplainLine
  #seen = new Map<string, Seen>()
  /** By source, what its last line was. */
  #last = new Map<number, LineExplanation>()

  constructor(explain: ExplainLine) {
    this.#explain = explain
  }

  see(
    number: number,
    bytes: Buffer,
    start: number,
    end: number,
    { source, kind, time }: { source: number; kind: LogSource['kind']; time: number },
  ): void {
    const found = this.explain(bytes.toString('utf8', start, Math.min(end, start + readBytes)), kind)
    if (found) {
      this.#last.set(source, found)
      this.#count(number, found, { source, time })
    } else this.#last.delete(source)
  }

  /** The same line once more. */
  seeAgain(number: number, at: { source: number; time: number }): void {
    const found = this.#last.get(at.source)
    if (found) this.#count(number, found, at)
  }

  /** The lines got other numbers; undefined for one that is gone. */
  renumber(numberOf: (line: number) => number | undefined): void {
    for (const [id, seen] of this.#seen) {
      const lastLine = numberOf(seen.lastLine)
      if (lastLine === undefined) this.#seen.delete(id)
      else seen.lastLine = lastLine
    }
  }

  /** What a line means, counted or not. */
  explain(text: string, kind: LogSource['kind']): LineExplanation | undefined {
    return this.#explain(explainedText(text), kind)
  }

  /** `newestOf` gives the time of a source's newest line. */
  list(firstLine: number, newestOf: (source: number) => number): LogFinding[] {
    return [...this.#seen]
      .filter(([, { lastLine }]) => lastLine >= firstLine)
      .map(([explanation, { params, count, firstTime, lastTime, lastLine, sources }]) => ({
        explanation,
        params: { ...params },
        count,
        firstTime,
        lastTime,
        lastLine,
        sourcesUntil: Math.max(...[...sources].map(newestOf)),
        sources: [...sources],
      }))
  }

  #count(line: number, { id, params }: LineExplanation, { source, time }: { source: number; time: number }): void {
    const seen = this.#seen.get(id) ?? {
      params,
      firstTime: time,
      sources: new Set(),
      count: 0,
      lastTime: 0,
      lastLine: 0,
    }
    seen.params = params
    seen.count += 1
    // Lines that are brought in later may be earlier ones.
    seen.firstTime = Math.min(seen.firstTime, time)
    seen.lastTime = Math.max(seen.lastTime, time)
    seen.lastLine = Math.max(seen.lastLine, line)
    seen.sources.add(source)
    this.#seen.set(id, seen)
  }
}
