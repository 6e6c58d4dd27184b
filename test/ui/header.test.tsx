import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { FakeBridge } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openWindow, ref, registriesText, welcomeButton } from './window.tsx'

const kubeconfig = 'apiVersion: v1'
const answers = {
  'clusters.kubeconfig': () => ({ text: kubeconfig }),
  'clusters.restart': () => cluster('dev', 'ready'),
  'tools.list': () => [{ id: 'terminal' as const, name: 'xterm', needsMerge: false }],
  'tools.open': () => undefined,
}

describe('the header of a cluster', () => {
  it('copies its kubeconfig by the first button, and opens a terminal, on every tab', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')], answers))
    await user.click(await screen.findByRole('tab', { name: 'Registries' }))
    const header = within(await screen.findByRole('banner'))
    expect(header.getAllByRole('button')[0]).toBe(header.getByRole('button', { name: 'Copy kubeconfig' }))
    await user.click(header.getByRole('button', { name: 'Copy kubeconfig' }))
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text: kubeconfig } }))
    await user.click(await header.findByRole('button', { name: 'Open terminal' }))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({ name: 'tools.open', input: { cluster: ref('dev'), tool: 'terminal' } }),
    )
  })

  it('has the rarer things in a menu', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')], answers))
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for dev' }))
    fireEvent.click(await menuItem('Restart'))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({ name: 'clusters.restart', input: { cluster: ref('dev') } }),
    )
  })

  it('says why a button does nothing while something is being done', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')], answers))
    const header = within(await screen.findByRole('banner'))
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'change', isRunning: true }])
    const stop = header.getByRole('button', { name: 'Stop' })
    await waitFor(() => expect(stop.getAttribute('aria-disabled')).toBe('true'))
    await user.click(stop)
    await user.hover(stop)
    expect(await screen.findByText('Wait until this is done: Updating dev.')).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).not.toContain('clusters.stop')
  })
})

describe('a row of the list', () => {
  it('tells version, nodes and port in one line', async () => {
    openWindow(bridgeWith([cluster('dev', 'ready')]))
    const row = await screen.findByRole('button', { name: /^dev/ })
    expect(within(row).getByText('v1.36 · 1 node · :6443')).toBeDefined()
  })

  it('has a menu under the right mouse button that begins with the kubeconfig', async () => {
    const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('old', 'stopped')], answers))
    fireEvent.contextMenu(await screen.findByRole('button', { name: /^dev/ }))
    fireEvent.click(await menuItem('Copy kubeconfig'))
    expect(screen.getAllByRole('menuitem', { hidden: true })[0]?.textContent).toBe('Copy kubeconfig')
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text: kubeconfig } }))
    expect(await screen.findByText('The kubeconfig of dev was copied to the clipboard.')).toBeDefined()
  })
})

describe('without an engine', () => {
  it('a new cluster cannot be made, and the button says why', async () => {
    const bridge = new FakeBridge()
    bridge.snapshot = { engine: { kind: 'unavailable', problem: problem('docker.lost', {}) }, clusters: [] }
    const { user } = openWindow(bridge)
    const button = await screen.findByRole('button', { name: 'New cluster' })
    await user.click(button)
    await user.hover(button)
    expect(await screen.findByText('Docker is not connected.')).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).not.toContain('clusters.suggest')
  })
})

describe('the focus', () => {
  it('goes to the heading of the page when what had it is gone', async () => {
    const { bridge, user } = openWindow(
      new FakeBridge({
        'clusters.create': () => new Promise<never>(() => undefined),
        'clusters.cancel': () => undefined,
      }),
    )
    await user.click(await welcomeButton())
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: true }])
    await user.click(await screen.findByRole('button', { name: 'Cancel' }))
    bridge.emit('operations.watch', [
      {
        cluster: ref('dev'),
        operation: 'create',
        isRunning: false,
        problem: problem('cluster.cancelled', { cluster: 'dev' }),
      },
    ])
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: 'dev' })))
  })
})

describe('what is announced', () => {
  it('is each stage once, not the clock beside it', async () => {
    const { bridge, user } = openWindow(
      new FakeBridge({ 'clusters.create': () => new Promise<never>(() => undefined) }),
    )
    await user.click(await welcomeButton())
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: true }])
    await waitFor(() => expect(bridge.openInputs('operation.watch')).toHaveLength(1))
    const atMs = Date.now()
    bridge.emit('operation.watch', { kind: 'started', operation: 'create', cluster: 'dev', stages: ['check'], atMs })
    bridge.emit('operation.watch', { kind: 'step', stage: 'check', state: 'running', atMs })
    await screen.findByText('Creating dev · Check this computer')
    const regions = document.querySelectorAll('[role="status"], [role="log"], [aria-live]:not([aria-live="off"])')
    expect([...regions].filter((region) => region.querySelector('time'))).toEqual([])
  })

  it('is no failure that the page shows anyhow; one elsewhere stays until it is closed', async () => {
    const failure = problem('disk.full', { path: '/' })
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('old', 'ready')]))
    await screen.findByRole('heading', { name: 'dev' })
    const both = (isRunning: boolean) =>
      [ref('dev'), ref('old')].map((each) => ({
        cluster: each,
        operation: 'restart' as const,
        isRunning,
        ...(isRunning ? {} : { problem: failure }),
      }))
    bridge.emit('operations.watch', both(true))
    await screen.findAllByText('Restarting')
    bridge.emit('operations.watch', both(false))
    // The page of dev tells of its own; the only notice is about the other one.
    await waitFor(() => expect(document.querySelectorAll('.mantine-Notification-root')).toHaveLength(1))
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(document.querySelectorAll('.mantine-Notification-root')).toHaveLength(0))
  })
})

describe('every key', () => {
  it('is listed under "?", except while one is typed', async () => {
    const { user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('heading', { name: 'dev' })
    await user.keyboard('{Shift>}?{/Shift}')
    const dialog = within(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }))
    expect(dialog.getByRole('rowheader', { name: 'New cluster' })).toBeDefined()
    expect(dialog.getByRole('rowheader', { name: 'Next error' })).toBeDefined()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

    await user.click(screen.getByRole('tab', { name: 'Registries' }))
    await user.type(await registriesText(user), 'a?')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

it('the name of a cluster that cannot be changed is text to read, not a dead input', async () => {
  const { user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
  await user.click(await screen.findByRole('tab', { name: 'Settings' }))
  await screen.findByRole('textbox', { name: 'Agents' })
  expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull()
  expect(screen.getAllByText('dev').length).toBeGreaterThan(2)
})

it('a wait has a name', async () => {
  const never = () => new Promise<never>(() => undefined)
  const { user } = openWindow(
    bridgeWith([cluster('dev', 'ready')], { 'clusters.spec': never, 'clusters.kubeconfig': never }),
  )
  await user.click(await screen.findByRole('tab', { name: 'Settings' }))
  expect(await screen.findByLabelText('Loading the settings')).toBeDefined()
  await user.click(screen.getByRole('tab', { name: 'Registries' }))
  expect(await screen.findByLabelText('Loading the registries')).toBeDefined()
  await user.click(screen.getByRole('tab', { name: 'Kubeconfig' }))
  expect(await screen.findByLabelText('Loading the kubeconfig')).toBeDefined()
})
