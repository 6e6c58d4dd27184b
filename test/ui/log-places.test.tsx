import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LogAsk, LogRow, LogViewState } from '#shared/log-view.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { findingOf } from './serve-log.ts'
import { bridgeWith, cluster, openWindow } from './window.tsx'

const meant = 300

/** A log process whose rows are laid out anew: lines of another source come in behind the one that is meant. */
class ChangingLog {
  readonly #port: MessagePort
  #texts = Array.from({ length: 1000 }, (_, line) => `line ${line}`)
  #firstNumber = 0
  #firstRow = 0
  #revision = 1
  /** Questions of this name are answered when a test says so. */
  held: string | undefined
  #answers: (() => void)[] = []

  constructor(bridge: FakeBridge) {
    const [view] = bridge.logViews()
    if (!view) throw new Error('No view of a log is open')
    this.#port = view.port
    this.#port.onmessage = ({ data }: MessageEvent<LogAsk>) => {
      const value = this.#answer(data.name, data.input as Record<string, number>) // by the type of each request
      const send = () => this.#port.postMessage({ kind: 'answer', id: data.id, value })
      if (data.name === this.held) this.#answers.push(send)
      else send()
    }
    this.tell()
  }

  get isAsked(): boolean {
    return this.#answers.length > 0
  }

  answer(): void {
    this.held = undefined
    for (const send of this.#answers.splice(0)) send()
  }

  /** All lines get new numbers, and the newest rows keep theirs, as in ViewRows. */
  weave(): void {
    const at = this.#texts.indexOf(`line ${meant}`) + 1
    const brought = Array.from({ length: 200 }, (_, index) => `brought ${index}`)
    this.#firstNumber += this.#texts.length
    this.#texts.splice(at, 0, ...brought)
    this.#firstRow -= brought.length
    this.#revision += 1
  }

  grow(count: number): void {
    const { length } = this.#texts
    this.#texts.push(...Array.from({ length: count }, (_, index) => `line ${length + index}`))
  }

  tell(): void {
    const lines = this.#texts.length
    const state: LogViewState = {
      kind: 'state',
      revision: this.#revision,
      firstRow: this.#firstRow,
      endRow: this.#firstRow + lines,
      lines,
      keptBytes: 1,
      capacityBytes: 2,
      droppedLines: 0,
      levels: {},
      sources: [
        { id: 0, source: { kind: 'node', node: 'sampan-dev-server-0' }, name: 'server-0', state: 'following', lines },
      ],
    }
    this.#port.postMessage({ kind: 'state', state })
  }

  #place(index: number) {
    return { revision: this.#revision, row: this.#firstRow + index, line: this.#firstNumber + index }
  }

  #indexOf(line: number): number {
    if (line >= this.#firstNumber) return line - this.#firstNumber
    // Of the first numbering, which is all that these tests ask for.
    return this.#texts.indexOf(`line ${line}`)
  }

  #answer(name: string, input: Record<string, number>): unknown {
    switch (name) {
      case 'rows':
        return this.#rows(input.first ?? 0, input.count ?? 0)
      case 'locate':
        return this.#place(this.#indexOf(input.line ?? 0))
      case 'findError': {
        const from = input.line === undefined ? (input.from ?? 0) - this.#firstRow : this.#indexOf(input.line)
        const next = this.#texts.findIndex((text, index) => index > from && /line [36]00$|brought 100$/.test(text))
        return next < 0 ? null : this.#place(next)
      }
      case 'findings':
        return [findingOf('disk-pressure', { lastLine: meant })]
      case 'histogram':
        return { from: 0, until: 0, buckets: [] }
      default:
        return { revision: this.#revision, row: 0 }
    }
  }

  #rows(first: number, count: number) {
    const begin = Math.max(first, this.#firstRow)
    const texts = this.#texts.slice(begin - this.#firstRow, first + count - this.#firstRow)
    const rows = texts.map((text, index): LogRow => {
      const { line } = this.#place(begin - this.#firstRow + index)
      return { kind: 'line', line, source: 0, time: line, text }
    })
    return { revision: this.#revision, first: begin, rows }
  }
}

async function openLog() {
  const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
  await user.click(await screen.findByRole('tab', { name: 'Logs' }))
  await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
  const log = new ChangingLog(bridge)
  await screen.findByText('line 999')
  return { user, log }
}

const foundText = () => document.querySelector('[data-found]')?.textContent

describe('the end of a log', () => {
  it('stays as it was in a burst, until its rows have come', async () => {
    const { log } = await openLog()
    await screen.findByText('line 999')
    const shown = () => screen.getAllByRole('row').map((row) => row.textContent)
    const before = shown()
    log.held = 'rows'
    log.grow(500)
    log.tell()
    await waitFor(() => expect(log.isAsked).toBe(true))
    await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('1500'))
    expect(shown()).toEqual(before)
    log.answer()
    await screen.findByText('line 1499')
    expect(screen.queryByText('line 999')).toBeNull()
  })
})

describe('a line that is gone to while lines are brought in between', () => {
  it('is shown where it is in the rows that are drawn, when they change afterwards', async () => {
    const { user, log } = await openLog()
    await user.click(screen.getByRole('button', { name: /^Findings/ }))
    await user.click(await screen.findByRole('button', { name: 'Show the latest' }))
    await waitFor(() => expect(foundText()).toContain(`line ${meant}`))
    log.weave()
    log.tell()
    await screen.findByText('brought 0')
    await waitFor(() => expect(foundText()).toContain(`line ${meant}`))
  })

  it('is shown there when they change before the answer comes', async () => {
    const { user, log } = await openLog()
    await user.click(screen.getByRole('button', { name: /^Findings/ }))
    log.held = 'locate'
    await user.click(await screen.findByRole('button', { name: 'Show the latest' }))
    await waitFor(() => expect(log.isAsked).toBe(true))
    log.weave()
    log.tell()
    log.answer()
    await waitFor(() => expect(foundText()).toContain(`line ${meant}`))
    await screen.findByText('brought 0')
  })

  it('is shown there when the answer knows of the change before the list does', async () => {
    const { user, log } = await openLog()
    await user.click(screen.getByRole('button', { name: /^Findings/ }))
    log.weave()
    log.held = 'rows'
    await user.click(await screen.findByRole('button', { name: 'Show the latest' }))
    await waitFor(() => expect(log.isAsked).toBe(true))
    log.tell()
    log.answer()
    await waitFor(() => expect(foundText()).toContain(`line ${meant}`))
    await screen.findByText('brought 0')
  })

  it('is where the way goes on from', async () => {
    const { log } = await openLog()
    const list = screen.getByRole('grid')
    fireEvent.keyDown(list, { key: 'Home' })
    await screen.findByText('line 0')
    fireEvent.keyDown(list, { key: 'F8' })
    await waitFor(() => expect(foundText()).toContain('line 300'))
    log.weave()
    // The list has not heard of it yet.
    fireEvent.keyDown(list, { key: 'F8' })
    log.tell()
    await waitFor(() => expect(foundText()).toContain('brought 100'))
  })
})

describe('a place that somebody reads', () => {
  it('stays when lines are brought in between', async () => {
    const { log } = await openLog()
    const list = screen.getByRole('grid')
    fireEvent.keyDown(list, { key: 'Home' })
    await screen.findByText('line 0')
    for (let page = 0; page < 5; page += 1) fireEvent.keyDown(list, { key: 'PageDown' })
    await screen.findByText('line 150')
    const top = () => screen.getAllByRole('row')[0]?.textContent?.match(/(line|brought) \d+/)?.[0]
    const before = top()
    log.weave()
    log.tell()
    await waitFor(() => expect(list.getAttribute('aria-rowcount')).toBe('1200'))
    await waitFor(() => expect(top()).toBe(before))
    await screen.findByText('line 150')
  })
})
