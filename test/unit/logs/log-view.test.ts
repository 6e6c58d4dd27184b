import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { LogFrame, LogRequestInput, LogRequestName, LogRow, LogSource, LogViewState } from '#shared/log-view.ts'
import { explainMessage } from '../../../electron/logs/explanations.ts'
import { levelOfBytes } from '../../../electron/logs/line-level.ts'
import { LogView } from '../../../electron/logs/log-view.ts'
import type { FollowerEvents } from '../../../electron/logs/node-follower.ts'

const node = (name: string): LogSource => ({ kind: 'node', node: name })
const start = Date.UTC(2026, 10, 23, 10)

/** A view over sources that say what a test tells them to, from the moment at which they are followed. */
class Opened {
  readonly events = new Map<string, FollowerEvents>()
  readonly histories = new Map<string, [ms: number, text: string][]>()
  readonly view: LogView
  state: LogViewState | undefined
  savePath: string | undefined
  #answers = new Map<number, (frame: LogFrame) => void>()
  #id = 0

  constructor(capacityBytes = 64_000_000) {
    this.view = new LogView({
      capacityBytes,
      sources: {
        available: async () => ({ sources: [] }),
        follow: async (source, events, signal) => {
          const name = source.kind === 'node' ? source.node : source.kind
          this.events.set(name, events)
          for (const [ms, text] of this.histories.get(name) ?? []) this.say(name, ms, text)
          events.state({ kind: 'following' })
          await events.batch()
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
        },
      },
      explain: explainMessage,
      threadPath: '',
      post: (frame) => {
        if (frame.kind === 'state') this.state = frame.state
        else if (frame.kind !== 'failed') this.#answers.get(frame.id)?.(frame)
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
const opened = (capacityBytes?: number) => {
  const one = new Opened(capacityBytes)
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

  it('says in its first row how many lines had to make room', async () => {
    const log = opened(3_000_000)
    await log.ask('follow', { sources: [node('a')] })
    for (let number = 0; number < 60_000; number += 1) log.say('a', number, `line ${number} ${'x'.repeat(100)}`)
    await expect.poll(() => log.state?.droppedLines, { interval: 5 }).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const { droppedLines = 0, lines = 0, firstRow = 0 } = log.state ?? {}
    expect(droppedLines + lines).toBe(60_000)
    const { rows } = (await log.ask('rows', { first: firstRow, count: 2 })) as { rows: LogRow[] }
    expect(rows[0]).toMatchObject({ kind: 'marker', marker: { kind: 'dropped', lines: droppedLines } })
    expect(rows[1]).toMatchObject({ kind: 'line', line: droppedLines })
  })

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
    expect(await log.ask('findError', { from: 3, direction: 'next' })).toBeNull()
    expect(await log.ask('findError', { from: 3, direction: 'previous' })).toMatchObject({ row: 1 })
    await log.ask('filter', { filter: { level: 'error', isFolded: false } })
    expect((await log.texts(5)).length).toBe(3)
    await log.ask('filter', { filter: { from: start + 15, until: start + 35 } })
    expect((await log.texts(5)).length).toBe(1)
    const id = log.state?.sources[0]?.id ?? -1
    await log.ask('filter', { filter: { hiddenSources: [id] } })
    await expect.poll(() => log.state?.endRow).toBe(0)
    expect(await log.ask('findings', undefined)).toMatchObject([{ explanation: 'kernel-module-not-loaded', count: 1 }])
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

  it('refuses what it does not know', async () => {
    const log = opened()
    await expect(log.ask('nothing' as 'rows', { first: 0, count: 1 })).rejects.toThrow('ipc.unknown_name')
    await expect(log.ask('rows', { first: 0, count: 1e9 })).rejects.toThrow('ipc.invalid_input')
  })
})
