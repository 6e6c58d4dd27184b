// Longer than a file should be because it is one list of what a view can be asked, with the sources that it shows.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { LogFrame, LogRequestInput, LogRequestName, LogRow, LogSource, LogViewState } from '#shared/log-view.ts'
import { explainMessage } from '../../../electron/logs/explanations.ts'
import { levelOfBytes } from '../../../electron/logs/line-level.ts'
import { type LogHandlers, LogView } from '../../../electron/logs/log-view.ts'
import type { FollowerEvents } from '../../../electron/logs/node-follower.ts'
import { search } from '../../../electron/logs/search-lines.ts'

const node = (name: string): LogSource => ({ kind: 'node', node: name })
const start = Date.UTC(2026, 10, 23, 10)

/** A view over sources that say what a test tells them to, from the moment at which they are followed. */
class Opened {
  readonly events = new Map<string, FollowerEvents>()
  readonly histories = new Map<string, [ms: number, text: string][]>()
  readonly view: LogView
  /** How often each source was begun. */
  readonly begun: string[] = []
  /** How many lines each task of the search had. */
  readonly searched: number[] = []
  /** The numbers of lines that were ever told. */
  readonly told: number[] = []
  state: LogViewState | undefined
  savePath: string | undefined
  #answers = new Map<number, (frame: LogFrame) => void>()
  #id = 0

  constructor({
    capacityBytes = 64_000_000,
    lostAt,
    post = () => undefined,
  }: { capacityBytes?: number; lostAt?: number; post?: (frame: LogFrame) => void } = {}) {
    this.view = new LogView({
      capacityBytes,
      lostAt,
      sources: {
        available: async () => ({ sources: [] }),
        follow: async (source, events, signal) => {
          const name = source.kind === 'node' ? source.node : source.kind
          this.begun.push(name)
          this.events.set(name, events)
          for (const [ms, text] of this.histories.get(name) ?? []) this.say(name, ms, text)
          events.state({ kind: 'following' })
          await events.batch()
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
        },
      },
      explain: explainMessage,
      openThread: ({ found }) => ({
        search: (task) => {
          this.searched.push(task.until - task.from)
          setImmediate(() => found(search(task)))
        },
        end: () => undefined,
      }),
      post: (frame) => {
        post(frame)
        if (frame.kind === 'state') {
          this.state = frame.state
          this.told.push(frame.state.lines)
        } else if (frame.kind !== 'failed') this.#answers.get(frame.id)?.(frame)
      },
      choosePath: async () => this.savePath,
    })
  }

  say(name: string, ms: number, text: string | Buffer): void {
    const bytes = Buffer.from(text)
    this.events.get(name)?.line(bytes, 0, bytes.length, start + ms, levelOfBytes(bytes, 0, bytes.length))
  }

  async ask<N extends LogRequestName>(name: N, input: LogRequestInput<N>): Promise<unknown> {
    this.#id += 1
    const id = this.#id
    const answer = new Promise<LogFrame>((resolve) => this.#answers.set(id, resolve))
    void this.view.ask({ id, name, input })
    const frame = await answer
    if (frame.kind === 'refused') throw new Error(frame.problem.code)
    return frame.kind === 'answer' ? frame.value : undefined
  }

  /** All rows, once so many lines have come. */
  async rows(lines: number): Promise<LogRow[]> {
    await expect.poll(() => this.state?.lines, { timeout: 5000, interval: 5 }).toBe(lines)
    const { firstRow = 0, endRow = 0 } = this.state ?? {}
    const answer = (await this.ask('rows', { first: firstRow, count: Math.min(2000, endRow - firstRow) })) as {
      rows: LogRow[]
    }
    return answer.rows
  }

  async texts(lines: number): Promise<string[]> {
    return (await this.rows(lines)).map((row) => (row.kind === 'line' ? row.text : `<${row.marker.kind}>`))
  }
}

const open: Opened[] = []
const opened = (options?: ConstructorParameters<typeof Opened>[0]) => {
  const one = new Opened(options)
  open.push(one)
  return one
}
afterEach(() => {
  for (const one of open.splice(0)) one.view.close()
})

describe('a log view', () => {
  it('brings a source that is added later to its place in time', async () => {
    const log = opened()
    log.histories.set('a', [
      [0, 'a 0'],
      [20, 'a 20'],
      [40, 'a 40'],
    ])
    log.histories.set('b', [
      [10, 'b 10'],
      [30, 'b 30'],
    ])
    await log.ask('follow', { sources: [node('a')] })
    expect(await log.texts(3)).toEqual(['a 0', 'a 20', 'a 40'])
    await log.ask('follow', { sources: [node('a'), node('b')] })
    expect(await log.texts(5)).toEqual(['a 0', 'b 10', 'a 20', 'b 30', 'a 40'])
    expect(log.state?.sources.map(({ name, lines }) => [name, lines])).toEqual([
      ['a', 3],
      ['b', 2],
    ])
    await log.ask('follow', { sources: [node('b')] })
    log.say('a', 50, 'nobody hears it')
    log.say('b', 60, 'b 60')
    await log.events.get('b')?.batch()
    expect((await log.texts(6)).at(-1)).toBe('b 60')
  })

  it('stays as it is while a source is added, and reads no other one again', async () => {
    const log = opened()
    log.histories.set(
      'a',
      Array.from({ length: 100 }, (_, number) => [number * 10, `a ${number}`]),
    )
    log.histories.set('b', [
      [5, 'b 5'],
      [985, 'b 985'],
      [995, 'b 995'],
    ])
    await log.ask('follow', { sources: [node('a')] })
    await log.texts(100)
    const { endRow } = log.state ?? {}
    log.told.length = 0
    await log.ask('follow', { sources: [node('a'), node('b'), node('c')] })
    const texts = await log.texts(103)
    expect(texts.slice(0, 3)).toEqual(['a 0', 'b 5', 'a 1'])
    expect(texts.slice(-3)).toEqual(['b 985', 'a 99', 'b 995'])
    expect([Math.min(...log.told), log.begun]).toEqual([100, ['a', 'b', 'c']])
    // Whoever looks at the end goes on looking at the same rows.
    expect(log.state?.endRow).toBe((endRow ?? 0) + 1)
  })

  it('knows a line by each number that it had, however often others were brought in between', async () => {
    const log = opened()
    log.histories.set('a', [
      [0, 'a 0'],
      [20, 'a 20 error: no'],
      [40, 'a 40'],
    ])
    log.histories.set('b', [[10, 'b 10']])
    log.histories.set('c', [
      [15, 'c 15'],
      [30, 'c 30'],
    ])
    const numbers: number[] = []
    for (const [sources, lines] of [
      [['a'], 3],
      [['a', 'b'], 4],
      [['a', 'b', 'c'], 6],
    ] as const) {
      await log.ask('follow', { sources: sources.map(node) })
      await expect.poll(() => log.rows(lines)).toHaveLength(lines)
      const row = (await log.rows(lines)).find((each) => each.kind === 'line' && each.text.startsWith('a 20'))
      numbers.push(row?.line ?? -1)
    }
    expect(new Set(numbers).size).toBe(3)
    const present = { revision: log.state?.revision, row: (log.state?.firstRow ?? 0) + 3, line: numbers.at(-1) }
    for (const line of numbers) {
      expect(await log.ask('locate', { line })).toEqual(present)
      expect(await log.ask('details', { line })).toMatchObject({ text: 'a 20 error: no' })
      const range = { firstLine: line, lastLine: line, hasPrefix: false }
      expect(await log.ask('text', range)).toMatchObject({ text: expect.stringContaining('a 20 error: no') })
    }
  })

  it('goes on from a line, wherever its row is now, and shows one that is folded in the row that has it', async () => {
    const log = opened()
    log.histories.set('a', [
      [0, 'time="x" level=error msg=first'],
      [20, 'time="x" level=error msg=second'],
      [21, 'time="x" level=error msg=second'],
      [40, 'time="x" level=error msg=third'],
    ])
    log.histories.set('b', [
      [10, 'time="x" level=info msg=1'],
      [11, 'time="x" level=info msg=2'],
    ])
    await log.ask('follow', { sources: [node('a')] })
    const [, second] = await log.rows(4)
    const from = { from: (log.state?.firstRow ?? 0) + 1, line: second?.line ?? -1 }
    await log.ask('follow', { sources: [node('a'), node('b')] })
    await log.rows(6)
    const firstRow = log.state?.firstRow ?? 0
    expect(await log.ask('findError', { ...from, direction: 'next' })).toMatchObject({ row: firstRow + 4 })
    expect(await log.ask('findError', { ...from, direction: 'previous' })).toMatchObject({ row: firstRow })
    expect(await log.ask('locate', { line: (second?.line ?? 0) + 1 })).toMatchObject({ row: firstRow + 3 })
  })

  it('has the lines of a source once that was left out and is chosen again', async () => {
    const log = opened()
    log.histories.set('a', [
      [0, 'a 0'],
      [20, 'a 20'],
    ])
    log.histories.set('b', [[10, 'b 10']])
    await log.ask('follow', { sources: [node('a')] })
    await log.texts(2)
    for (const sources of [[node('a'), node('b')], [node('a')], [node('a'), node('b')]]) {
      await log.ask('follow', { sources })
      await expect.poll(() => log.texts(3)).toEqual(['a 0', 'b 10', 'a 20'])
    }
    await expect.poll(() => log.state?.sources.map(({ lines }) => lines)).toEqual([2, 1])
    await expect.poll(() => log.texts(3)).toEqual(['a 0', 'b 10', 'a 20'])
  })

  it('shows only what is found row by row, as it is found, and looks at each line once', async () => {
    const log = opened()
    const lines = 40_000
    await log.ask('follow', { sources: [node('a')] })
    for (let number = 0; number < lines; number += 1) log.say('a', number, `line ${number}`)
    await log.ask('filter', { filter: { isOnlyMatching: true, search: { pattern: '0$', isRegex: true } } })
    const revisions = new Set<number | undefined>()
    await expect
      .poll(() => {
        revisions.add(log.state?.search ? log.state.revision : undefined)
        return log.state?.search?.isComplete && (log.state.endRow ?? 0) - (log.state.firstRow ?? 0)
      })
      .toBe(lines / 10)
    for (let number = lines; number < lines + 20; number += 1) log.say('a', number, `line ${number}`)
    await log.events.get('a')?.batch()
    await expect.poll(() => (log.state?.endRow ?? 0) - (log.state?.firstRow ?? 0)).toBe(lines / 10 + 2)
    expect(log.searched.reduce((sum, count) => sum + count, 0)).toBe(lines + 20)
    // Rows that are there keep their numbers: the window has nothing to ask for again.
    revisions.delete(undefined)
    expect(revisions.size).toBe(1)
    const { firstRow = 0, endRow = 0 } = log.state ?? {}
    const first = (await log.ask('rows', { first: firstRow, count: 2 })) as { rows: LogRow[] }
    const last = (await log.ask('rows', { first: endRow - 2, count: 2 })) as { rows: LogRow[] }
    expect([...first.rows, ...last.rows].map((row) => row.kind === 'line' && row.text)).toEqual([
      'line 0',
      'line 10',
      `line ${lines}`,
      `line ${lines + 10}`,
    ])
  }, 60_000)

  it('goes from one found line to the next and back, around the ends, whatever is hidden or folded', async () => {
    const log = opened()
    const info = (text: string) => `time="2026-11-23T10:00:00Z" level=info msg="${text}"`
    const failed = (text: string) => info(text).replace('info', 'error')
    log.histories.set('a', [
      [0, failed('hit one')],
      [10, failed('hit one')],
      [20, info('hit hidden')],
      [30, failed('other')],
      [40, failed('hit two')],
    ])
    await log.ask('follow', { sources: [node('a')] })
    await log.rows(5)
    await log.ask('filter', { filter: { level: 'error', search: { pattern: 'hit' } } })
    await expect.poll(() => log.state?.search).toMatchObject({ isComplete: true, matches: 4 })
    const ways = [
      [0, 'next', 2],
      [2, 'next', 0],
      [2, 'previous', 0],
      [0, 'previous', 2],
      [1, 'previous', 0],
      [-7, 'next', 0],
      [99, 'previous', 2],
    ] as const
    for (const [from, direction, row] of ways)
      expect(await log.ask('find', { from, direction }), `${direction} of ${from}`).toMatchObject({ row, matches: 4 })
  })

  it('finds what the screen shows, also in a line with colours', async () => {
    const log = opened()
    await log.ask('follow', { sources: [node('a')] })
    log.say('a', 0, '\u001b[32mINFO\u001b[0m rea\u001b[1mdy\u001b[0m')
    log.say('a', 1, 'not yet')
    await log.ask('filter', { filter: { isOnlyMatching: true, search: { pattern: '^INFO ready$', isRegex: true } } })
    await expect.poll(() => log.state?.search).toMatchObject({ isComplete: true, matches: 1 })
    expect(await log.rows(2)).toMatchObject([{ text: 'INFO ready', matches: [[0, 10]] }])
  })

  it('does not find its own markers', async () => {
    const log = opened()
    await log.ask('follow', { sources: [node('a')] })
    log.say('a', 0, 'kind')
    log.events.get('a')?.mark({ kind: 'restarted' }, start + 1)
    await log.ask('filter', { filter: { search: { pattern: 'kind' } } })
    await expect.poll(() => log.state?.search).toMatchObject({ isComplete: true, matches: 1 })
  })

  it('says where the log before it ended that a reader who died had shown', async () => {
    const lostAt = start + 1000
    const log = opened({ lostAt })
    log.histories.set('a', [[0, 'a 0']])
    await log.ask('follow', { sources: [node('a')] })
    const rows = await log.rows(2)
    expect(rows.map((row) => (row.kind === 'marker' ? row.marker : row.text))).toEqual([
      'a 0',
      { kind: 'reopened', lostAt },
    ])
  })

  it('cuts on the screen what is too long, keeps it whole, and shows bytes that are no text', async () => {
    const log = opened()
    await log.ask('follow', { sources: [node('a')] })
    const long = 'x'.repeat(10_000_000)
    log.say('a', 0, long)
    log.say('a', 1, Buffer.from([0x61, 0x00, 0xff, 0xfe, 0x62]))
    const [first, second] = await log.rows(2)
    expect(first).toMatchObject({ isCut: true, text: 'x'.repeat(10_000) })
    expect(second).toMatchObject({ text: 'a␀\ufffd\ufffdb' })
    const folder = await mkdtemp(join(tmpdir(), 'sampan-log-view-'))
    log.savePath = join(folder, 'saved')
    await log.ask('save', { what: 'everything', isCompressed: false })
    const saved = await readFile(log.savePath)
    expect(saved.subarray(0, 10_000_001).toString()).toBe(`${long}\n`)
    expect([...saved.subarray(10_000_001)]).toEqual([0x61, 0x00, 0xff, 0xfe, 0x62, 0x0a])
    await rm(folder, { recursive: true })
  })

  it.each([
    { sources: ['a', 'b'], file: 'a one\nb two\n' },
    { sources: ['a'], file: 'one\n' },
  ])('saves lines with the names of their sources where there are several: $sources', async ({ sources, file }) => {
    const log = opened()
    sources.forEach((name, at) => void log.histories.set(name, [[at, at === 0 ? 'one' : 'two']]))
    await log.ask('follow', { sources: sources.map(node) })
    await log.rows(sources.length)
    const folder = await mkdtemp(join(tmpdir(), 'sampan-log-view-'))
    for (const what of ['everything', 'shown'] as const) {
      log.savePath = join(folder, what)
      await log.ask('save', { what, isCompressed: false })
      expect(await readFile(log.savePath, 'utf8')).toBe(file)
    }
    await rm(folder, { recursive: true })
  })

  it('says in its first row how many lines had to make room', async () => {
    const log = opened({ capacityBytes: 3_000_000 })
    await log.ask('follow', { sources: [node('a')] })
    for (let number = 0; number < 60_000; number += 1) log.say('a', number, `line ${number} ${'x'.repeat(100)}`)
    const all = () => (log.state?.droppedLines ?? 0) + (log.state?.lines ?? 0)
    await expect.poll(all, { interval: 5 }).toBe(60_000)
    const { droppedLines = 0, firstRow = 0 } = log.state ?? {}
    expect(droppedLines).toBeGreaterThan(0)
    const { rows } = (await log.ask('rows', { first: firstRow, count: 2 })) as { rows: LogRow[] }
    expect(rows[0]).toMatchObject({ kind: 'marker', marker: { kind: 'dropped', lines: droppedLines } })
    expect(rows[1]).toMatchObject({ kind: 'line', line: droppedLines })
  }, 60_000)

  it('filters by level, source and time, goes from error to error, and folds', async () => {
    const log = opened()
    log.histories.set('a', [
      [0, 'time="2026-11-23T10:00:00Z" level=info msg="one"'],
      [10, 'time="2026-11-23T10:00:00Z" level=error msg="two"'],
      [20, 'time="2026-11-23T10:00:00Z" level=error msg="two"'],
      [30, 'time="2026-11-23T10:00:00Z" level=warning msg="Failed to load kernel module x with modprobe"'],
      [40, 'time="2026-11-23T10:00:00Z" level=error msg="three"'],
    ])
    await log.ask('follow', { sources: [node('a')] })
    const rows = await log.rows(5)
    expect(rows).toMatchObject([
      { level: 'info' },
      { level: 'error', repeats: 1 },
      { explanation: expect.any(String) },
      {},
    ])
    expect(await log.ask('findError', { from: 0, direction: 'next' })).toMatchObject({ row: 1 })
    expect(await log.ask('findError', { from: 1, direction: 'next' })).toMatchObject({ row: 3 })
    // As a search does, it begins again at the other end.
    expect(await log.ask('findError', { from: 3, direction: 'next' })).toMatchObject({ row: 1 })
    expect(await log.ask('findError', { from: 1, direction: 'previous' })).toMatchObject({ row: 3 })
    expect(await log.ask('findError', { from: 3, direction: 'previous' })).toMatchObject({ row: 1 })
    await log.ask('filter', { filter: { level: 'error', isFolded: false } })
    expect((await log.texts(5)).length).toBe(3)
    await log.ask('filter', { filter: { from: start + 15, until: start + 35 } })
    expect((await log.texts(5)).length).toBe(1)
    const id = log.state?.sources[0]?.id ?? -1
    await log.ask('filter', { filter: { hiddenSources: [id] } })
    await expect.poll(() => log.state?.endRow).toBe(0)
    expect(await log.ask('findings', undefined)).toMatchObject([
      { explanation: 'kernel-module-not-loaded', count: 1, sources: [id], sourcesUntil: start + 40 },
    ])
  })

  it('gives lines to the clipboard with times or without, and without secrets that go over several lines', async () => {
    const log = opened()
    const key = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEow', '-----END RSA PRIVATE KEY-----']
    log.histories.set(
      'a',
      ['one', ...key, 'two'].map((text, index) => [index, text]),
    )
    await log.ask('follow', { sources: [node('a')] })
    await log.rows(5)
    const range = { firstLine: 0, lastLine: 4 }
    expect(await log.ask('text', { ...range, hasPrefix: false })).toEqual({ text: `one\n${key.join('\n')}\ntwo\n` })
    expect(await log.ask('text', { ...range, hasPrefix: true, isRedacted: true })).toEqual({
      text: expect.stringMatching(/^2026-11-23T10:00:00\.000Z a one\n.*<key>\n.* two\n$/),
    })
  })

  it('keeps the order in which a node printed, also when its clock jumps back', async () => {
    const log = opened()
    await log.ask('follow', { sources: [node('a')] })
    for (const [ms, text] of [
      [1000, 'first'],
      [0, 'second'],
      [2000, 'third'],
    ] as const)
      log.say('a', ms, text)
    expect(await log.texts(3)).toEqual(['first', 'second', 'third'])
  })

  it.each(['nothing', 'constructor', '__proto__', 'toString', ''])(
    'refuses what it does not know: %o',
    async (name) => {
      await expect(opened().ask(name as 'rows', { first: 0, count: 1 })).rejects.toThrow('ipc.unknown_name')
    },
  )

  it.each<[LogRequestName, unknown]>([
    ['rows', { first: 0, count: 1e9 }],
    ['rows', undefined],
    ['filter', { filter: { level: 'loud' } }],
    ['save', { what: '/etc/passwd', isCompressed: false }],
    ['follow', { sources: [{ kind: 'node', node: '../../containers/other' }] }],
    ['follow', { sources: [{ kind: 'pod', namespace: 'a/secrets', pod: 'b', container: 'c' }] }],
    ['follow', { sources: [{ kind: 'pod', namespace: 'a', pod: 'b/../../secrets', container: 'c' }] }],
    ['follow', { sources: [{ kind: 'pod', namespace: 'a', pod: 'b', container: 'c&previous=true' }] }],
    ['follow', { sources: [{ kind: 'workload', namespace: 'a', workload: 'Deployment', name: 'b?watch=1' }] }],
  ])('refuses input that does not fit: %s %o', async (name, input) => {
    const log = opened()
    await expect(log.ask(name, input as LogRequestInput<typeof name>)).rejects.toThrow('ipc.invalid_input')
    expect(log.begun).toEqual([])
  })

  it.each([
    undefined,
    null,
    'rows',
    7,
    {},
    { id: 'x', name: 'rows' },
    { id: {}, name: 'rows' },
    { id: 1.5, name: 'rows' },
  ])('does not answer what is no question: %o', async (data) => {
    const frames: LogFrame[] = []
    const log = opened({ post: (frame) => frames.push(frame) })
    await log.view.ask(data)
    expect(frames).toEqual([])
  })

  it('counts the errors that are rows, as going from one to the next does', async () => {
    const opened = new Opened()
    opened.histories.set('a', [
      [0, 'level=error msg="one"'],
      [1, 'level=error msg="one"'],
      [2, 'level=info msg="fine"'],
      [3, 'level=fatal msg="two"'],
    ])
    opened.histories.set('b', [[4, 'level=error msg="three"']])
    await opened.ask('follow', { sources: [node('a'), node('b')] })
    await opened.rows(5)
    const errors = async () => ((await opened.ask('histogram', { buckets: 10 })) as { errorRows: number }).errorRows
    const filtered = async (filter: LogRequestInput<'filter'>['filter']) => {
      await opened.ask('filter', { filter })
      return errors()
    }
    // The second of two equal lines is part of the first one's row.
    expect(await errors()).toBe(3)
    expect(await filtered({ isFolded: false })).toBe(4)
    expect(await filtered({ level: 'fatal' })).toBe(1)
    await filtered({ search: { pattern: 'three|fine', isRegex: true }, isOnlyMatching: true })
    await expect.poll(errors).toBe(1)
    opened.view.close()
  })

  it('has handlers of which none can answer with something else', () => {
    // @ts-expect-error: a histogram is no row
    const wrong: LogHandlers['locate'] = () => ({ from: 0, until: 0, buckets: [] })
    // @ts-expect-error: a name that is not in the protocol
    const unknown: LogHandlers['nothing'] = () => undefined
    expect([wrong, unknown]).toHaveLength(2)
  })
})
