import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LogAsk, LogRow, LogViewState } from '#shared/log-view.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openWindow } from './window.tsx'

/** A log process with a log of numbered lines: answers what it is asked, and remembers it. */
function serveLog(bridge: FakeBridge, { lines, shown = lines }: { lines: number; shown?: number | undefined }) {
  const asked: LogAsk[] = []
  const [view] = bridge.logViews()
  if (!view) throw new Error('No view of a log is open')
  const state: LogViewState = {
    kind: 'state',
    revision: 1,
    firstRow: 0,
    endRow: shown,
    lines,
    keptBytes: lines * 20,
    capacityBytes: 256_000_000,
    droppedLines: 0,
    levels: { info: lines },
    sources: [
      { id: 0, source: { kind: 'node', node: 'sampan-dev-server-0' }, name: 'server-0', state: 'following', lines },
    ],
  }
  const answers: Record<string, (input: { first: number; count: number }) => unknown> = {
    rows: ({ first, count }) => ({
      revision: 1,
      first,
      rows: Array.from({ length: Math.min(count, shown - first) }, (_, index): LogRow => {
        const line = first + index
        return { kind: 'line', line, source: 0, time: line * 1000, level: 'info', text: `line ${line}` }
      }),
    }),
    filter: () => ({ revision: 1, row: lines - 1 }),
    find: () => ({ row: 3, line: 3, index: 1, matches: 2 }),
    details: () => ({ text: 'line', message: 'the message', fields: [{ name: 'pod', value: 'a/b' }], params: {} }),
    findings: () => [
      { explanation: 'disk-pressure', params: {}, count: 1, firstTime: 0, lastTime: 0, lastLine: 3 },
      { explanation: 'flexvolume-folder-missing', params: {}, count: 1, firstTime: 0, lastTime: 0, lastLine: 4 },
    ],
    text: ({ first, count }) => ({ text: `${first} ${count}` }),
    histogram: () => ({ from: 0, until: 0, buckets: [] }),
  }
  view.port.onmessage = ({ data }: MessageEvent<LogAsk>) => {
    asked.push(data)
    const value = answers[data.name]?.(data.input as { first: number; count: number }) // by the type of each request
    view.port.postMessage({ kind: 'answer', id: data.id, value })
  }
  view.port.postMessage({ kind: 'state', state })
  return asked
}

async function openLogs(lines: number, shown?: number) {
  const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
  await user.click(await screen.findByRole('tab', { name: 'Logs' }))
  await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
  return { user, bridge, asked: serveLog(bridge, { lines, shown }) }
}

describe('the logs', () => {
  it('hold only the rows on the screen, and begin at the end of however long a log', async () => {
    const { asked } = await openLogs(1_000_000)
    expect(await screen.findByText('line 999999')).toBeDefined()
    expect(screen.getByText(/1,000,000 lines/)).toBeDefined()
    expect(screen.getAllByRole('row').length).toBeLessThan(200)
    const rows = asked.filter(({ name }) => name === 'rows').map(({ input }) => (input as { count: number }).count)
    expect(Math.max(...rows)).toBeLessThan(500)
  })

  it('stay at the end when the list grows while lines come in, and stop where the user scrolls to', async () => {
    await openLogs(1000)
    await screen.findByText('line 999')
    const list = screen.getByRole('grid')
    const contentPx = 1000 * 20
    Object.defineProperty(list, 'scrollHeight', { value: contentPx, configurable: true })
    const scrollTo = (heightPx: number, scrollTop: number) => {
      Object.defineProperty(list, 'clientHeight', { value: heightPx, configurable: true })
      list.scrollTop = scrollTop
      fireEvent.scroll(list)
    }
    // The browser moves a list that is taller than was measured to its end, and says so before the new height is known.
    scrollTo(900, contentPx - 900)
    expect(list.hasAttribute('data-following')).toBe(true)
    expect(screen.queryByRole('button', { name: 'Follow' })).toBeNull()
    scrollTo(900, 5000)
    expect(list.hasAttribute('data-following')).toBe(false)
  })

  it('are told which sources and which filter, and go to what is found', async () => {
    const { asked, user } = await openLogs(50)
    await user.type(screen.getByRole('textbox', { name: 'Search logs' }), 'ready')
    await waitFor(() =>
      expect(asked.findLast(({ name }) => name === 'filter')?.input).toMatchObject({
        filter: { search: { pattern: 'ready', isRegex: false }, isOnlyMatching: false },
      }),
    )
    await user.click(screen.getByRole('button', { name: 'Next match' }))
    await waitFor(() => expect(asked.some(({ name }) => name === 'find')).toBe(true))
    expect(asked.find(({ name }) => name === 'follow')?.input).toEqual({
      sources: [{ kind: 'node', node: 'sampan-dev-server-0' }],
    })
  })

  it('show what was read out of a line that is chosen', async () => {
    const { user } = await openLogs(50)
    await user.click(await screen.findByRole('button', { name: 'Select line 50' }))
    expect(await screen.findByText('the message')).toBeDefined()
    expect(screen.getByRole('rowheader', { name: 'pod' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'Copy 1 line' })).toBeDefined()
  })

  it('offer to clear the filters where none of the lines passes them, and forget them with the window', async () => {
    const { asked, user } = await openLogs(50, 0)
    await user.type(screen.getByRole('textbox', { name: 'Search logs' }), 'nothing')
    const lastFilter = () => asked.findLast(({ name }) => name === 'filter')?.input
    await waitFor(() => expect(lastFilter()).toMatchObject({ filter: { search: { pattern: 'nothing' } } }))
    expect(JSON.stringify({ ...localStorage })).not.toContain('nothing')
    await user.click(await screen.findByRole('button', { name: 'Clear filters' }))
    await waitFor(() => expect(lastFilter()).not.toHaveProperty('filter.search'))
  })

  it('say whether they are live, and announce no counts', async () => {
    await openLogs(1000)
    expect((await screen.findByText('Live', { exact: false })).getAttribute('role')).toBe('status')
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'Home' })
    expect(await screen.findByText('Paused', { exact: false })).toBeDefined()
    const said = screen.getAllByRole('status').map(({ textContent }) => textContent)
    expect(said.filter((each) => each?.includes('1,000'))).toEqual([])
  })

  it('count the findings that matter, and copy the last lines of the log, not of the screen', async () => {
    const { asked, bridge } = await openLogs(1000)
    expect(await screen.findByRole('button', { name: 'Findings 1' })).toBeDefined()
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'Home' })
    await screen.findByText('line 0')
    fireEvent.click(screen.getByRole('button', { name: 'Save or share' }))
    fireEvent.click(await menuItem('Copy recent lines without secrets'))
    await waitFor(() =>
      expect(asked.find(({ name }) => name === 'text')?.input).toMatchObject({ firstLine: 800, lastLine: 999 }),
    )
    expect(await screen.findByText('The last lines are on the clipboard, without secrets.')).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).toContain('app.copyText')
  })
})
