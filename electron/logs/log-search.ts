import { Worker } from 'node:worker_threads'
import type { Chunk, LineStore } from './line-store.ts'

export interface SearchTask {
  readonly chunk: number
  readonly first: number
  readonly bytes: SharedArrayBuffer
  readonly starts: Uint32Array
  readonly from: number
  readonly until: number
  readonly source: string
  readonly flags: string
}

export interface SearchAnswer {
  readonly chunk: number
  readonly until: number
  readonly lines: Uint32Array
}

/** A megabyte takes some milliseconds; an expression that needs this long for one explodes. */
const taskTimeoutMs = 2000

/**
 * Finds the lines of a log that an expression matches, in another thread, a chunk at a time, the newest first. Goes on as lines come.
 */
export class LogSearch {
  readonly #store: LineStore
  readonly #threadPath: string
  readonly #changed: () => void
  readonly #pattern: RegExp
  #worker: Worker | undefined
  /** By chunk: the lines found, and how far it was looked at. */
  #found = new Map<number, { first: number; lines: Uint32Array[]; until: number }>()
  #task: { chunk: number; timer: NodeJS.Timeout } | undefined
  #isStopped = false
  #isClosed = false

  constructor(options: { store: LineStore; pattern: RegExp; threadPath: string; changed: () => void }) {
    this.#store = options.store
    this.#pattern = options.pattern
    this.#threadPath = options.threadPath
    this.#changed = options.changed
    this.advance()
  }

  get isStopped(): boolean {
    return this.#isStopped
  }

  get isComplete(): boolean {
    return this.#isStopped || (!this.#task && !this.#next())
  }

  get count(): number {
    let sum = 0
    for (const { lines } of this.#found.values()) for (const part of lines) sum += part.length
    return sum
  }

  /** Looks at what is new. Called after each batch of lines. */
  advance(): void {
    if (this.#task || this.#isStopped || this.#isClosed) return
    for (const [id, { first }] of this.#found) if (first < this.#store.first) this.#found.delete(id)
    const next = this.#next()
    if (next) this.#send(next)
  }

  has(line: number): boolean {
    const chunk = this.#store.find(line)?.chunk
    const parts = chunk && this.#found.get(chunk.id)?.lines
    return parts?.some((part) => contains(part, line)) ?? false
  }

  /** All lines found, in order. */
  *lines(): Generator<number> {
    const ordered = [...this.#found.values()].sort((a, b) => a.first - b.first)
    for (const { lines } of ordered) for (const part of lines) yield* part
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#task?.timer)
    void this.#worker?.terminate()
  }

  #next(): { chunk: Chunk; from: number } | undefined {
    for (let index = this.#store.chunks.length - 1; index >= 0; index -= 1) {
      const chunk = this.#store.chunks[index]
      if (!chunk) continue
      const from = this.#found.get(chunk.id)?.until ?? 0
      if (from < chunk.count) return { chunk, from }
    }
    return undefined
  }

  #send({ chunk, from }: { chunk: Chunk; from: number }): void {
    const { buffer } = chunk.bytes
    if (!(buffer instanceof SharedArrayBuffer)) throw new TypeError('A chunk lies in shared memory')
    const task: SearchTask = {
      chunk: chunk.id,
      first: chunk.first,
      bytes: buffer,
      starts: chunk.starts,
      from,
      until: chunk.count,
      source: this.#pattern.source,
      flags: this.#pattern.flags,
    }
    this.#worker ??= this.#start()
    this.#task = { chunk: chunk.id, timer: setTimeout(() => this.#giveUp(), taskTimeoutMs) }
    this.#worker.postMessage(task)
  }

  #start(): Worker {
    const worker = new Worker(this.#threadPath)
    worker.on('message', (answer: SearchAnswer) => this.#take(answer))
    worker.on('error', () => this.#giveUp())
    worker.unref()
    return worker
  }

  #take({ chunk: id, until, lines }: SearchAnswer): void {
    clearTimeout(this.#task?.timer)
    this.#task = undefined
    const chunk = this.#store.chunks.find((each) => each.id === id)
    if (chunk) {
      const before = this.#found.get(id)
      const parts = lines.length > 0 ? [...(before?.lines ?? []), lines] : (before?.lines ?? [])
      this.#found.set(id, { first: chunk.first, lines: parts, until })
    }
    this.advance()
    this.#changed()
  }

  /** What was found until now stays; the thread is ended in the middle of its work. */
  #giveUp(): void {
    this.#isStopped = true
    clearTimeout(this.#task?.timer)
    this.#task = undefined
    void this.#worker?.terminate()
    this.#worker = undefined
    this.#changed()
  }
}

function contains(lines: Uint32Array, line: number): boolean {
  let low = 0
  let high = lines.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = lines[middle] ?? 0
    if (found === line) return true
    if (found < line) low = middle + 1
    else high = middle - 1
  }
  return false
}
