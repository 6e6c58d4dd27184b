import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { findingOf, openLogs, serveLog } from './serve-log.ts'
import { bridgeWith, cluster, menuItem, openWindow } from './window.tsx'

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
    await user.click(await screen.findByText('line 49'))
    expect(await screen.findByText('the message')).toBeDefined()
    const fields = screen.getAllByRole('rowheader').map((header) => header.closest('tr')?.textContent)
    expect(fields).toEqual([expect.stringMatching(/^Time.*2026.*:07\.005/), 'LevelWARN', 'Sourceserver-0', 'poda/b'])
    expect(screen.getByRole('button', { name: 'Copy 1 line' })).toBeDefined()
  })

  it('offer to clear the filters where none of the lines passes them, and forget them with the window', async () => {
    const { asked, user } = await openLogs(50, { shown: 0 })
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

  it('have no findings to speak of where they were asked before the first line was read', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Logs' }))
    await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
    const { asked, findings, say } = serveLog(bridge, { lines: 0, findings: [] })
    await waitFor(() => expect(asked.map(({ name }) => name)).toContain('findings'))
    findings.push(findingOf('disk-pressure', { lastLine: 3 }))
    say({ lines: 9, endRow: 9 })
    await screen.findByText('line 8')
    fireEvent.click(screen.getByRole('button', { name: /^Findings/ }))
    expect(screen.queryByText('No known issues so far.')).toBeNull()
    expect(await screen.findByText('Needs action')).toBeDefined()
  })

  it('say of what a boot settles itself that it needs somebody only when it lasts', async () => {
    const now = Date.now()
    const params = { kind: 'configmap', name: 'a' }
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Logs' }))
    await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
    const since = (ms: number) =>
      findingOf('config-missing', { params, count: 2, firstTime: now - ms, lastTime: now, sourcesUntil: now })
    const { findings } = serveLog(bridge, { lines: 3, findings: [since(9000)] })
    await user.click(screen.getByRole('button', { name: /^Findings/ }))
    expect(await screen.findByText('Usually resolves itself')).toBeDefined()
    findings[0] = since(90_000)
    expect(await screen.findByText('Needs action')).toBeDefined()
  })

  it('fold what has resolved itself and what is harmless, and count neither', async () => {
    const now = Date.now()
    const said = (explanation: string, agoMs: number) =>
      findingOf(explanation, { firstTime: now - agoMs, lastTime: now - agoMs, sourcesUntil: now })
    const findings = [
      said('etcd-slow', 0),
      said('etcd-no-leader', 600_000),
      said('etcd-not-ready-yet', 600_000),
      said('flexvolume-folder-missing', 0),
    ]
    const { user } = await openLogs(50, { findings })
    await user.click(await screen.findByRole('button', { name: 'Findings 1' }))
    const cards = () => screen.getAllByRole('button', { name: 'Show the latest' }).length
    expect(cards()).toBe(1)
    await user.click(screen.getByRole('button', { name: '2 that resolved themselves' }))
    expect(cards()).toBe(3)
    await user.click(screen.getByRole('button', { name: '1 that is harmless' }))
    expect(cards()).toBe(4)
  })

  it('of an ended log call resolved what was not repeated before its last line, and nothing else', async () => {
    const said = (explanation: string, lastTime: number) =>
      findingOf(explanation, { firstTime: lastTime, lastTime, sourcesUntil: 600_000 })
    const findings = [said('etcd-no-leader', 590_000), said('etcd-not-ready-yet', 10_000)]
    const { user } = await openLogs(50, { findings, flow: 'ended' })
    await user.click(await screen.findByRole('button', { name: 'Findings 1' }))
    expect(await screen.findByRole('button', { name: '1 that resolved itself' })).toBeDefined()
  })

  it('keep a finding of a node that has stopped, although other nodes go on', async () => {
    const node = (name: string) => ({ kind: 'node', node: `sampan-dev-${name}` }) as const
    await openLogs(50, {
      findings: [findingOf('etcd-no-leader')],
      sources: [
        { id: 0, source: node('server-0'), name: 'server-0', state: 'ended', lines: 50 },
        { id: 1, source: node('agent-0'), name: 'agent-0', state: 'following', lines: 50 },
      ],
    })
    expect(await screen.findByRole('button', { name: 'Findings 1' })).toBeDefined()
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
    expect(await screen.findByText('The recent lines were copied without secrets.')).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).toContain('app.copyText')
  })
})
