import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { bridgeWith, cluster, openWindow, ref } from './window.tsx'

const open = async () => {
  const opened = openWindow(
    bridgeWith([cluster('alpha', 'ready'), cluster('beta', 'stopped'), cluster('gamma', 'ready')]),
  )
  await screen.findByRole('heading', { name: 'alpha' })
  const row = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) })
  return { ...opened, row }
}
const focused = () => document.activeElement?.textContent?.slice(0, 5)

describe('the list of clusters', () => {
  it('is one stop for the Tab key: the chosen cluster', async () => {
    const { row } = await open()
    const list = within(screen.getByRole('list', { name: 'Clusters' }))
    const stops = list.getAllByRole('button').filter(({ tabIndex }) => tabIndex >= 0)
    expect(stops).toEqual([row('alpha')])
  })

  it('is walked with the arrow keys, the ends and the first letter; Enter opens what was reached', async () => {
    const { user, row } = await open()
    row('alpha').focus()
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(row('beta'))
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('alpha')
    await user.keyboard('{End}')
    expect(focused()).toBe('gamma')
    await user.keyboard('{ArrowDown}')
    expect(focused()).toBe('gamma')
    await user.keyboard('{Home}')
    expect(focused()).toBe('alpha')
    await user.keyboard('g')
    expect(focused()).toBe('gamma')
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { name: 'gamma' })).toBeDefined()
    // The one that was reached is where Tab comes back to.
    await waitFor(() => expect([row('alpha').tabIndex, row('gamma').tabIndex]).toEqual([-1, 0]))
  })

  it('keeps a stop when the row that was reached goes', async () => {
    const { bridge, user, row } = await open()
    row('alpha').focus()
    await user.keyboard('{End}')
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: bridge.snapshot.clusters.slice(0, 2) })
    await waitFor(() => expect(screen.queryByRole('button', { name: /^gamma/ })).toBeNull())
    expect(row('alpha').tabIndex).toBe(0)
  })

  it('has the buttons of a row to the right of its name', async () => {
    const { user, row } = await open()
    row('alpha').focus()
    await user.keyboard('{ArrowRight}')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Stop alpha' }))
    await user.keyboard('{ArrowRight}')
    expect(document.activeElement).toBe(
      within(screen.getByRole('list', { name: 'Clusters' })).getByRole('button', { name: 'More actions for alpha' }),
    )
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(row('beta'))
    await user.keyboard('{ArrowRight}{ArrowLeft}')
    expect(document.activeElement).toBe(row('beta'))
  })
})

describe('the cluster that is shown', () => {
  const both = [cluster('dev', 'ready'), cluster('shop', 'ready')]

  it('is said to be gone where somebody else deletes it, and no other one takes its place unasked', async () => {
    const { bridge, user } = openWindow(bridgeWith(both))
    await user.click(await screen.findByRole('tab', { name: 'Workloads' }))
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: both.slice(1) })
    expect(await screen.findByText('dev no longer exists')).toBeDefined()
    expect(screen.queryByRole('tab')).toBeNull()
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: both })
    expect(await screen.findByRole('heading', { name: 'dev' })).toBeDefined()
  })

  it('is said to be gone also where it was the last one', async () => {
    const { bridge } = openWindow(bridgeWith(both.slice(0, 1)))
    await screen.findByRole('heading', { name: 'dev' })
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [] })
    const heading = await screen.findByRole('heading', { name: 'dev no longer exists' })
    expect(document.activeElement).toBe(heading)
    expect(screen.queryByText('Your first cluster is one click away')).toBeNull()
  })

  it('is no longer asked about once it is gone', async () => {
    const { bridge, user } = openWindow(bridgeWith(both))
    await user.click(await screen.findByRole('button', { name: 'Delete dev…' }))
    await screen.findByRole('dialog', { name: 'Delete dev?' })
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: both.slice(1) })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await screen.findByText('dev no longer exists')).toBeDefined()
  })

  it.each(['before', 'after'])(
    'makes room for the next one where this window has deleted it, which ends %s the list changes',
    async (order) => {
      const { bridge } = openWindow(bridgeWith(both))
      await screen.findByRole('heading', { name: 'dev' })
      bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'delete', isRunning: true }])
      await screen.findAllByText(/^Deleting/)
      const says = [
        () => bridge.emit('operations.watch', []),
        () => bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: both.slice(1) }),
      ]
      for (const say of order === 'before' ? says : says.toReversed()) {
        await act(async () => {
          say()
          await new Promise((resolve) => requestAnimationFrame(resolve))
        })
      }
      expect(await screen.findByRole('heading', { name: 'shop' })).toBeDefined()
      expect(screen.queryByText(/no longer exists/)).toBeNull()
    },
  )
})
