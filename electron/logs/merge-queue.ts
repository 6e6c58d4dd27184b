import { Changes } from '../async/changes.ts'

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
  /** Its history is on its way: until then it is waited for. */
  expectedUntilMs: number
}

/** At most this long a line waits for another source that has just been speaking. */
const holdBackMs = 250
/** A source that has been silent is waited for only as long as a line may be under way. */
const quietHoldBackMs = 30
/** So long the first line of a source may take: a connection is made, a command begun. */
const beginningMs = 2000
/** Lines that were handed over are forgotten this many at a time. */
const compactLines = 4096

/**
 * Brings the lines of several sources into the order of their times. A line waits until every other source has a later one, or has had
 * time to send an earlier one. With one source nothing waits.
 */
export class MergeQueue {
  readonly #take: (line: QueuedLine) => void
  readonly #isWhole: boolean
  #queues = new Map<number, Queue>()
  #timer: NodeJS.Timeout | undefined
  /** Told when lines were handed over or forgotten. */
  readonly #changes = new Changes()

  /** `isWhole`: no source is silent before it is removed, so the order is kept at any price. */
  constructor(take: (line: QueuedLine) => void, { isWhole = false }: { isWhole?: boolean } = {}) {
    this.#take = take
    this.#isWhole = isWhole
  }

  add(source: number): void {
    const expectedUntilMs = Date.now() + beginningMs
    this.#queues.set(source, { lines: [], arrivals: [], next: 0, lastMs: 0, expectedUntilMs })
  }

  /** Nothing is to be expected of a source for now. */
  quiet(source: number): void {
    const queue = this.#queues.get(source)
    if (queue) queue.expectedUntilMs = 0
  }

  /** A source says nothing more; what it has said is handed over with the others'. */
  finish(source: number): void {
    const queue = this.#queues.get(source)
    if (queue && waitingIn(queue) > 0) queue.expectedUntilMs = Number.NEGATIVE_INFINITY
    else this.#queues.delete(source)
    this.flush()
  }

  push(line: QueuedLine): void {
    const queue = this.#queues.get(line.source)
    if (!queue || this.#queues.size === 1) {
      this.#take(line)
      return
    }
    queue.lastMs = Date.now()
    queue.expectedUntilMs = 0
    queue.lines.push(line)
    queue.arrivals.push(queue.lastMs)
  }

  /** Waits until no more than so many lines of a source are held back, or until aborted: whoever is ahead reads no further. */
  async untilNoMoreThan(most: number, source: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const { version } = this.#changes
      const queue = this.#queues.get(source)
      if (!queue || waitingIn(queue) <= most || signal.aborted) return
      await this.#changes.after(version, signal).catch(() => undefined)
    }
  }

  /** Hands over what may go; called after each batch, and by itself while something waits. */
  flush(): void {
    const now = Date.now()
    let hasTaken = false
    for (let ready = this.#earliest(now); ready; ready = this.#earliest(now)) {
      this.#take(ready.line)
      this.#drop(ready)
      hasTaken = true
    }
    if (hasTaken) this.#changes.notify()
    const isWaiting = [...this.#queues.values()].some((queue) => waitingIn(queue) > 0)
    if (isWaiting) this.#timer ??= setTimeout(() => this.#again(), 10)
  }

  /** Forgets all sources and what they have said. */
  clear(): void {
    this.#queues.clear()
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#changes.notify()
  }

  #again(): void {
    this.#timer = undefined
    this.flush()
  }

  #drop({ source, queue }: { source: number; queue: Queue }): void {
    queue.next += 1
    if (queue.next === queue.lines.length) {
      if (isFinished(queue)) this.#queues.delete(source)
      queue.lines = []
      queue.arrivals = []
      queue.next = 0
    } else if (queue.next >= compactLines && queue.next * 2 > queue.lines.length) {
      queue.lines = queue.lines.slice(queue.next)
      queue.arrivals = queue.arrivals.slice(queue.next)
      queue.next = 0
    }
  }

  #earliest(now: number): { line: QueuedLine; source: number; queue: Queue } | undefined {
    let best: { line: QueuedLine; source: number; queue: Queue } | undefined
    for (const [source, queue] of this.#queues) {
      const line = queue.lines[queue.next]
      if (line && (!best || line.time < best.line.time)) best = { line, source, queue }
    }
    if (!best) return undefined
    for (const queue of this.#queues.values()) {
      if (queue.lines.length > 0) continue
      if (this.#isWhole || now < queue.expectedUntilMs) return undefined
      const wasSpeaking = now - queue.lastMs < holdBackMs
      const patience = wasSpeaking ? holdBackMs : quietHoldBackMs
      if (now - (best.queue.arrivals[best.queue.next] ?? 0) < patience) return undefined
    }
    return best
  }
}

const waitingIn = ({ lines, next }: Queue) => lines.length - next
const isFinished = ({ expectedUntilMs }: Queue) => expectedUntilMs === Number.NEGATIVE_INFINITY
