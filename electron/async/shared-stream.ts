import { Changes } from './changes.ts'

interface Source<T> {
  readonly stop: AbortController
  readonly changes: Changes
  readonly queues: Set<T[]>
  first: { readonly item: T } | undefined
  end: { readonly error?: unknown } | undefined
}

/**
 * One stream for many readers. It is opened for the first reader and stopped when the last one leaves; a reader after an end opens
 * it anew. Each reader gets everything since it came, after the stream's first item, and then the same end or error as the others.
 */
export class SharedStream<T> {
  readonly #open: (signal: AbortSignal) => AsyncIterable<T>
  #source: Source<T> | undefined

  constructor(open: (signal: AbortSignal) => AsyncIterable<T>) {
    this.#open = open
  }

  /** How many read it now. */
  get readers(): number {
    return this.#source?.queues.size ?? 0
  }

  /** Ends quietly when aborted. */
  async *read(signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    if (signal.aborted) return
    this.#source ??= this.#begin()
    const source = this.#source
    const queue: T[] = source.first ? [source.first.item] : []
    source.queues.add(queue)
    try {
      while (!signal.aborted) {
        const { version } = source.changes
        const items = queue.splice(0)
        for (const item of items) yield item
        if (items.length > 0) continue
        if (source.end) {
          if ('error' in source.end) throw source.end.error
          return
        }
        await source.changes.after(version, signal).catch(() => undefined)
      }
    } finally {
      source.queues.delete(queue)
      if (source.queues.size === 0) this.#end(source, {})
    }
  }

  #begin(): Source<T> {
    const source: Source<T> = {
      stop: new AbortController(),
      changes: new Changes(),
      queues: new Set(),
      first: undefined,
      end: undefined,
    }
    void this.#pump(source)
    return source
  }

  async #pump(source: Source<T>): Promise<void> {
    try {
      for await (const item of this.#open(source.stop.signal)) {
        source.first ??= { item }
        for (const queue of source.queues) queue.push(item)
        source.changes.notify()
      }
      this.#end(source, {})
    } catch (error) {
      this.#end(source, { error })
    }
  }

  #end(source: Source<T>, end: { readonly error?: unknown }): void {
    if (this.#source === source) this.#source = undefined
    source.end ??= end
    source.stop.abort(new DOMException('The stream is over', 'AbortError'))
    source.changes.notify()
  }
}
