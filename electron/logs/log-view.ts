// Longer than a file should be because it is one protocol, a few lines a question; what needs thought lies beside it.
import type { LogLevel } from '#shared/log.ts'
import {
  type LogAsk,
  LogFilter,
  type LogFrame,
  type LogRequestInput,
  type LogRequestName,
  type LogRequestOutput,
  type LogRow,
  type LogSource,
  type LogSourceState,
  type LogViewState,
  logRequests,
} from '#shared/log-view.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ExplainLine } from './explanations.ts'
import { Findings } from './findings.ts'
import { Folding } from './folding.ts'
import { levelNumber, levels } from './line-level.ts'
import { flag, LineStore } from './line-store.ts'
import { allLines, detailsAt, shownLines, textOf } from './log-excerpts.ts'
import { filterOf, type PassesFilter } from './log-filter.ts'
import { histogramOf } from './log-histogram.ts'
import { LogSearch } from './log-search.ts'
import type { LogSources } from './log-sources.ts'
import { mayBeKnown } from './may-be-known.ts'
import { MergeQueue } from './merge-queue.ts'
import { RowIndex } from './row-index.ts'
import { rowAt } from './row-text.ts'
import { type SaveTarget, saveLines } from './save-lines.ts'
import { LineMatcher, patternOf } from './search-pattern.ts'
import { readSource, sourceKey, sourceName } from './source-name.ts'

export interface LogViewDependencies {
  readonly capacityBytes: number
  readonly sources: Pick<LogSources, 'available' | 'follow'>
  readonly explain: ExplainLine
  readonly threadPath: string
  readonly post: (frame: LogFrame) => void
  /** Asks the user where to; undefined when the dialog was closed. */
  readonly choosePath: (suggestedName: string) => Promise<string | undefined>
}

interface Source {
  readonly id: number
  readonly key: string
  readonly source: LogSource
  readonly name: string
  readonly stop: AbortController
  state: LogSourceState['state']
  problem?: LogSourceState['problem']
  lines: number
}

const stateIntervalMs = 33
/** Nobody can read so many lines a second: the window is told less often, and has time for its user. */
const floodIntervalMs = 250
const floodLines = 400
/** A reader that is this far ahead of the merge waits for it. */
const mostWaiting = 50_000
/** As long as somebody waits for what is found to be shown. */
const findPatienceMs = 1500

/** One open view of a cluster's logs: what it follows, what it keeps, and what of it becomes rows. */
export class LogView {
  readonly #by: LogViewDependencies
  #store: LineStore
  #folding = new Folding()
  #findings: Findings
  readonly #merge: MergeQueue
  readonly #closing = new AbortController()
  #sources: Source[] = []
  /** By the number of a source, also of one that is no longer followed. */
  #kinds: LogSource['kind'][] = []
  #nextSource = 0
  #filter: LogFilter = LogFilter.parse({})
  #passes: PassesFilter = filterOf(this.#filter)
  #rows = new RowIndex()
  /** Lines up to here are in the rows. */
  #indexed = 0
  #search: LogSearch | undefined
  #matcher: LineMatcher | undefined
  #searchError: string | undefined
  #revision = 0
  #levels = new Map<LogLevel, number>()
  #stateTimer: NodeJS.Timeout | undefined
  /** Number of the line after the last one that the window was told of. */
  #toldEnd = 0
  #isFlood = false

  constructor(dependencies: LogViewDependencies) {
    this.#by = dependencies
    this.#store = new LineStore(dependencies.capacityBytes)
    this.#findings = new Findings(dependencies.explain)
    this.#merge = new MergeQueue(({ bytes, start, end, time, flags, source }) =>
      this.#append(bytes, start, end, { time, flags, source }),
    )
  }

  /** Answers one question of the window. Never throws. */
  async ask({ id, name, input }: LogAsk): Promise<void> {
    try {
      if (!Object.hasOwn(logRequests, name)) throw new ProblemError(problem('ipc.unknown_name', { name: String(name) }))
      const parsed = logRequests[name].input.safeParse(input)
      if (!parsed.success) throw new ProblemError(problem('ipc.invalid_input', { name }), { cause: parsed.error })
      const handler = this.#handlers[name] as (input: unknown) => unknown // both belong to one name, which was checked
      this.#by.post({ kind: 'answer', id, value: await handler(parsed.data) })
    } catch (error) {
      this.#by.post({ kind: 'refused', id, problem: problemOf(error) })
    }
  }

  /** Stops everything that was begun for it. */
  close(): void {
    this.#closing.abort(new DOMException('The view was closed', 'AbortError'))
    for (const { stop } of this.#sources) stop.abort(this.#closing.signal.reason)
    this.#search?.close()
    this.#merge.clear()
    clearTimeout(this.#stateTimer)
  }

  readonly #handlers: { [N in LogRequestName]: (input: never) => unknown } = {
    follow: ({ sources }: LogRequestInput<'follow'>) => this.#follow(sources.map(readSource)),
    available: async (): Promise<LogRequestOutput<'available'>> =>
      (await this.#by.sources.available(this.#closing.signal)).map((source) => ({ source, name: sourceName(source) })),
    filter: ({ filter, keepLine }: { filter: LogFilter; keepLine?: number }) => this.#setFilter(filter, keepLine),
    rows: ({ first, count }: LogRequestInput<'rows'>) => this.#rowsFrom(first, count),
    find: ({ from, direction }: LogRequestInput<'find'>) => this.#find(from, direction),
    findError: ({ from, direction }: LogRequestInput<'findError'>) => this.#findError(from, direction),
    locate: (at: LogRequestInput<'locate'>) => ({
      row: this.#rowNear('line' in at ? at.line : this.#store.atTime(at.time)),
    }),
    histogram: ({ buckets }: LogRequestInput<'histogram'>) => histogramOf(this.#store, buckets),
    findings: () => this.#findings.list(this.#store.first),
    details: ({ line }: LogRequestInput<'details'>) =>
      detailsAt(this.#store, line, (text, source) => this.#findings.explain(text, this.#kindOf(source))),
    text: (range: LogRequestInput<'text'>) => {
      const names = new Map(this.#sources.map(({ id, name }) => [id, name]))
      return { text: textOf({ store: this.#store, rows: this.#rows, names }, range) }
    },
    save: (options: LogRequestInput<'save'>) => this.#save(options),
  }

  #follow(wanted: readonly LogSource[]): void {
    const keys = new Set(wanted.map(sourceKey))
    const isMore = wanted.some((source) => !this.#sources.some(({ key }) => key === sourceKey(source)))
    for (const source of this.#sources.filter(({ key }) => isMore || !keys.has(key))) {
      source.stop.abort(new DOMException('No longer followed', 'AbortError'))
      this.#merge.finish(source.id)
    }
    if (isMore) {
      // What comes in addition has a past: all begin again, so that it gets to its place among the others.
      this.#empty()
      for (const added of wanted.map((source) => this.#add(source))) this.#begin(added)
    } else this.#sources = this.#sources.filter(({ key }) => keys.has(key))
    this.#stateSoon()
  }

  #empty(): void {
    this.#merge.clear()
    this.#sources = []
    this.#store = new LineStore(this.#by.capacityBytes, this.#store.end)
    this.#folding = new Folding()
    this.#findings = new Findings(this.#by.explain)
    this.#levels = new Map()
    this.#setSearch(this.#filter)
    this.#rebuild()
  }

  #add(source: LogSource): Source {
    const added: Source = {
      id: this.#nextSource,
      key: sourceKey(source),
      source,
      name: sourceName(source),
      stop: new AbortController(),
      state: 'waiting',
      lines: 0,
    }
    this.#nextSource += 1
    this.#sources.push(added)
    this.#kinds.push(source.kind)
    this.#merge.add(added.id)
    return added
  }

  #begin(added: Source): void {
    const isOver = () => added.stop.signal.aborted
    const mark = (marker: object, time = Date.now()) => {
      if (isOver()) return
      const bytes = Buffer.from(JSON.stringify(marker))
      this.#merge.push({ bytes, start: 0, end: bytes.length, time, flags: flag.marker, source: added.id })
    }
    void this.#by.sources.follow(
      added.source,
      {
        line: (bytes, start, end, time, level) => {
          if (isOver()) return
          added.lines += 1
          this.#merge.push({ bytes, start, end, time, flags: level, source: added.id })
        },
        batch: () => this.#batch(added),
        state: (state) => {
          if (added.state === state.kind) return
          added.state = state.kind
          if (state.kind !== 'following') this.#merge.quiet(added.id)
          if (state.kind === 'reconnecting') added.problem = state.problem
          else delete added.problem
          this.#stateSoon()
        },
        joined: () => mark({ kind: 'joined' }),
        resumed: (lostAt) => mark({ kind: 'resumed', lostAt, afterMs: Date.now() - lostAt }),
        restarted: () => mark({ kind: 'restarted' }),
        ended: () => mark({ kind: 'ended' }),
      },
      added.stop.signal,
    )
  }

  /** After each piece of a log. A source that is far ahead of the others waits for them. */
  async #batch(source: Source): Promise<void> {
    this.#merge.flush()
    this.#afterLines()
    while (this.#merge.waiting(source.id) > mostWaiting && !source.stop.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      this.#merge.flush()
      this.#afterLines()
    }
  }

  #append(bytes: Buffer, start: number, end: number, line: { time: number; flags: number; source: number }): void {
    const level = line.flags & flag.level
    const isMarker = (line.flags & flag.marker) !== 0
    const folds = isMarker ? 0 : this.#folding.flagsOf(line.source, bytes, start, end, level)
    const number = this.#store.append(bytes, start, end, { ...line, flags: line.flags | folds })
    const name = levels[level]
    if (name) this.#levels.set(name, (this.#levels.get(name) ?? 0) + 1)
    if (!isMarker && folds !== flag.continuation) {
      if (folds === flag.repeat) this.#findings.seeAgain(number, line)
      else if (mayBeKnown(bytes, start, end, level))
        this.#findings.see(number, bytes, start, end, { ...line, kind: this.#kindOf(line.source) })
    }
    this.#stateSoon()
  }

  #afterLines(): void {
    this.#search?.advance()
    this.#indexLines()
  }

  /** Brings new lines into the rows. Rows of a search that shows only matches wait for its answers. */
  #indexLines(): void {
    if (this.#showsMatchesOnly) return
    this.#indexed = Math.max(this.#indexed, this.#store.first)
    for (const chunk of this.#store.chunks) {
      if (chunk.first + chunk.count <= this.#indexed) continue
      for (let at = Math.max(0, this.#indexed - chunk.first); at < chunk.count; at += 1) {
        if (this.#passes(chunk, at)) this.#rows.push(chunk.first + at)
      }
      this.#indexed = chunk.first + chunk.count
    }
    this.#rows.dropBefore(this.#store.first)
  }

  get #showsMatchesOnly(): boolean {
    return this.#filter.isOnlyMatching && this.#search !== undefined
  }

  #setFilter(filter: LogFilter, keepLine: number | undefined): { revision: number; row: number } {
    const isOtherSearch = JSON.stringify(filter.search) !== JSON.stringify(this.#filter.search)
    this.#filter = filter
    this.#passes = filterOf(filter)
    if (isOtherSearch) this.#setSearch(filter)
    this.#rebuild()
    return { revision: this.#revision, row: this.#rowNear(keepLine ?? this.#store.end) }
  }

  #setSearch({ search }: LogFilter): void {
    this.#search?.close()
    this.#search = undefined
    this.#matcher = undefined
    this.#searchError = undefined
    if (!search || search.pattern === '') return
    const pattern = patternOf(search)
    if (!(pattern instanceof RegExp)) {
      this.#searchError = pattern.error
      return
    }
    this.#matcher = new LineMatcher(pattern)
    const { threadPath } = this.#by
    this.#search = new LogSearch({ store: this.#store, pattern, threadPath, changed: () => this.#searchChanged() })
  }

  #searchChanged(): void {
    if (this.#showsMatchesOnly) this.#rebuild()
    this.#stateSoon()
  }

  #rebuild(): void {
    this.#rows = new RowIndex()
    this.#indexed = this.#store.first
    this.#revision += 1
    if (this.#showsMatchesOnly) {
      for (const line of this.#search?.lines() ?? []) {
        const found = this.#store.find(line)
        if (found && this.#passes(found.chunk, found.at)) this.#rows.push(line)
      }
    } else this.#indexLines()
    this.#stateSoon()
  }

  #rowsFrom(first: number, count: number): LogRequestOutput<'rows'> {
    const begin = Math.max(first, this.#firstRow)
    const end = Math.min(first + count, this.#rows.end)
    const rows = Array.from({ length: Math.max(0, end - begin) }, (_, index) => this.#row(begin + index))
    return { revision: this.#revision, first: begin, rows: this.#withMatches(rows.filter((row) => row !== undefined)) }
  }

  #withMatches(rows: readonly LogRow[]): LogRow[] {
    const found = this.#matcher?.in(rows.map((row) => (row.kind === 'line' ? row.text : ''))) ?? []
    return rows.map((row, index) => {
      const matches = found[index] ?? []
      return row.kind === 'line' && matches.length > 0 ? { ...row, matches } : row
    })
  }

  /** Where lines were given up, the row before the oldest one says so. */
  get #firstRow(): number {
    return this.#store.dropped > 0 ? this.#rows.first - 1 : this.#rows.first
  }

  #row(number: number): LogRow | undefined {
    if (number < this.#rows.first) {
      const { first, dropped } = this.#store
      const time = this.#store.chunks[0]?.times[0] ?? 0
      return { kind: 'marker', line: first - 1, source: 0, time, marker: { kind: 'dropped', lines: dropped } }
    }
    const line = this.#rows.line(number)
    const found = line === undefined ? undefined : this.#store.find(line)
    if (line === undefined || !found) return undefined
    const kind = this.#kindOf(found.chunk.sources[found.at] ?? 0)
    const row = rowAt(found, (text) => this.#findings.explain(text, kind))
    if (row.kind === 'marker' || !this.#filter.isFolded) return row
    const { repeats, continuation } = this.#foldedAfter(line, row.source)
    return { ...row, ...(repeats > 0 ? { repeats } : {}), ...(continuation > 0 ? { continuation } : {}) }
  }

  /** How many lines behind one were folded into it. Looks no further than a screen would hold many times over. */
  #foldedAfter(line: number, source: number): { repeats: number; continuation: number } {
    let repeats = 0
    let continuation = 0
    for (let next = line + 1; next < this.#store.end && next - line < 20_000; next += 1) {
      const found = this.#store.find(next)
      if (!found) break
      if (found.chunk.sources[found.at] !== source) continue
      const flags = found.chunk.flags[found.at] ?? 0
      if (flags & flag.repeat) repeats += 1
      else if (flags & flag.continuation) continuation += 1
      else break
    }
    return { repeats, continuation }
  }

  #rowNear(line: number): number {
    return Math.max(this.#rows.first, Math.min(this.#rows.end - 1, this.#rows.rowOf(line)))
  }

  /** Walks the lines that the search has found, as far as they are rows. */
  async #find(from: number, direction: 'next' | 'previous'): Promise<LogRequestOutput<'find'>> {
    // Who presses Enter right after the last letter is quicker than the search.
    const until = Date.now() + findPatienceMs
    while (this.#search && !this.#search.isComplete && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    if (!this.#search) return null
    const rows: number[] = []
    for (const line of this.#search.lines()) {
      const row = this.#rows.rowOf(line)
      // A line that was folded into another is found there.
      const shown = this.#rows.line(row) === line ? row : row - 1
      if (shown >= this.#rows.first && rows.at(-1) !== shown) rows.push(shown)
    }
    if (rows.length === 0) return null
    const after = rows.findIndex((row) => row > from)
    const before = rows.findLastIndex((row) => row < from)
    const index = direction === 'next' ? (after === -1 ? 0 : after) : before === -1 ? rows.length - 1 : before
    const row = rows[index] ?? 0
    return { row, line: this.#rows.line(row) ?? 0, index: index + 1, matches: rows.length }
  }

  #findError(from: number, direction: 'next' | 'previous'): LogRequestOutput<'findError'> {
    const step = direction === 'next' ? 1 : -1
    for (let row = from + step; row >= this.#rows.first && row < this.#rows.end; row += step) {
      const line = this.#rows.line(row) ?? -1
      const found = this.#store.find(line)
      const flags = found?.chunk.flags[found.at] ?? 0
      if (!(flags & flag.marker) && (flags & flag.level) >= error) return { row, line }
    }
    return null
  }

  #kindOf(source: number): LogSource['kind'] {
    return this.#kinds[source] ?? 'node'
  }

  async #save({ what, isCompressed }: LogRequestInput<'save'>): Promise<LogRequestOutput<'save'>> {
    const path = await this.#by.choosePath(`logs.txt${isCompressed ? '.gz' : ''}`)
    if (path === undefined) return null
    const target: SaveTarget = { path, isCompressed }
    const lines = what === 'shown' ? shownLines(this.#store, this.#rows) : allLines(this.#store)
    return { path, bytes: await saveLines(lines, target, this.#closing.signal) }
  }

  #stateSoon(): void {
    if (this.#closing.signal.aborted || this.#stateTimer) return
    this.#stateTimer = setTimeout(() => this.#tellState(), this.#isFlood ? floodIntervalMs : stateIntervalMs)
  }

  #tellState(): void {
    this.#stateTimer = undefined
    this.#afterLines()
    this.#isFlood = this.#store.end - this.#toldEnd > floodLines
    this.#toldEnd = this.#store.end
    this.#by.post({ kind: 'state', state: this.#state() })
  }

  #state(): LogViewState {
    const search = this.#search
    return {
      kind: 'state',
      revision: this.#revision,
      firstRow: this.#firstRow,
      endRow: this.#rows.end,
      lines: this.#store.end - this.#store.first,
      keptBytes: this.#store.keptBytes,
      capacityBytes: this.#by.capacityBytes,
      droppedLines: this.#store.dropped,
      levels: Object.fromEntries(this.#levels),
      sources: this.#sources.map(({ id, source, name, state, lines, problem: reason }) => ({
        id,
        source,
        name,
        state,
        lines,
        ...(reason ? { problem: reason } : {}),
      })),
      ...(search || this.#searchError !== undefined
        ? {
            search: {
              matches: search?.count ?? 0,
              isComplete: search?.isComplete ?? true,
              isStopped: search?.isStopped ?? false,
              ...(this.#searchError === undefined ? {} : { error: this.#searchError }),
            },
          }
        : {}),
    }
  }
}

const error = levelNumber('error')
