import { screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { LogFinding } from '#shared/log-view.ts'
import { type LogWindow, logWindowAddress } from '#shared/log-window.ts'
import { Preferences } from '#shared/preferences.ts'
import { findingOf, openLogs, serveLog } from './serve-log.ts'
import { bridgeWith, cluster, menuItem, openWindow, ref } from './window.tsx'

const pod = {
  kind: 'pod',
  namespace: 'shop',
  pod: 'web-0',
  container: 'app',
  isPrevious: false,
} as const
const search = { pattern: 'ready', isRegex: false, isCaseSensitive: false, isWholeWord: false }
const shown: LogWindow = {
  id: 'window-1',
  cluster: ref('dev'),
  sources: [pod],
  filters: { hidden: [], level: 'warn', search, isOnlyMatching: true },
}

afterEach(() => history.replaceState(null, '', '/'))

/** The page as the main process opens it for a log alone. */
async function openLogWindow(handlers: Parameters<typeof bridgeWith>[1] = {}, findings?: LogFinding[]) {
  history.replaceState(null, '', logWindowAddress('/', shown))
  const bridge = bridgeWith([cluster('dev', 'ready')], { 'logs.window': () => ({ isOnTop: false }), ...handlers })
  const { user } = openWindow(bridge)
  await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
  const served = serveLog(bridge, { lines: 50, ...(findings ? { findings } : {}) })
  await screen.findByText('line 49')
  return { bridge, user, ...served }
}

describe('a log in a window of its own', () => {
  it('is opened from the menu of the log, as it is seen there', async () => {
    const { bridge, user } = await openLogs(50, {}, { 'logs.openWindow': () => undefined })
    await user.type(screen.getByRole('textbox', { name: 'Search logs' }), 'ready')
    await user.click(screen.getByRole('button', { name: 'View' }))
    await user.click(await menuItem('Open in new window'))
    await waitFor(() =>
      expect(bridge.sent.find(({ name }) => name === 'logs.openWindow')?.input).toEqual({
        cluster: ref('dev'),
        filters: { hidden: [], search, isOnlyMatching: false },
      }),
    )
  })

  it('shows that log and nothing else, and leaves what the main window remembers alone', async () => {
    const { asked, user } = await openLogWindow()
    expect(screen.queryByRole('tab')).toBeNull()
    expect(asked.find(({ name }) => name === 'follow')?.input).toEqual({ sources: [pod] })
    expect(asked.findLast(({ name }) => name === 'filter')?.input).toMatchObject({
      filter: { level: 'warn', search, isOnlyMatching: true },
    })
    await user.click(screen.getByRole('button', { name: 'Clear all' }))
    await waitFor(() =>
      expect(asked.findLast(({ name }) => name === 'filter')?.input).not.toHaveProperty('filter.level'),
    )
    expect(JSON.stringify({ ...localStorage })).not.toContain('web-0')
  })

  it('has a title that names the cluster and the sources', async () => {
    await openLogWindow()
    await waitFor(() => expect(document.title).toBe('dev: server-0 — Sampan logs'))
  })

  it('is kept on top when asked to, and says what became of that', async () => {
    let isOnTop = false
    const { bridge, user } = await openLogWindow({
      'logs.window': () => ({ isOnTop }),
      'logs.keepOnTop': ({ isOn }) => {
        isOnTop = isOn
        return { isOnTop }
      },
    })
    const pin = () => screen.getByRole('button', { name: 'Keep on top' })
    expect(pin().getAttribute('aria-pressed')).toBe('false')
    await user.click(pin())
    await waitFor(() => expect(pin().getAttribute('aria-pressed')).toBe('true'))
    expect(bridge.sent.find(({ name }) => name === 'logs.keepOnTop')?.input).toEqual({ id: 'window-1', isOn: true })
  })

  it('follows language and theme, whichever window has changed them', async () => {
    const { bridge } = await openLogWindow()
    bridge.emit('preferences.watch', Preferences.parse({ language: 'zh-CN', theme: 'dark' }))
    expect(await screen.findByRole('button', { name: '窗口置顶' })).toBeDefined()
    await waitFor(() => expect(document.documentElement.dataset.mantineColorScheme).toBe('dark'))
  })

  it('leads to the main window for whatever is to be done there', async () => {
    const refused = findingOf('registry-refused', { params: { host: 'a' } })
    const { bridge, user } = await openLogWindow({ 'app.command': () => undefined }, [{ ...refused, lastLine: 3 }])
    await user.click(screen.getByRole('button', { name: /^Findings/ }))
    await user.click(await screen.findByRole('button', { name: 'Go to Registries' }))
    await waitFor(() =>
      expect(bridge.sent.find(({ name }) => name === 'app.command')?.input).toEqual({
        command: 'tab.registries',
        cluster: ref('dev'),
      }),
    )
    expect(screen.getByText('line 49')).toBeDefined()
  })

  it('does not take a cluster of another engine for one that is gone', async () => {
    const { bridge } = await openLogWindow()
    bridge.emit('clusters.watch', {
      engine: { kind: 'connected', engineId: 'engine-2', name: 'Podman', version: '5.8', address: 'unix:///podman' },
      clusters: [cluster('dev', 'ready', 'engine-2')],
    })
    bridge.emit('preferences.watch', Preferences.parse({ language: 'zh-CN' }))
    await screen.findByRole('button', { name: '窗口置顶' })
    expect(screen.queryByText(/已不存在/)).toBeNull()
    expect(screen.getByText('line 49')).toBeDefined()
  })

  it('keeps what was read when the cluster is deleted, and says that it is gone', async () => {
    const { bridge } = await openLogWindow()
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [] })
    expect(await screen.findByText(/^dev no longer exists/)).toBeDefined()
    expect(screen.getByText('line 49')).toBeDefined()
    expect(bridge.logViews()).toHaveLength(1)
  })
})
