import type { LogLevel } from '#shared/log.ts'
import type { LogFinding } from '#shared/log-view.ts'
import { type ExplainLine, type LineExplanation, rememberingExplainer } from './explain-lines.ts'
import { levels } from './line-level.ts'
import { lineMessage } from './log-level.ts'

interface Seen {
  readonly params: Readonly<Record<string, string>>
  readonly firstTime: number
  readonly sources: Set<number>
  count: number
  lastTime: number
  lastLine: number
}

/** Explanations of single lines are remembered for this many. */
const rememberedLines = 20_000

/** The known kinds of lines in a log: how often, since when, until when. Only warnings and errors are looked at as they come. */
export class Findings {
  readonly #explain: ExplainLine
  #seen = new Map<string, Seen>()
  #byLine = new Map<number, string>()
  #last = new Map<number, string>()

  constructor(explain: ExplainLine) {
    this.#explain = rememberingExplainer(explain)
  }

  see(
    number: number,
    bytes: Buffer,
    start: number,
    end: number,
    { source, time, level }: { source: number; time: number; level: number },
  ): void {
    const text = bytes.toString('utf8', start, Math.min(end, start + 2000))
    const found = this.#explain(lineMessage(text), { level: levels[level], source: 'k3s' })
    if (found) {
      this.#count(number, found, { source, time })
      this.#last.set(source, found.id)
    } else this.#last.delete(source)
  }

  /** The same line once more. */
  seeAgain(number: number, { source, time }: { source: number; time: number }): void {
    const id = this.#last.get(source)
    const seen = id === undefined ? undefined : this.#seen.get(id)
    if (id !== undefined && seen) this.#count(number, { id, params: seen.params }, { source, time })
  }

  explanationOf(line: number): string | undefined {
    return this.#byLine.get(line)
  }

  /** What one line means, of whatever level. */
  explain(message: string, line: number, level: LogLevel | undefined): LineExplanation | undefined {
    const id = this.#byLine.get(line)
    const found = this.#explain(message, { level, source: 'k3s' })
    return found ?? (id === undefined ? undefined : { id, params: {} })
  }

  list(firstLine: number): LogFinding[] {
    return [...this.#seen]
      .filter(([, { lastLine }]) => lastLine >= firstLine)
      .map(([explanation, { params, count, firstTime, lastTime, lastLine, sources }]) => ({
        explanation,
        params: { ...params },
        count,
        firstTime,
        lastTime,
        lastLine,
        sources: [...sources],
      }))
  }

  #count(line: number, { id, params }: LineExplanation, { source, time }: { source: number; time: number }): void {
    const seen = this.#seen.get(id)
    if (seen) {
      seen.count += 1
      seen.lastTime = time
      seen.lastLine = line
      seen.sources.add(source)
    } else
      this.#seen.set(id, {
        params,
        count: 1,
        firstTime: time,
        lastTime: time,
        lastLine: line,
        sources: new Set([source]),
      })
    this.#byLine.set(line, id)
    if (this.#byLine.size > rememberedLines) {
      const [oldest] = this.#byLine.keys()
      if (oldest !== undefined) this.#byLine.delete(oldest)
    }
  }
}
