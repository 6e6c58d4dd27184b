import { LogFilter, type LogRequestOutput, type LogRow, type LogViewState } from '#shared/log-view.ts'
import { within } from '../async/scope.ts'
import type { KeptLog } from './kept-log.ts'
import { flag } from './line-store.ts'
import { filterOf, type PassesFilter } from './log-filter.ts'
import { errorsOf, isError } from './log-histogram.ts'
import { RowIndex } from './row-index.ts'
import { rowAt } from './row-text.ts'
import { LineMatcher, patternOf } from './search-pattern.ts'
import { type FoundLines, type OpenThread, SearchRun } from './search-run.ts'

/** As long as somebody waits for what is found to be shown. */
const findPatienceMs = 1500
/** As many lines are looked through for those that are folded into one. */
const mostFolded = 20_000

type Direction = 'next' | 'previous'

/** Which of a log's lines are rows now, and where: by the filter, and by what a search has found. */
export class ViewRows {
  readonly #log: KeptLog
  readonly #openThread: OpenThread
  readonly #changed: () => void
  #filter: LogFilter = LogFilter.parse({})
  #passes: PassesFilter = filterOf(this.#filter)
  #rows = new RowIndex()
  /** Lines up to here are in the rows. */
  #indexed = 0
  #search: SearchRun | undefined
  #matcher: LineMatcher | undefined
  #searchError: string | undefined
  #revision = 0

  constructor(log: KeptLog, options: { readonly openThread: OpenThread; readonly changed: () => void }) {
    this.#log = log
    this.#openThread = options.openThread
    this.#changed = options.changed
  }

  get index(): RowIndex {
    return this.#rows
  }

  get revision(): number {
    return this.#revision
  }

  /** Where lines were given up, the row before the oldest one says so. */
  get first(): number {
    return this.#log.store.dropped > 0 ? this.#rows.first - 1 : this.#rows.first
  }

  get end(): number {
    return this.#rows.end
  }

  get searchState(): LogViewState['search'] {
    if (this.#searchError !== undefined)
      return { matches: 0, isComplete: true, isStopped: false, error: this.#searchError }
    const search = this.#search
    if (!search) return undefined
    const matches = search.found.end - search.found.first
    return { matches, isComplete: search.isComplete, isStopped: search.isStopped }
  }

  close(): void {
    this.#search?.close()
  }

  /** Called after each batch of lines. */
  advance(): void {
    this.#search?.advance()
    this.#indexLines()
  }

  setFilter(filter: LogFilter): void {
    const isOtherSearch = JSON.stringify(filter.search) !== JSON.stringify(this.#filter.search)
    this.#filter = filter
    this.#passes = filterOf(filter)
    if (isOtherSearch) this.#startSearch()
    this.#rebuild()
  }

  /** The log was laid out anew: all lines have other numbers. The newest rows keep theirs. */
  renumber(): void {
    const { end } = this.#rows
    this.#startSearch()
    this.#rebuild()
    this.#rows.countUpTo(end)
  }

  /** The row nearest to a line. */
  near(line: number): number {
    return Math.max(this.#rows.first, Math.min(this.#rows.end - 1, this.#rows.rowOf(line)))
  }

  /** Where a line is to be seen, also one that was folded into another; one that is hidden would be at that row. */
  place(line: number): LogRequestOutput<'locate'> {
    const shown = this.#shownRow(line)
    const [row, itsLine] = [shown ?? this.near(line), shown === undefined ? undefined : this.#rows.line(shown)]
    return { revision: this.#revision, row, line: itsLine ?? line }
  }

  read(first: number, count: number): LogRequestOutput<'rows'> {
    const begin = Math.max(first, this.first)
    const end = Math.min(first + count, this.#rows.end)
    const rows = Array.from({ length: Math.max(0, end - begin) }, (_, index) => this.#row(begin + index))
    return { revision: this.#revision, first: begin, rows: this.#withMatches(rows.filter((row) => row !== undefined)) }
  }

  /** Goes along the lines that the search has found, as far as they are rows. `index` and `matches` count lines. */
  find(from: number, direction: Direction): LogRequestOutput<'find'> {
    const found = this.#search?.found
    if (!found) return null
    const count = found.end - found.first
    const step = direction === 'next' ? 1 : -1
    // Where there is no such row, the way begins at the end that lies before it.
    const line = this.#rows.line(from) ?? (from < this.#rows.first ? -1 : this.#log.store.end)
    const start = (direction === 'next' ? found.rowOf(line + 1) : found.rowOf(line) - 1) - found.first
    let own: LogRequestOutput<'find'> = null
    for (let gone = 0; gone < count; gone += 1) {
      const index = (start + gone * step + 2 * count) % count
      const row = this.#shownRow(found.line(found.first + index) ?? -1)
      if (row === undefined) continue
      const at = { revision: this.#revision, row, line: this.#rows.line(row) ?? 0 }
      const place = { ...at, index: index + 1, matches: count }
      if (row !== from) return place
      own = place
    }
    return own
  }

  findError(from: number, direction: Direction): LogRequestOutput<'findError'> {
    const { first, end } = this.#rows
    const count = end - first
    const step = direction === 'next' ? 1 : -1
    for (let gone = 1; gone <= count; gone += 1) {
      const row = first + ((((from - first + gone * step) % count) + count) % count)
      const line = this.#rows.line(row) ?? -1
      const found = this.#log.store.find(line)
      if (isError(found?.chunk.flags[found.at] ?? 0)) return { revision: this.#revision, row, line }
    }
    return null
  }

  /** How many rows report an error. */
  get errors(): number {
    return errorsOf(this.#log.store, this.#showsMatchesOnly ? this.#rows : this.#passes)
  }

  get #showsMatchesOnly(): boolean {
    return this.#filter.isOnlyMatching && this.#search !== undefined
  }

  /** Brings new lines into the rows. Rows of a search that shows only matches wait for its answers. */
  #indexLines(): void {
    const { store } = this.#log
    if (!this.#showsMatchesOnly) {
      this.#indexed = Math.max(this.#indexed, store.first)
      for (let next = store.find(this.#indexed); next; next = store.find(this.#indexed)) {
        const { chunk } = next
        for (let { at } = next; at < chunk.count; at += 1) {
          if (this.#passes(chunk, at)) this.#rows.push(chunk.first + at)
        }
        this.#indexed = chunk.first + chunk.count
      }
    }
    this.#rows.dropBefore(store.first)
  }

  #startSearch(): void {
    this.#search?.close()
    this.#search = undefined
    this.#matcher = undefined
    this.#searchError = undefined
    const { search } = this.#filter
    if (!search || search.pattern === '') return
    const pattern = patternOf(search)
    if (!(pattern instanceof RegExp)) {
      this.#searchError = pattern.error
      return
    }
    this.#matcher = new LineMatcher(pattern, { canExplode: search.isRegex })
    this.#search = new SearchRun({
      store: this.#log.store,
      pattern,
      openThread: this.#openThread,
      tell: (found) => this.#take(found),
    })
  }

  /** What was found just now becomes rows at one end or the other: those that are there keep their numbers. */
  #take({ lines, isInFront }: FoundLines): void {
    if (this.#showsMatchesOnly) {
      const shown = lines.filter((line) => this.#isShown(line))
      if (isInFront) this.#rows.unshift(shown)
      else for (const line of shown) this.#rows.push(line)
    }
    this.#changed()
  }

  #isShown(line: number): boolean {
    const found = this.#log.store.find(line)
    return found !== undefined && this.#passes(found.chunk, found.at)
  }

  #rebuild(): void {
    this.#rows = new RowIndex()
    this.#indexed = this.#log.store.first
    this.#revision += 1
    const found = this.#showsMatchesOnly ? this.#search?.found : undefined
    for (let at = found?.first ?? 0; at < (found?.end ?? 0); at += 1) {
      const line = found?.line(at) ?? -1
      if (this.#isShown(line)) this.#rows.push(line)
    }
    this.#indexLines()
    this.#changed()
  }

  #withMatches(rows: readonly LogRow[]): LogRow[] {
    const found = this.#matcher?.in(rows.map((row) => (row.kind === 'line' ? row.text : ''))) ?? []
    return rows.map((row, index) => {
      const matches = found[index] ?? []
      return row.kind === 'line' && matches.length > 0 ? { ...row, matches } : row
    })
  }

  #row(number: number): LogRow | undefined {
    const { store } = this.#log
    if (number < this.#rows.first) {
      const time = store.chunks[0]?.times[0] ?? 0
      return {
        kind: 'marker',
        line: store.first - 1,
        source: 0,
        time,
        marker: { kind: 'dropped', lines: store.dropped },
      }
    }
    const line = this.#rows.line(number)
    const found = line === undefined ? undefined : store.find(line)
    if (line === undefined || !found) return undefined
    const row = rowAt(found, (text) => this.#log.explain(text, found.chunk.sources[found.at] ?? 0))
    if (row.kind === 'marker' || !this.#filter.isFolded) return row
    const { repeats, continuation } = this.#foldedAfter(line, row.source)
    return { ...row, ...(repeats > 0 ? { repeats } : {}), ...(continuation > 0 ? { continuation } : {}) }
  }

  /** How many lines behind one were folded into it. Looks no further than a screen would hold many times over. */
  #foldedAfter(line: number, source: number): { repeats: number; continuation: number } {
    const { store } = this.#log
    let repeats = 0
    let continuation = 0
    for (let next = line + 1; next < store.end && next - line < mostFolded; next += 1) {
      const found = store.find(next)
      if (!found) break
      if (found.chunk.sources[found.at] !== source) continue
      const flags = found.chunk.flags[found.at] ?? 0
      if (flags & flag.repeat) repeats += 1
      else if (flags & flag.continuation) continuation += 1
      else break
    }
    return { repeats, continuation }
  }

  /** The row that a line is in: its own, or that of the line that it was folded into. */
  #shownRow(line: number): number | undefined {
    const { store } = this.#log
    const found = store.find(line)
    const source = found?.chunk.sources[found.at]
    for (let at = line; at >= store.first && line - at < mostFolded; at -= 1) {
      const place = store.find(at)
      if (!place || place.chunk.sources[place.at] !== source) continue
      const row = this.#rows.rowOf(at)
      if (this.#rows.line(row) === at) return row
      const flags = place.chunk.flags[place.at] ?? 0
      if (!this.#filter.isFolded || !(flags & (flag.repeat | flag.continuation))) return undefined
    }
    return undefined
  }

  /** Who presses Enter right after the last letter is quicker than the search. */
  async untilSearched(signal: AbortSignal): Promise<void> {
    const search = this.#search
    if (!search) return
    await within(signal, { timeoutMs: findPatienceMs }, async (own) => {
      for (;;) {
        const { version } = search.changes
        if (search.isComplete || search !== this.#search) return
        await search.changes.after(version, own)
      }
    }).catch(() => undefined)
  }
}
