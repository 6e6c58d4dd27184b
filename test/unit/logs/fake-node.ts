import { Changes } from '../../../electron/async/changes.ts'
import type { LogPlace } from '../../../electron/docker/docker-streams.ts'
import {
  type FollowerMarker,
  type FollowOptions,
  followNode,
  type NodeContainer,
  type NodeLogs,
} from '../../../electron/logs/node-follower.ts'

export interface Line {
  readonly atMs: number
  readonly text: string
  /** Without a line break at its end, as Podman has it of a container that died in the middle. */
  readonly isOpen?: boolean
}

const frame = ({ atMs, text, isOpen = false }: Line) => {
  const record = Buffer.from(`${new Date(atMs).toISOString().replace('Z', '000000Z')} ${text}${isOpen ? '' : '\n'}`)
  const header = Buffer.alloc(8)
  header[0] = 1
  header.writeUInt32BE(record.length, 4)
  return Buffer.concat([header, record])
}

/** Tells when somebody waits for something to happen. */
class LastWait extends Changes {
  readonly #end: () => void
  constructor(end: () => void) {
    super()
    this.#end = end
  }
  override after(): Promise<void> {
    this.#end()
    return Promise.resolve()
  }
}

/** A container that prints nothing by itself, and has stopped unless it is said to run. */
export class Container implements NodeLogs {
  /** What Docker has of its log. */
  lines: Line[]
  now: NodeContainer | undefined = stopped(1000)
  /** How often it was followed. */
  asked = 0
  /** When the oldest line was logged; undefined: as the first one that Docker has. */
  oldest: number | undefined
  /** Done when a line has been handed over. */
  after: (line: Line) => void = () => undefined
  /** What comes to whoever follows for the n-th time; by default what Docker has. */
  followed: ((lines: Line[], signal: AbortSignal) => AsyncIterable<Line>)[] = []
  readonly #closed = new AbortController()
  /** Whoever waits for something to happen has told all. */
  readonly changes: Changes = new LastWait(() => this.#closed.abort())

  constructor(lines: Line[] = []) {
    this.lines = lines
  }

  get signal(): AbortSignal {
    return this.#closed.signal
  }

  /** Whoever follows it next has what was there, and then `rest`. Docker has `lines` by then. */
  growsTo(lines: Line[], rest: readonly Line[] = []): void {
    this.#nextFollowed(async function* (had) {
      this.lines = lines
      yield* [...had, ...rest]
    })
  }

  /** The same without more to come, and the connection stays. */
  growsSilentlyTo(lines: Line[]): void {
    this.#nextFollowed(async function* (had, signal) {
      yield* had
      this.lines = lines
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    })
  }

  /** The same, but the connection breaks behind `rest`. */
  growsAndBreaks(lines: Line[], rest: readonly Line[] = []): void {
    this.#nextFollowed(async function* (had) {
      yield* [...had, ...rest]
      this.lines = lines
      throw new Error('broken')
    })
  }

  #nextFollowed(by: (this: Container, had: Line[], signal: AbortSignal) => AsyncIterable<Line>): void {
    this.followed.push(by.bind(this))
  }

  /** It is started again in the middle of its log, behind that line. */
  restartsAfter(text: string): void {
    this.after = (line) => {
      if (line.text !== text) return
      this.now = restarted
      this.changes.notify()
    }
  }

  find(): Promise<NodeContainer | undefined> {
    return Promise.resolve(this.now)
  }

  readonly wanted: LogPlace[] = []

  async *chunks(_: string, place: LogPlace, signal: AbortSignal) {
    this.wanted.push(place)
    const { tailLines = this.lines.length, follow } = place
    const wanted = this.lines.slice(Math.max(0, this.lines.length - tailLines))
    if (!follow) {
      for (const line of wanted) {
        yield frame(line)
        this.after(line)
      }
      return
    }
    const followed = this.followed[this.asked]
    this.asked += 1
    for await (const line of followed ? followed(wanted, signal) : wanted) {
      yield frame(line)
      this.after(line)
    }
  }

  oldestTime(_: string, tailLines = this.lines.length): Promise<number | undefined> {
    const first = Math.max(0, this.lines.length - tailLines)
    return Promise.resolve((first === 0 && this.oldest) || this.lines[first]?.atMs)
  }

  /** What a follower tells until it waits for something to happen. */
  async told(options?: FollowOptions): Promise<string[]> {
    const told: string[] = []
    const events = {
      line: (bytes: Buffer, start: number, end: number) => void told.push(bytes.toString('utf8', start, end)),
      batch: () => undefined,
      state: () => undefined,
      mark: (marker: FollowerMarker) =>
        void told.push(
          marker.kind === 'rotated' ? `<lost from ${marker.from} until ${marker.until}>` : `<${marker.kind}>`,
        ),
    }
    await followNode('node', this, events, this.signal, options)
    return told
  }
}

export const stopped = (startedAtMs: number): NodeContainer => ({
  id: 'a',
  isRunning: false,
  startedAtMs,
  runsSinceMs: startedAtMs,
})

/** Its second run. */
export const restarted: NodeContainer = { ...stopped(2990), runsSinceMs: 2500 }

export const numbered = (count: number): Line[] =>
  Array.from({ length: count }, (_, number) => ({ atMs: 2000 + number, text: `line ${number}` }))
export const textsOf = (lines: readonly Line[]) => lines.map(({ text }) => text)
