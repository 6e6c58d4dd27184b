import { describe, expect, it } from 'vitest'
import { Changes } from '../../../electron/async/changes.ts'
import type { LogPlace } from '../../../electron/docker/docker-streams.ts'
import {
  type FollowerMarker,
  type FollowOptions,
  followNode,
  type NodeContainer,
  type NodeLogs,
} from '../../../electron/logs/node-follower.ts'

interface Line {
  readonly atMs: number
  readonly text: string
}

const frame = ({ atMs, text }: Line) => {
  const record = Buffer.from(`${new Date(atMs).toISOString().replace('Z', '000000Z')} ${text}\n`)
  const header = Buffer.alloc(8)
  header[0] = 1
  header.writeUInt32BE(record.length, 4)
  return Buffer.concat([header, record])
}

/** A container that prints nothing by itself. */
class Container implements NodeLogs {
  /** What Docker has of its log. */
  lines: Line[] = []
  now: NodeContainer | undefined
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
  readonly changes = new (class extends Changes {
    readonly #end: () => void
    constructor(end: () => void) {
      super()
      this.#end = end
    }
    override after(): Promise<void> {
      this.#end()
      return Promise.resolve()
    }
  })(() => this.#closed.abort())

  get signal(): AbortSignal {
    return this.#closed.signal
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

const stopped = (startedAtMs: number): NodeContainer => ({
  id: 'a',
  isRunning: false,
  startedAtMs,
  runsSinceMs: startedAtMs,
})

const numbered = (count: number): Line[] =>
  Array.from({ length: count }, (_, number) => ({ atMs: 2000 + number, text: `line ${number}` }))
const textsOf = (lines: readonly Line[]) => lines.map(({ text }) => text)

describe('a follower of a node', () => {
  it('reads on when Docker ends the log of a stopped container before its end', async () => {
    const container = new Container()
    container.now = stopped(1000)
    const lines = numbered(10)
    container.lines = lines.slice(0, 3)
    container.followed = [
      async function* (had) {
        container.lines = lines.slice(0, 6)
        yield* had
      },
      async function* (had) {
        container.lines = lines
        yield* had
      },
    ]
    expect(await container.told()).toEqual([...lines.map(({ text }) => text), '<ended>'])
  })

  it('puts the rest of a run before the marker of the next one', async () => {
    const container = new Container()
    container.now = stopped(1000)
    container.lines = [
      { atMs: 2000, text: 'old 1' },
      { atMs: 2001, text: 'old 2' },
      { atMs: 3000, text: 'new 1' },
    ]
    const [first, ...rest] = container.lines
    container.lines = container.lines.slice(0, 1)
    container.followed = [
      async function* () {
        container.lines = [...container.lines, ...rest]
        if (first) yield first
      },
    ]
    const find = container.find.bind(container)
    container.find = () => {
      if (container.asked === 1) container.now = { ...stopped(2990), runsSinceMs: 2500 }
      return find()
    }
    expect(await container.told()).toEqual(['old 1', 'old 2', '<restarted>', 'new 1', '<ended>'])
  })

  it('sees that a container was started again, also where its log goes on without a break', async () => {
    const container = new Container()
    container.now = stopped(1000)
    container.lines = [
      { atMs: 2000, text: 'old 1' },
      { atMs: 2001, text: 'old 2, late' },
      { atMs: 3000, text: 'new 1' },
    ]
    container.after = ({ text }) => {
      if (text !== 'old 1') return
      container.now = { ...stopped(2990), runsSinceMs: 2500 }
      container.changes.notify()
    }
    expect(await container.told()).toEqual(['old 1', 'old 2, late', '<restarted>', 'new 1', '<ended>'])
  })

  it('says nothing of a container that was never started', async () => {
    const container = new Container()
    container.now = { id: 'a', isRunning: false, startedAtMs: undefined, runsSinceMs: undefined }
    expect(await container.told()).toEqual([])
    expect(container.asked).toBe(0)
  })

  it('says before its first line that there are older ones than it reads', async () => {
    const container = new Container()
    container.now = stopped(1000)
    container.lines = [{ atMs: 3000, text: 'newest' }]
    container.oldest = 2000
    expect(await container.told()).toEqual(['<cut>', 'newest', '<ended>'])
    const whole = new Container()
    whole.now = stopped(1000)
    whole.lines = [{ atMs: 3000, text: 'newest' }]
    whole.oldest = 3000
    expect(await whole.told()).toEqual(['newest', '<ended>'])
  })

  it('asks Docker for what is wanted since a moment, all of it, and not for more', async () => {
    const container = new Container()
    container.now = stopped(1000)
    const lines = numbered(20_000)
    container.lines = lines
    const told = await container.told({ sinceMs: 2000 + 15_000, isOnlyHistory: true })
    expect(told).toEqual(textsOf(lines.slice(15_000)))
    // Docker would decode all of a large log to find a moment.
    const [first, second = 0, ...more] = container.wanted.map(({ tailLines }) => tailLines)
    expect([first, more]).toEqual([1000, []])
    expect(second).toBeLessThan(6200)
  })

  it('goes on behind the newest line where none that was there is wanted', async () => {
    const container = new Container()
    container.now = stopped(1000)
    const lines = numbered(5)
    container.lines = lines.slice(0, 3)
    container.followed = [
      async function* (had) {
        container.lines = lines
        yield* had
      },
    ]
    expect(await container.told({ historyLines: 0 })).toEqual(['line 3', 'line 4', '<ended>'])
  })
})

describe('a follower whose connection breaks', () => {
  it('reads little of what it had again, however far behind it is and however unevenly the lines came', async () => {
    const container = new Container()
    container.now = stopped(1000)
    // Nothing for a minute in the middle, and ten times as many lines a second after it.
    const lines = Array.from({ length: 60_000 }, (_, number) => ({
      atMs: number < 30_000 ? 2000 + number : 92_000 + number / 10,
      text: `line ${number}`,
    }))
    container.lines = lines.slice(0, 100)
    container.followed = [
      async function* (had) {
        yield* [...had, ...lines.slice(100, 20_000)]
        container.lines = lines
        throw new Error('broken')
      },
    ]
    expect(await container.told()).toEqual([
      ...textsOf(lines.slice(0, 20_000)),
      '<resumed>',
      ...textsOf(lines.slice(20_000)),
      '<ended>',
    ])
    const read = container.wanted.filter(({ follow }) => !follow).map(({ tailLines }) => tailLines)
    expect(Math.max(...read.slice(1).map((tailLines = 60_000) => tailLines))).toBeLessThan(50_000)
  })

  it('shows what comes, also where that happened before the first line that is not wanted', async () => {
    const container = new Container()
    container.now = stopped(1000)
    const lines = numbered(5)
    container.lines = lines.slice(0, 3)
    let isBroken = false
    container.after = () => {
      if (isBroken) return
      isBroken = true
      throw new Error('broken')
    }
    container.followed = [
      async function* (had) {
        container.lines = lines
        yield* had
      },
    ]
    expect(await container.told({ historyLines: 0 })).toEqual(['<resumed>', 'line 3', 'line 4', '<ended>'])
  })
})

describe('a log that is rotated while it is read', () => {
  /** A container with files so small that a hole may be between any two lines. */
  function rotating(count: number) {
    const container = new Container()
    container.now = { ...stopped(1000), logFileBytes: 1000 }
    const lines = numbered(count)
    container.lines = lines.slice(0, 100)
    return { container, lines }
  }

  it('has the lines that Docker skips while it is followed', async () => {
    const { container, lines } = rotating(1000)
    container.followed = [
      async function* (had) {
        container.lines = lines
        yield* [...had, ...lines.slice(700)]
      },
    ]
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it('says between which times lines are lost that Docker has no more', async () => {
    const { container, lines } = rotating(1000)
    container.followed = [
      async function* (had) {
        container.lines = lines.slice(600)
        yield* [...had, ...lines.slice(900)]
      },
    ]
    const [first, rest] = [textsOf(lines.slice(0, 100)), textsOf(lines.slice(600))]
    expect(await container.told()).toEqual([...first, '<lost from 2099 until 2600>', ...rest, '<ended>'])
  })

  it('says so too when that happened while the connection was broken', async () => {
    const { container, lines } = rotating(1000)
    container.followed = [
      // biome-ignore lint/correctness/useYield: it breaks at once.
      async function* () {
        container.lines = lines.slice(101)
        throw new Error('broken')
      },
    ]
    const [first, rest] = [textsOf(lines.slice(0, 100)), textsOf(lines.slice(101))]
    const marks = ['<resumed>', '<lost from 2099 until 2101>']
    expect(await container.told()).toEqual([...first, ...marks, ...rest, '<ended>'])
  })

  it('says nothing where no line is missing, though others have pushed the oldest out', async () => {
    const { container, lines } = rotating(200)
    container.followed = [
      async function* (had) {
        container.lines = lines.slice(99)
        yield* [...had, ...lines.slice(100)]
      },
    ]
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it('reads on by itself where Docker sends nothing more, though its log grows', async () => {
    const { container, lines } = rotating(1000)
    container.followed = [
      async function* (had, signal) {
        yield* had
        container.lines = lines
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      },
    ]
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  }, 30_000)

  it('does so also when Docker was too busy to be asked before', async () => {
    const { container, lines } = rotating(1000)
    const chunks = container.chunks.bind(container)
    let refusals = 1
    container.chunks = (id, place, signal) => {
      if (place.tailLines !== 1 || refusals === 0) return chunks(id, place, signal)
      refusals -= 1
      throw new Error('busy')
    }
    container.followed = [
      async function* (had, signal) {
        yield* had
        container.lines = lines
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      },
    ]
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  }, 30_000)

  it('has each line once where Docker begins with a file again', async () => {
    const { container, lines } = rotating(1000)
    container.followed = [
      async function* (had) {
        container.lines = lines
        yield* [...had, ...lines.slice(100, 300), ...lines.slice(150, 300), ...lines.slice(300)]
      },
    ]
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it("has each line once where the engine's clock was set back", async () => {
    const { container } = rotating(100)
    const lines = [
      ...numbered(100),
      ...numbered(50).map(({ atMs, text }) => ({ atMs: atMs - 500, text: `${text} again` })),
    ]
    container.followed = [
      async function* (had) {
        container.lines = lines
        yield* [...had, ...lines.slice(100)]
      },
    ]
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  })

  it('reads the whole of what has come meanwhile, however much it is', async () => {
    const { container, lines } = rotating(100_000)
    container.followed = [
      async function* () {
        container.lines = lines
        yield* lines.slice(-1000)
      },
    ]
    expect(await container.told()).toEqual([...textsOf(lines), '<ended>'])
  }, 30_000)
})
