import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { problem } from '#shared/problem.ts'
import { LanguageProvider } from '../../renderer/ui/language.tsx'
import { showNotice, showRemarks } from '../../renderer/ui/notice.tsx'
import { showProblemNotice } from '../../renderer/ui/problem-notice.tsx'
import { bridgeWith, cluster, openWindow, ref } from './window.tsx'

const failure = problem('docker.failed', { operation: 'start container', subject: 'sampan-prod-server-0' })

const openNotices = async () => {
  const opened = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('prod', 'stopped')]))
  await screen.findByRole('heading', { name: 'dev' })
  const open = async () => {
    await opened.user.click(screen.getByRole('button', { name: /^Notices/ }))
    return within(await screen.findByRole('dialog', { name: 'Notices' }))
  }
  return { ...opened, open }
}

describe('the history of notices', () => {
  it('has what was announced after it has gone, newest first, each with its time and the way to its cluster', async () => {
    const { open, user } = await openNotices()
    act(() => showNotice('notice.stop', { cluster: 'prod' }, ref('prod')))
    act(() => showNotice('kubeconfig.saved', { path: '/tmp/dev.yaml' }, ref('gone')))
    const close = await screen.findAllByRole('button', { name: 'Close' })
    for (const button of close) await user.click(button)
    await waitFor(() => expect(screen.queryByTitle('/tmp/dev.yaml')).toBeNull())

    const items = (await open()).getAllByRole('listitem')
    expect(items.map((item) => item.querySelector('time') !== null)).toEqual([true, true])
    expect(items[0]?.textContent).toContain('Saved to /tmp/dev.yaml')
    expect(items[1]?.textContent).toContain('prod')
    // A cluster that is no longer there has no page.
    expect(screen.queryByRole('button', { name: 'Go to gone' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Go to prod' }))
    await screen.findByRole('heading', { name: 'prod' })
    expect(screen.queryByRole('dialog', { name: 'Notices' })).toBeNull()
  })

  it('marks failures that nobody has looked at, and copies each as a report', async () => {
    const { open, user, bridge } = await openNotices()
    act(() => showProblemNotice(failure, ref('prod')))
    await screen.findByRole('button', { name: 'Notices: 1 new failure' })
    const dialog = await open()
    await user.click(dialog.getByRole('button', { name: /^Copy report: / }))
    await waitFor(() => expect(JSON.stringify(bridge.sent)).toContain('docker.failed'))
    await user.keyboard('{Escape}')
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /^Notices/ }).getAttribute('aria-label')).toBe('Notices'),
    )
  })

  it('has a failure as often as it happened, though it does not pile up on the screen', async () => {
    const { open } = await openNotices()
    act(() => showProblemNotice(failure, ref('prod')))
    await screen.findByRole('button', { name: 'Notices: 1 new failure' })
    act(() => showProblemNotice(failure, ref('prod')))
    await screen.findByRole('button', { name: 'Notices: 2 new failures' })
    await waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(1))
    expect((await open()).getAllByRole('listitem')).toHaveLength(2)
  })

  it('has no mark for a failure that the page shows, however it was told of first', async () => {
    const { bridge } = await openNotices()
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'restart', isRunning: true }])
    await screen.findByRole('heading', { name: 'Restarting dev' })
    act(() => showProblemNotice(failure, ref('dev')))
    await screen.findByRole('button', { name: 'Notices: 1 new failure' })
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'restart', isRunning: false, problem: failure }])
    expect(await screen.findByRole('button', { name: 'Notices' })).toBeDefined()
  })

  it('is reached from the palette, by the words of either language', async () => {
    const { user } = await openNotices()
    act(() => showNotice('kubeconfig.saved', { path: '/tmp/dev.yaml' }))
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByRole('textbox', { name: 'Search commands and clusters' }), 'tongzhi')
    await user.keyboard('{Enter}')
    const dialog = within(await screen.findByRole('dialog', { name: 'Notices' }))
    expect(dialog.getByTitle('/tmp/dev.yaml')).toBeDefined()
  })

  it('leads to its cluster from a notice, too, unless that is shown already or a dialog would be closed by it', async () => {
    const { user } = await openNotices()
    await user.click(screen.getByRole('button', { name: /^dev/ }))
    act(() => showNotice('notice.stop', { cluster: 'dev' }, ref('dev')))
    act(() => showNotice('notice.stop', { cluster: 'prod' }, ref('prod')))
    const link = await screen.findByRole('button', { name: 'Go to prod' })
    expect(screen.queryByRole('button', { name: 'Go to dev' })).toBeNull()
    await user.keyboard('{Control>},{/Control}')
    await screen.findByRole('dialog', { name: 'Preferences' })
    expect(link.isConnected).toBe(false)
    await user.keyboard('{Escape}')
    await user.click(await screen.findByRole('button', { name: 'Go to prod' }))
    await screen.findByRole('heading', { name: 'prod' })
  })

  it('shows a path in one line, whole on hover, and copies it by a click', async () => {
    const { bridge, user } = await openNotices()
    const path = '/home/ann/.local/share/sampan/kubeconfig-backups/config.bak-sampan-20261128T152652'
    act(() => showRemarks([{ text: 'kubeconfig.backup', params: { path } }], ref('dev')))
    const shown = await screen.findByTitle(path)
    expect(shown.closest('[role=alert]')?.textContent).toContain(`Backup: ${path}`)
    await user.click(shown)
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text: path } }))
  })

  it('keeps the last fifty', async () => {
    const { open } = await openNotices()
    for (let number = 1; number <= 60; number += 1)
      act(() => showNotice('kubeconfig.saved', { path: `/tmp/${number}` }))
    const items = (await open()).getAllByRole('listitem')
    expect(items).toHaveLength(50)
    expect(items[0]?.textContent).toContain('/tmp/60')
    expect(items[49]?.textContent).toContain('/tmp/11')
  })
})

describe('a notice', () => {
  afterEach(() => {
    vi.useRealTimers()
    cleanup()
  })

  const show = () => {
    vi.useFakeTimers()
    render(
      <MantineProvider env="test">
        <LanguageProvider language="en">
          <Notifications />
        </LanguageProvider>
      </MantineProvider>,
    )
    act(() => showNotice('notice.stop', { cluster: 'dev' }))
    return screen.getByRole('alert')
  }
  /** The second step is for what only begins with the end of the first, such as the fading. */
  const pass = (ms: number) => {
    act(() => vi.advanceTimersByTime(ms))
    act(() => vi.advanceTimersByTime(1000))
  }

  it('stays while the pointer is on it', () => {
    const notice = show()
    fireEvent.mouseEnter(notice)
    pass(600_000)
    expect(screen.queryByRole('alert')).not.toBeNull()
    fireEvent.mouseLeave(notice)
    pass(60_000)
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('stays while it has the focus', () => {
    show()
    const close = within(screen.getByRole('alert')).getByRole('button')
    act(() => close.focus())
    pass(600_000)
    expect(screen.queryByRole('alert')).not.toBeNull()
    act(() => close.blur())
    pass(60_000)
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
