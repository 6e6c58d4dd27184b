import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LogAsk, LogRow, LogViewState } from '#shared/log-view.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openWindow } from './window.tsx'

const usual: object[] = [
  { explanation: 'disk-pressure', params: {}, count: 1, firstTime: 0, lastTime: 0, lastLine: 3 },
  { explanation: 'flexvolume-folder-missing', params: {}, count: 1, firstTime: 0, lastTime: 0, lastLine: 4 },
]

/** A log process with a log of numbered lines: answers what it is asked, and remembers it. */
function serveLog(
  bridge: FakeBridge,
  {
    lines,
    shown = lines,
    flow = 'following',
    findings = usual,
  }: { lines: number; shown?: number | undefined; flow?: 'following' | 'ended'; findings?: object[] },
) {
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
    sources: [{ id: 0, source: { kind: 'node', node: 'sampan-dev-server-0' }, name: 'server-0', state: flow, lines }],
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
    details: () => ({
      text: 'line',
      time: Date.UTC(2026, 10, 27, 9, 41, 7, 5),
      source: 0,
      level: 'warn',
      message: 'the message',
      fields: [{ name: 'pod', value: 'a/b' }],
      params: {},
    }),
    findings: () => findings,
    text: ({ first, count }) => ({ text: `${first} ${count}` }),
    histogram: () => ({ from: 0, until: 0, buckets: [] }),
  }
  view.port.onmessage = ({ data }: MessageEvent<LogAsk>) => {
    asked.push(data)
    const value = answers[data.name]?.(data.input as { first: number; count: number }) // by the type of each request
    view.port.postMessage({ kind: 'answer', id: data.id, value })
  }
  view.port.postMessage({ kind: 'state', state })
  return { asked, findings }
}

async function openLogs(lines: number, shown?: number) {
  const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
  await user.click(await screen.findByRole('tab', { name: 'Logs' }))
  await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
  return { user, bridge, ...serveLog(bridge, { lines, shown }) }
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
    const fields = screen.getAllByRole('rowheader').map((header) => header.closest('tr')?.textContent)
    expect(fields).toEqual([expect.stringMatching(/^Time.*2026.*:07\.005/), 'LevelWARN', 'Sourceserver-0', 'poda/b'])
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

  it('say that they have ended where no source goes on', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'stopped')]))
    await user.click(await screen.findByRole('tab', { name: 'Logs' }))
    await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
    serveLog(bridge, { lines: 3, flow: 'ended' })
    await waitFor(() => expect(screen.getAllByRole('status').map(({ textContent }) => textContent)).toContain('Ended'))
    expect(screen.queryByText('Live')).toBeNull()
  })

  it('have no findings to speak of before they were read', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Logs' }))
    await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
    await user.click(screen.getByRole('button', { name: 'Findings' }))
    expect(await screen.findByText('Reading the logs…')).toBeDefined()
    expect(screen.queryByText('No known issues so far.')).toBeNull()
    serveLog(bridge, { lines: 3, findings: [] })
    expect(await screen.findByText('No known issues so far.')).toBeDefined()
  })

  it('say of what a boot settles itself that it needs somebody only when it lasts', async () => {
    const missing = { explanation: 'config-missing', params: { kind: 'configmap', name: 'a' }, count: 2, lastLine: 1 }
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Logs' }))
    await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
    const { findings } = serveLog(bridge, { lines: 3, findings: [{ ...missing, firstTime: 0, lastTime: 9000 }] })
    await user.click(screen.getByRole('button', { name: /^Findings/ }))
    expect(await screen.findByText('Usually resolves itself')).toBeDefined()
    findings[0] = { ...missing, firstTime: 0, lastTime: 90_000 }
    expect(await screen.findByText('Needs action')).toBeDefined()
  })

  it('count the findings that matter, and copy the last lines of the log, not of the screen', async () => {
    const { asked, bridge } = await openLogs(1000)
    expect(await screen.findByRole('button', { name: 'Findings 1' })).toBeDefined()
    fireEvent.keyDown(screen.getByRole('grid'), { key: 'Home' })
    await screen.findByText('line 0')
    fireEvent.click(screen.getByRole('button', { name: 'Save or share' }))
    fireEvent.click(await menuItem('Copy recent lines, secrets removed'))
    await waitFor(() =>
      expect(asked.find(({ name }) => name === 'text')?.input).toMatchObject({ firstLine: 800, lastLine: 999 }),
    )
    expect(await screen.findByText('The last lines are on the clipboard, without secrets.')).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).toContain('app.copyText')
  })
})
