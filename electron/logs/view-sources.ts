import type { LogSource, LogSourceState } from '#shared/log-view.ts'
import type { KeptLog } from './kept-log.ts'
import { flag, LineStore } from './line-store.ts'
import type { LogSources } from './log-sources.ts'
import { MergeQueue } from './merge-queue.ts'
import type { FollowerEvents, FollowerMarker, FollowerState } from './node-follower.ts'
import { sourceKey, sourceName } from './source-name.ts'

interface Source {
  readonly id: number
  readonly key: string
  readonly source: LogSource
  readonly name: string
  readonly stop: AbortController
  /** Lines that belong among others that were there before it; undefined when all of them have been brought there. */
  past: { readonly store: LineStore; isWhole: boolean; lastPieceMs: number } | undefined
  state: LogSourceState['state']
  problem?: LogSourceState['problem']
  lines: number
}

/** What a view does when something has changed. */
export interface SourceListener {
  readonly lines: () => void
  readonly state: () => void
  /** All lines have other numbers. */
  readonly renumbered: () => void
}

/** A reader that is this far ahead of the merge waits for it. */
const mostWaiting = 50_000
/** So long the first piece of a source may take: a connection is made, a command begun. */
const beginningMs = 2000
/** The past of an added source is whole when nothing has come for this time. */
const quietMs = 400
const lookMs = 50

/**
 * The sources of a view. Their lines come in the order of their times. One that is added to others has a past: it is set aside until
 * it is whole and then brought to its place, while the view goes on as it was.
 */
export class ViewSources {
  readonly #log: KeptLog
  readonly #logs: Pick<LogSources, 'follow'>
  readonly #listener: SourceListener
  readonly #merge: MergeQueue
  /** By the number of a source, also of one that is no longer followed. */
  readonly #all: Pick<Source, 'key' | 'source'>[] = []
  #sources: Source[] = []
  #looking: NodeJS.Timeout | undefined

  constructor(log: KeptLog, logs: Pick<LogSources, 'follow'>, listener: SourceListener) {
    this.#log = log
    this.#logs = logs
    this.#listener = listener
    this.#merge = new MergeQueue(({ bytes, start, end, ...line }) => {
      this.#log.append(bytes, start, end, line)
      this.#listener.state()
    })
  }

  get names(): ReadonlyMap<number, string> {
    return new Map(this.#sources.map(({ id, name }) => [id, name]))
  }

  get states(): LogSourceState[] {
    return this.#sources.map(({ id, source, name, state, lines, problem }) => {
      return { id, source, name, state, lines, ...(problem ? { problem } : {}) }
    })
  }

  kindOf(id: number): LogSource['kind'] {
    return this.#all[id]?.source.kind ?? 'node'
  }

  /** From now on these are followed and no others. The lines of those that are no longer followed stay. */
  follow(wanted: readonly LogSource[]): void {
    const keys = new Set(wanted.map(sourceKey))
    for (const source of this.#sources.filter(({ key }) => !keys.has(key))) this.#stop(source)
    this.#sources = this.#sources.filter(({ key }) => keys.has(key))
    const followed = new Set(this.#sources.map(({ key }) => key))
    const added = wanted.filter((source) => !followed.has(sourceKey(source)))
    // Where nothing goes on, the log begins anew.
    if (this.#sources.length === 0 && added.length > 0) {
      this.#merge.clear()
      this.#log.clear()
      this.#listener.renumbered()
    }
    const hasOthers = this.#sources.length > 0
    for (const source of added.map((each) => this.#add(each, hasOthers))) this.#begin(source)
    this.#weaveWhenWhole()
    this.#listener.state()
  }

  /** Says something between the lines that is of no source, at its place in time. */
  mark(marker: object, time: number): void {
    const id = this.#all.length
    this.#all.push({ key: '', source: { kind: 'events' } })
    this.#merge.add(id)
    this.#push(id, marker, time)
    this.#merge.finish(id)
  }

  close(): void {
    clearInterval(this.#looking)
    for (const { stop } of this.#sources) stop.abort(new DOMException('The view was closed', 'AbortError'))
    this.#sources = []
    this.#merge.clear()
  }

  #add(source: LogSource, hasOthers: boolean): Source {
    const added: Source = {
      id: this.#all.length,
      key: sourceKey(source),
      source,
      name: sourceName(source),
      stop: new AbortController(),
      past: hasOthers
        ? {
            store: new LineStore(this.#log.store.capacityBytes),
            isWhole: false,
            lastPieceMs: Date.now() + beginningMs - quietMs,
          }
        : undefined,
      state: 'waiting',
      lines: 0,
    }
    this.#all.push(added)
    this.#sources.push(added)
    if (added.past) this.#looking ??= setInterval(() => this.#lookForQuiet(), lookMs)
    else this.#merge.add(added.id)
    return added
  }

  #stop(source: Source): void {
    source.stop.abort(new DOMException('No longer followed', 'AbortError'))
    this.#merge.finish(source.id)
  }

  #begin(added: Source): void {
    const isOver = () => added.stop.signal.aborted
    const events: FollowerEvents = {
      line: (bytes, start, end, time, level) => {
        if (isOver()) return
        added.lines += 1
        const past = this.#pastFor(added, time)
        if (past) this.#log.setAside(past, bytes, start, end, { time, flags: level, source: added.id })
        else this.#merge.push({ bytes, start, end, time, flags: level, source: added.id })
      },
      batch: () => this.#batch(added),
      state: (state) => {
        if (!isOver()) this.#setState(added, state)
      },
      mark: (marker, time = Date.now()) => {
        if (isOver()) return
        const past = this.#pastFor(added, time)
        const bytes = Buffer.from(JSON.stringify(withDuration(marker)))
        const line = { time, flags: flag.marker, source: added.id }
        if (past) this.#log.setAside(past, bytes, 0, bytes.length, line)
        else this.#push(added.id, withDuration(marker), time)
      },
    }
    void this.#logs.follow(added.source, events, added.stop.signal)
  }

  #push(source: number, marker: object, time: number): void {
    const bytes = Buffer.from(JSON.stringify(marker))
    this.#merge.push({ bytes, start: 0, end: bytes.length, time, flags: flag.marker, source })
  }

  #setState(source: Source, state: FollowerState): void {
    if (source.past) source.past.lastPieceMs = Math.max(source.past.lastPieceMs, Date.now())
    if (state.kind !== 'following') this.#wholeIs(source)
    if (source.state === state.kind) return
    source.state = state.kind
    if (state.kind !== 'following') this.#merge.quiet(source.id)
    if (state.kind === 'reconnecting') source.problem = state.problem
    else delete source.problem
    this.#listener.state()
  }

  /** After each piece of a log. A source that is far ahead of the others waits for them. */
  async #batch(source: Source): Promise<void> {
    if (source.past) source.past.lastPieceMs = Date.now()
    this.#merge.flush()
    this.#listener.lines()
    await this.#merge.untilNoMoreThan(mostWaiting, source.id, source.stop.signal)
    this.#listener.lines()
  }

  /** Where a line of that time goes: aside, as long as it is older than what the log ends with. */
  #pastFor(source: Source, time: number): LineStore | undefined {
    const { past } = source
    if (!past || past.isWhole) return undefined
    if (time < (this.#log.store.lastTime ?? Number.NEGATIVE_INFINITY)) return past.store
    this.#wholeIs(source)
    return undefined
  }

  #wholeIs(source: Source): void {
    if (!source.past || source.past.isWhole) return
    source.past.isWhole = true
    this.#merge.add(source.id)
    this.#merge.quiet(source.id)
    this.#weaveWhenWhole()
  }

  #lookForQuiet(): void {
    const now = Date.now()
    for (const source of this.#sources) {
      if (source.past && now - source.past.lastPieceMs >= quietMs) this.#wholeIs(source)
    }
  }

  /** Several that were added together come to their places at once: it takes a look at every line. */
  #weaveWhenWhole(): void {
    const pasts = this.#sources.flatMap(({ past }) => past ?? [])
    if (pasts.length === 0 || !pasts.every(({ isWhole }) => isWhole)) {
      if (pasts.length === 0) this.#stopLooking()
      return
    }
    this.#stopLooking()
    const present = new Map(this.#sources.map(({ key, id }) => [key, id]))
    // Who was followed before has its lines twice now.
    const isLeftOut = (id: number) => (present.get(this.#all[id]?.key ?? '') ?? id) !== id
    this.#log.weaveIn(
      pasts.map(({ store }) => store),
      isLeftOut,
    )
    for (const source of this.#sources) source.past = undefined
    this.#listener.renumbered()
  }

  #stopLooking(): void {
    clearInterval(this.#looking)
    this.#looking = undefined
  }
}

/** What a row says of a marker. */
function withDuration(marker: FollowerMarker): object {
  return marker.kind === 'resumed' ? { ...marker, afterMs: Date.now() - marker.lostAt } : marker
}
