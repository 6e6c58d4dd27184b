import { z } from 'zod'
import {
  type LogFrame,
  type LogRequestName,
  type LogRequestOutput,
  type LogRequestParsed,
  type LogViewState,
  logRequests,
} from '#shared/log-view.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ExplainLine } from './explanations.ts'
import { KeptLog } from './kept-log.ts'
import { allLines, detailsAt, shownLines, textOf } from './log-excerpts.ts'
import { histogramOf } from './log-histogram.ts'
import type { LogSources } from './log-sources.ts'
import { saveLines } from './save-lines.ts'
import type { OpenThread } from './search-run.ts'
import { sourceName } from './source-name.ts'
import { ViewRows } from './view-rows.ts'
import { ViewSources } from './view-sources.ts'

export interface LogViewDependencies {
  readonly capacityBytes: number
  /** When the view before this one was lost, of which this is the continuation: milliseconds since 1970. */
  readonly lostAt?: number | undefined
  readonly sources: Pick<LogSources, 'available' | 'follow'>
  readonly explain: ExplainLine
  readonly openThread: OpenThread
  readonly post: (frame: LogFrame) => void
  /** Asks the user where to; undefined when the dialog was closed. */
  readonly choosePath: (suggestedName: string) => Promise<string | undefined>
}

/** One function for every question; a missing one, or one that answers something else, does not compile. */
export type LogHandlers = {
  readonly [N in LogRequestName]: (input: LogRequestParsed<N>) => LogRequestOutput<N> | Promise<LogRequestOutput<N>>
}

/** What a window may post. Its name and input are looked at later: they can be refused, which needs the id. */
const Ask = z.object({ id: z.int().min(0), name: z.string().max(100), input: z.unknown() })

const stateIntervalMs = 33
/** Nobody can read so many lines a second: the window is told less often, and has time for its user. */
const floodIntervalMs = 250
const floodLines = 400

/** One open view of a cluster's logs: what it follows, what it keeps, and what of it becomes rows. */
export class LogView {
  readonly #by: LogViewDependencies
  readonly #log: KeptLog
  readonly #sources: ViewSources
  readonly #rows: ViewRows
  readonly #closing = new AbortController()
  #stateTimer: NodeJS.Timeout | undefined
  /** Number of the line after the last one that the window was told of. */
  #toldEnd = 0
  #isFlood = false
  #lostAt: number | undefined

  constructor(dependencies: LogViewDependencies) {
    this.#by = dependencies
    this.#lostAt = dependencies.lostAt
    const { capacityBytes, explain, openThread, sources } = dependencies
    this.#log = new KeptLog({ capacityBytes, explain, kindOf: (source) => this.#sources.kindOf(source) })
    this.#rows = new ViewRows(this.#log, { openThread, changed: () => this.#stateSoon() })
    this.#sources = new ViewSources(this.#log, sources, {
      lines: () => this.#rows.advance(),
      state: () => this.#stateSoon(),
      renumbered: () => this.#rows.renumber(),
    })
  }

  /** Answers one question of the window. Never throws; what is no question is not answered. */
  async ask(data: unknown): Promise<void> {
    const asked = Ask.safeParse(data)
    if (!asked.success) return
    const { id, name, input } = asked.data
    try {
      this.#by.post({ kind: 'answer', id, value: await this.#answer(name, input) })
    } catch (error) {
      if (!(error instanceof ProblemError) && !this.#closing.signal.aborted) console.error(`${name}:`, error)
      this.#by.post({ kind: 'refused', id, problem: problemOf(error) })
    }
  }

  /** Stops everything that was begun for it. */
  close(): void {
    this.#closing.abort(new DOMException('The view was closed', 'AbortError'))
    this.#sources.close()
    this.#rows.close()
    clearTimeout(this.#stateTimer)
  }

  #answer(name: string, input: unknown): unknown {
    if (!isRequestName(name)) throw new ProblemError(problem('ipc.unknown_name', { name }))
    const parsed = logRequests[name].input.safeParse(input)
    if (!parsed.success) {
      const detail = z.prettifyError(parsed.error)
      throw new ProblemError(problem('ipc.invalid_input', { name }, { detail }), { cause: parsed.error })
    }
    // TypeScript does not see that both belong to one name; the lines above have checked it.
    const handler = this.#handlers[name] as (input: unknown) => unknown
    return handler(parsed.data)
  }

  readonly #handlers: LogHandlers = {
    follow: ({ sources }) => {
      this.#sources.follow(sources)
      if (this.#lostAt !== undefined) this.#sources.mark({ kind: 'reopened', lostAt: this.#lostAt }, Date.now())
      this.#lostAt = undefined
    },
    available: async () => {
      const { sources, problem: unasked } = await this.#by.sources.available(this.#closing.signal)
      const named = sources.map((source) => ({ source, name: sourceName(source) }))
      return { sources: named, ...(unasked ? { problem: unasked } : {}) }
    },
    filter: ({ filter, keepLine }) => {
      this.#rows.setFilter(filter)
      return { revision: this.#rows.revision, row: this.#rows.near(this.#now(keepLine ?? this.#log.store.end)) }
    },
    rows: ({ first, count }) => this.#rows.read(first, count),
    find: async ({ from, line, direction }) => {
      await this.#rows.untilSearched(this.#closing.signal)
      return this.#rows.find(this.#rowNow(from, line), direction)
    },
    findError: ({ from, line, direction }) => this.#rows.findError(this.#rowNow(from, line), direction),
    locate: (at) => this.#rows.place('line' in at ? this.#now(at.line) : this.#log.store.atTime(at.time)),
    histogram: ({ buckets }) => ({ ...histogramOf(this.#log.store, buckets), errorRows: this.#rows.errors }),
    findings: () => this.#log.findings(),
    details: ({ line }) =>
      detailsAt(this.#log.store, this.#now(line), (text, source) => this.#log.explain(text, source)),
    text: ({ firstLine, lastLine, ...how }) => {
      const range = { ...how, firstLine: this.#now(firstLine), lastLine: this.#now(lastLine) }
      return { text: textOf({ store: this.#log.store, rows: this.#rows.index, names: this.#sources.names }, range) }
    },
    save: async ({ what, isCompressed }) => {
      const path = await this.#by.choosePath(`logs.txt${isCompressed ? '.gz' : ''}`)
      if (path === undefined) return null
      const { store } = this.#log
      const { names } = this.#sources
      const lines = what === 'shown' ? shownLines(store, this.#rows.index, names) : allLines(store, names)
      return { path, bytes: await saveLines(lines, { path, isCompressed }, this.#closing.signal) }
    },
  }

  #now(line: number): number {
    return this.#log.presentNumber(line)
  }

  /** Where a row is now of which was seen that it is that line. */
  #rowNow(row: number, line: number | undefined): number {
    return line === undefined ? row : this.#rows.place(this.#now(line)).row
  }

  #stateSoon(): void {
    if (this.#closing.signal.aborted || this.#stateTimer) return
    this.#stateTimer = setTimeout(() => this.#tellState(), this.#isFlood ? floodIntervalMs : stateIntervalMs)
  }

  #tellState(): void {
    this.#stateTimer = undefined
    this.#rows.advance()
    const { end } = this.#log.store
    this.#isFlood = end - this.#toldEnd > floodLines
    this.#toldEnd = end
    this.#by.post({ kind: 'state', state: this.#state() })
  }

  #state(): LogViewState {
    const { store } = this.#log
    const search = this.#rows.searchState
    return {
      kind: 'state',
      revision: this.#rows.revision,
      firstRow: this.#rows.first,
      endRow: this.#rows.end,
      lines: store.end - store.first,
      keptBytes: store.keptBytes,
      capacityBytes: store.capacityBytes,
      droppedLines: store.dropped,
      levels: this.#log.levels,
      sources: this.#sources.states,
      ...(search ? { search } : {}),
    }
  }
}

function isRequestName(name: string): name is LogRequestName {
  return Object.hasOwn(logRequests, name)
}
