import { Changes } from '../async/changes.ts'
import { type Chunk, flag, type LineStore } from './line-store.ts'
import { RowIndex } from './row-index.ts'
import type { SearchListener, SearchTask, SearchThread } from './search-lines.ts'

export type OpenThread = (listener: SearchListener) => SearchThread

/** Lines that were found, in order: they come behind all found before, or in front of them. */
export interface FoundLines {
  readonly lines: Uint32Array
  readonly isInFront: boolean
}

/** A megabyte takes some milliseconds; an expression that needs this long for one explodes. */
const taskTimeoutMs = 2000

/**
 * Finds the lines of a log that an expression matches, in another thread, a chunk at a time. What was looked at is always one stretch
 * without gaps: it begins with the newest chunk, follows the lines that come, and grows backwards while there are none.
 */
export class SearchRun {
  readonly #store: LineStore
  readonly #openThread: OpenThread
  readonly #tell: (found: FoundLines) => void
  readonly #pattern: RegExp
  #thread: SearchThread | undefined
  #found = new RowIndex()
  /** The stretch of lines that was looked at; `end` is behind it. */
  #first: number
  #end: number
  #task: { readonly first: number; readonly end: number; readonly timer: NodeJS.Timeout } | undefined
  #isStopped = false
  #isClosed = false
  readonly changes = new Changes()

  constructor(options: {
    readonly store: LineStore
    readonly pattern: RegExp
    readonly openThread: OpenThread
    readonly tell: (found: FoundLines) => void
  }) {
    this.#store = options.store
    this.#pattern = options.pattern
    this.#openThread = options.openThread
    this.#tell = options.tell
    this.#first = this.#store.chunks.at(-1)?.first ?? this.#store.end
    this.#end = this.#first
    this.advance()
  }

  /** The expression took too long; what was found until then counts. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  get isComplete(): boolean {
    return this.#isStopped || (!this.#task && !this.#next())
  }

  /** The lines found, by their place among all found. */
  get found(): RowIndex {
    return this.#found
  }

  /** Looks at what is new. Called after each batch of lines. */
  advance(): void {
    if (this.#task || this.#isStopped || this.#isClosed) return
    this.#found.dropBefore(this.#store.first)
    this.#first = Math.max(this.#first, this.#store.first)
    this.#end = Math.max(this.#end, this.#first)
    const next = this.#next()
    if (next) this.#send(next)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#task?.timer)
    this.#thread?.end()
    this.changes.notify()
  }

  #next(): { chunk: Chunk; from: number } | undefined {
    const newer = this.#store.find(this.#end)
    if (newer) return { chunk: newer.chunk, from: newer.at }
    const older = this.#store.find(this.#first - 1)
    return older && { chunk: older.chunk, from: 0 }
  }

  #send({ chunk, from }: { chunk: Chunk; from: number }): void {
    const { buffer } = chunk.bytes
    if (!(buffer instanceof SharedArrayBuffer)) throw new TypeError('A chunk lies in shared memory')
    const task: SearchTask = {
      first: chunk.first,
      bytes: buffer,
      starts: chunk.starts,
      from,
      until: chunk.count,
      source: this.#pattern.source,
      flags: this.#pattern.flags,
    }
    this.#thread ??= this.#openThread({ found: (lines) => this.#take(lines), failed: () => this.#giveUp() })
    const timer = setTimeout(() => this.#giveUp(), taskTimeoutMs)
    this.#task = { first: chunk.first + from, end: chunk.first + chunk.count, timer }
    this.#thread.search(task)
  }

  #take(answer: Uint32Array): void {
    const task = this.#task
    if (!task || this.#isClosed) return
    const lines = answer.filter((line) => !this.#isMarker(line))
    clearTimeout(task.timer)
    this.#task = undefined
    const isInFront = task.first < this.#first
    if (isInFront) this.#found.unshift(lines)
    else for (const line of lines) this.#found.push(line)
    this.#first = Math.min(this.#first, task.first)
    this.#end = Math.max(this.#end, task.end)
    this.#tell({ lines, isInFront })
    this.advance()
    this.changes.notify()
  }

  /** The bytes of a marker are no text that anybody sees. */
  #isMarker(line: number): boolean {
    const found = this.#store.find(line)
    return found !== undefined && ((found.chunk.flags[found.at] ?? 0) & flag.marker) !== 0
  }

  /** What was found until now stays; the thread is ended in the middle of its work. */
  #giveUp(): void {
    this.#isStopped = true
    clearTimeout(this.#task?.timer)
    this.#task = undefined
    this.#thread?.end()
    this.#thread = undefined
    this.#tell({ lines: new Uint32Array(), isInFront: false })
    this.changes.notify()
  }
}
