/** A line on its way into the log. */
export interface QueuedLine {
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
  readonly time: number
  readonly flags: number
  readonly source: number
}

interface Queue {
  lines: QueuedLine[]
  /** When each of them came. */
  arrivals: number[]
  /** Where the next one is: lines are not shifted one by one. */
  next: number
  lastMs: number
}

/** At most this long a line waits for another source that has just been speaking. */
const holdBackMs = 250
/** A source that has been silent is waited for only as long as a line may be under way. */
const quietHoldBackMs = 30

/**
 * Brings the lines of several sources into the order of their times. A line waits until every other source has a later one, or has had
 * time to send an earlier one. With one source nothing waits.
 */
export class MergeQueue {
  readonly #take: (line: QueuedLine) => void
  #queues = new Map<number, Queue>()
  #timer: NodeJS.Timeout | undefined

  constructor(take: (line: QueuedLine) => void) {
    this.#take = take
  }

  add(source: number): void {
    this.#queues.set(source, { lines: [], arrivals: [], next: 0, lastMs: 0 })
  }

  remove(source: number): void {
    const queue = this.#queues.get(source)
    this.#queues.delete(source)
    for (const line of queue?.lines.slice(queue.next) ?? []) this.#take(line)
    this.flush()
  }

  push(line: QueuedLine): void {
    const queue = this.#queues.get(line.source)
    if (!queue || this.#queues.size === 1) {
      this.#take(line)
      return
    }
    queue.lastMs = Date.now()
    queue.lines.push(line)
    queue.arrivals.push(queue.lastMs)
  }

  /** How many lines of a source wait: whoever reads it pauses when they are many. */
  waiting(source: number): number {
    const queue = this.#queues.get(source)
    return queue ? queue.lines.length - queue.next : 0
  }

  /** Hands over what may go; called after each batch, and by itself while something waits. */
  flush(): void {
    const now = Date.now()
    for (;;) {
      const ready = this.#earliest(now)
      if (!ready) break
      this.#take(ready.line)
      ready.queue.next += 1
      if (ready.queue.next === ready.queue.lines.length) {
        ready.queue.lines = []
        ready.queue.arrivals = []
        ready.queue.next = 0
      }
    }
    const isWaiting = [...this.#queues.values()].some(({ lines }) => lines.length > 0)
    if (isWaiting) this.#timer ??= setTimeout(() => this.#again(), 10)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #again(): void {
    this.#timer = undefined
    this.flush()
  }

  #earliest(now: number): { line: QueuedLine; queue: Queue } | undefined {
    let best: { line: QueuedLine; queue: Queue } | undefined
    for (const queue of this.#queues.values()) {
      const line = queue.lines[queue.next]
      if (line && (!best || line.time < best.line.time)) best = { line, queue }
    }
    if (!best) return undefined
    for (const queue of this.#queues.values()) {
      if (queue.lines.length > 0) continue
      const wasSpeaking = now - queue.lastMs < holdBackMs
      const patience = wasSpeaking ? holdBackMs : quietHoldBackMs
      if (now - (best.queue.arrivals[best.queue.next] ?? 0) < patience) return undefined
    }
    return best
  }
}
