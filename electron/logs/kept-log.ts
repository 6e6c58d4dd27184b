import type { LogLevel } from '#shared/log.ts'
import type { LogFinding, LogSource } from '#shared/log-view.ts'
import type { ExplainLine, LineExplanation } from './explanations.ts'
import { Findings } from './findings.ts'
import { Folding } from './folding.ts'
import { levels } from './line-level.ts'
import { flag, LineStore } from './line-store.ts'
import { mayBeKnown } from './may-be-known.ts'
import { weave } from './woven-lines.ts'

interface Line {
  readonly time: number
  readonly flags: number
  readonly source: number
}

type Kind = LogSource['kind']

/** Numbers that lines had before others were brought in between. */
interface FormerNumbers {
  readonly first: number
  readonly end: number
  readonly numberOf: (line: number) => number | undefined
}

/** Who holds a number does not hold it through more than this. */
const mostFormer = 8

/** What a view keeps of its sources: the newest lines, what of them is known, and how many of each level there were. */
export class KeptLog {
  #store: LineStore
  #folding = new Folding()
  #findings: Findings
  /** The oldest first: each leads to one of the next. */
  #former: FormerNumbers[] = []
  readonly #explain: ExplainLine
  readonly #levels = new Map<LogLevel, number>()
  /** By source, the time of its newest line. */
  readonly #newest = new Map<number, number>()
  /** By the number of a source, also of one that is no longer followed. */
  readonly #kindOf: (source: number) => Kind

  constructor(options: {
    readonly capacityBytes: number
    readonly explain: ExplainLine
    readonly kindOf: (source: number) => Kind
  }) {
    this.#store = new LineStore(options.capacityBytes)
    this.#explain = options.explain
    this.#findings = new Findings(options.explain)
    this.#kindOf = options.kindOf
  }

  get store(): LineStore {
    return this.#store
  }

  get levels(): Readonly<Partial<Record<LogLevel, number>>> {
    return Object.fromEntries(this.#levels)
  }

  findings(): LogFinding[] {
    return this.#findings.list(this.#store.first, (source) => this.#newest.get(source) ?? 0)
  }

  explain(text: string, source: number): LineExplanation | undefined {
    return this.#findings.explain(text, this.#kindOf(source))
  }

  /** Forgets all lines. Those that follow are counted on, so that no number means two. */
  clear(): void {
    this.#store = new LineStore(this.#store.capacityBytes, { origin: this.#store.end })
    this.#folding = new Folding()
    this.#findings = new Findings(this.#explain)
    this.#former = []
    this.#levels.clear()
    this.#newest.clear()
  }

  /** A line that is newer than all that are kept. */
  append(bytes: Buffer, start: number, end: number, line: Line): void {
    const flags = this.#flagsOf(bytes, start, end, line)
    const number = this.#store.append(bytes, start, end, { ...line, flags })
    this.#find(number, bytes, start, end, { ...line, flags })
  }

  /** A line for a store of its own, which `weaveIn` brings to its place later. */
  setAside(aside: LineStore, bytes: Buffer, start: number, end: number, line: Line): void {
    aside.append(bytes, start, end, { ...line, flags: this.#flagsOf(bytes, start, end, line) })
  }

  /** Brings lines that were set aside to their places in time. All lines get other numbers. */
  weaveIn(aside: readonly LineStore[], isLeftOut: (source: number) => boolean): void {
    const { first, end } = this.#store
    const { store, numberOf, brought } = weave(this.#store, aside, isLeftOut)
    this.#store = store
    this.#former = [...this.#former, { first, end, numberOf }].slice(-mostFormer)
    this.#findings.renumber(numberOf)
    for (const number of brought) {
      const found = store.find(number)
      if (!found) continue
      const { chunk, at } = found
      const [start = 0, end = 0] = [chunk.starts[at], chunk.starts[at + 1]]
      const [time = 0, flags = 0, source = 0] = [chunk.times[at], chunk.flags[at], chunk.sources[at]]
      this.#find(number, chunk.bytes, start, end, { time, flags, source })
    }
  }

  /** What a line is called now, which may have been called so before; the one behind it where it is no longer kept. */
  presentNumber(line: number): number {
    let number = line
    for (const { first, end, numberOf } of this.#former) {
      if (number < first || number >= end) continue
      let now: number | undefined
      while (now === undefined && number < end) {
        now = numberOf(number)
        number += 1
      }
      number = now ?? this.#store.end
    }
    return number
  }

  #flagsOf(bytes: Buffer, start: number, end: number, { flags, source }: Line): number {
    const level = flags & flag.level
    const all = flags & flag.marker ? flags : flags | this.#folding.flagsOf(source, bytes, start, end, level)
    const name = all & flag.continuation ? undefined : levels[all & flag.level]
    if (name) this.#levels.set(name, (this.#levels.get(name) ?? 0) + 1)
    return all
  }

  #find(number: number, bytes: Buffer, start: number, end: number, line: Line): void {
    const { flags, source, time } = line
    if (flags & flag.marker) return
    if (time > (this.#newest.get(source) ?? 0)) this.#newest.set(source, time)
    if (flags & flag.continuation) return
    if (flags & flag.repeat) this.#findings.seeAgain(number, line)
    else if (mayBeKnown(bytes, start, end, flags & flag.level))
      this.#findings.see(number, bytes, start, end, { ...line, kind: this.#kindOf(source) })
  }
}
