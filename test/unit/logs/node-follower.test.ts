import { describe, expect, it } from 'vitest'
import { Changes } from '../../../electron/async/changes.ts'
import {
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

/** A container whose log Docker ends after `pieces[n]` lines, when it is asked for the n-th time. */
class Container implements NodeLogs {
  lines: Line[] = []
  pieces: number[] = []
  now: NodeContainer | undefined
  asked = 0
  /** When the oldest line was logged; undefined: as the first one that is sent. */
  oldest: number | undefined
  /** Done when a line has been handed over. */
  after: (line: Line) => void = () => undefined
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

  readonly wanted: { since?: string | undefined; tailLines?: number | undefined }[] = []

  async *chunks(_: string, wish: { since?: string | undefined; tailLines?: number | undefined }) {
    const { since } = wish
    this.wanted.push(wish)
    const sinceMs = since === undefined ? 0 : Number(since) * 1000
    const wanted = this.lines.filter(({ atMs }) => atMs >= sinceMs - 0.5)
    const piece = this.pieces[this.asked] ?? wanted.length
    this.asked += 1
    for (const line of wanted.slice(0, piece)) {
      yield frame(line)
      this.after(line)
    }
  }

  oldestTime(): Promise<number | undefined> {
    return Promise.resolve(this.oldest)
  }

  /** What a follower tells until it waits for something to happen. */
  async told(options?: FollowOptions): Promise<string[]> {
    const told: string[] = []
    const events = {
      line: (bytes: Buffer, start: number, end: number) => void told.push(bytes.toString('utf8', start, end)),
      batch: () => undefined,
      state: () => undefined,
      mark: ({ kind }: { kind: string }) => void told.push(`<${kind}>`),
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

describe('a follower of a node', () => {
  it('reads on when Docker ends the log of a stopped container before its end', async () => {
    const container = new Container()
    container.now = stopped(1000)
    container.lines = Array.from({ length: 10 }, (_, number) => ({ atMs: 2000 + number, text: `line ${number}` }))
    container.pieces = [3, 5]
    expect(await container.told()).toEqual([...container.lines.map(({ text }) => text), '<ended>'])
  })

  it('puts the rest of a run before the marker of the next one', async () => {
    const container = new Container()
    container.now = stopped(1000)
    container.lines = [
      { atMs: 2000, text: 'old 1' },
      { atMs: 2001, text: 'old 2' },
      { atMs: 3000, text: 'new 1' },
    ]
    container.pieces = [1]
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
    container.oldest = 1500
    container.lines = [
      { atMs: 2000, text: 'old' },
      { atMs: 3000, text: 'new' },
    ]
    expect(await container.told({ sinceMs: 2500, isOnlyHistory: true })).toEqual(['new'])
    expect(container.wanted).toMatchObject([{ since: '2.500', tailLines: undefined }])
  })
})
