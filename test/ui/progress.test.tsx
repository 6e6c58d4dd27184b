import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { FakeBridge } from './fake-bridge.ts'
import { bridgeWith, cluster, openWindow, ref, welcomeButton } from './window.tsx'

const kubeconfig = 'apiVersion: v1'
const answers = {
  'clusters.kubeconfig': () => ({ text: kubeconfig }),
  'tools.list': () => [{ id: 'terminal' as const, name: 'xterm', needsMerge: false }],
  'tools.open': () => undefined,
  'clusters.cancel': () => undefined,
  'kubeconfig.preview': () => ({
    path: '/home/u/.kube/config',
    what: 'entries' as const,
    isNewFile: false,
    isChanged: true,
    name: 'sampan-dev',
    diff: [],
  }),
}
const createdAtMs = Date.parse('2026-11-23T08:00:00Z')
const made = (name: string, startedAtMs = createdAtMs - 800) => ({
  cluster: ref(name),
  operation: 'create' as const,
  isRunning: false,
  startedAtMs,
  durationMs: 9400,
})

describe('a cluster that was just made', () => {
  it('has its kubeconfig, a terminal and the way into the own kubeconfig in a strip on every tab', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')], answers))
    await screen.findByRole('heading', { name: 'dev' })
    bridge.emit('operations.watch', [made('dev')])
    const strip = within(await screen.findByRole('region', { name: 'Next steps for dev' }))
    expect(strip.getByText('dev is ready in 9.4s')).toBeDefined()
    await user.click(screen.getByRole('tab', { name: 'Settings' }))
    await user.click(strip.getByRole('button', { name: 'Copy kubeconfig' }))
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text: kubeconfig } }))
    await user.click(await strip.findByRole('button', { name: 'Open terminal' }))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({ name: 'tools.open', input: { cluster: ref('dev'), tool: 'terminal' } }),
    )
    bridge.emit('kubeconfig.watch', { files: [], defaultPath: '/home/u/.kube/config' })
    await user.click(await strip.findByRole('button', { name: 'Add to kubeconfig…' }))
    expect(await screen.findByRole('dialog', { name: 'Add dev to kubeconfig' })).toBeDefined()
  })

  it('is not said to be simply ready while something is wrong with it', async () => {
    const warned = { ...cluster('dev', 'ready'), problem: problem('k3s.dns_timeout', { seconds: 30 }) }
    const { bridge } = openWindow(bridgeWith([warned], answers))
    await screen.findByRole('heading', { name: 'dev' })
    bridge.emit('operations.watch', [made('dev')])
    const strip = await screen.findByRole('region', { name: 'Next steps for dev' })
    expect([strip.dataset.warned, within(strip).queryByText('dev is ready in 9.4s, with warnings') !== null]).toEqual([
      'true',
      true,
    ])
  })

  it('is left alone once the strip was dismissed, and when something else was done to it', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')], answers))
    await screen.findByRole('heading', { name: 'dev' })
    bridge.emit('operations.watch', [made('dev')])
    const strip = await screen.findByRole('region', { name: 'Next steps for dev' })
    await user.click(within(strip).getByRole('button', { name: 'Dismiss' }))
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Next steps for dev' })).toBeNull())

    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'stop', isRunning: true }])
    await screen.findByRole('heading', { name: 'Stopping dev' })
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'stop', isRunning: false }])
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Stopping dev' })).toBeNull())
    expect(screen.queryByRole('region', { name: 'Next steps for dev' })).toBeNull()
  })

  it('is not taken for another one that somebody made under its name since', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('old', 'ready')], answers))
    await user.click(await screen.findByRole('button', { name: /^old/ }))
    bridge.emit('operations.watch', [made('dev', createdAtMs - 3_600_000), made('old')])
    await screen.findByRole('region', { name: 'Next steps for old' })
    await user.click(screen.getByRole('button', { name: /^dev/ }))
    await screen.findByRole('heading', { name: 'dev' })
    expect(screen.queryByRole('region', { name: 'Next steps for dev' })).toBeNull()
  })
})

describe('what is being done to a cluster', () => {
  it('stands in a line on every other tab, with the way to it and out of it', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')], answers))
    await user.click(await screen.findByRole('tab', { name: 'Kubeconfig' }))
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'change', isRunning: true }])
    const bar = within(await screen.findByRole('region', { name: 'Updating dev' }))
    const atMs = Date.now()
    bridge.emit('operation.watch', { kind: 'started', operation: 'change', cluster: 'dev', stages: ['nodes'], atMs })
    bridge.emit('operation.watch', { kind: 'step', stage: 'nodes', state: 'running', atMs })
    expect(await bar.findByText('Wait for the nodes')).toBeDefined()
    await user.click(bar.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'clusters.cancel', input: { cluster: ref('dev') } }))
    await user.click(bar.getByRole('button', { name: 'Show progress' }))
    expect(await screen.findByRole('heading', { name: 'Updating dev' })).toBeDefined()
    expect(screen.queryByRole('region', { name: 'Updating dev' })).toBeNull()
  })

  it('leaves the tabs where they are while it is made: the log can be read, the others say why they cannot', async () => {
    const { bridge, user } = openWindow(
      new FakeBridge({ ...answers, 'clusters.create': () => new Promise<never>(() => undefined) }),
    )
    await user.click(await welcomeButton())
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: true }])
    const settings = await screen.findByRole('tab', { name: 'Settings' })
    expect(settings.getAttribute('aria-disabled')).toBe('true')
    await user.click(settings)
    expect(screen.getByRole('tab', { name: 'Overview' }).getAttribute('aria-selected')).toBe('true')
    await user.hover(settings)
    expect(await screen.findByText('Wait until this is done: Creating dev.')).toBeDefined()

    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [cluster('dev', 'creating')] })
    const logs = screen.getByRole('tab', { name: 'Logs' })
    await waitFor(() => expect(logs.getAttribute('aria-disabled')).toBeNull())
    await user.click(logs)
    expect(await screen.findByRole('region', { name: 'Creating dev' })).toBeDefined()
  })
})

it('the title of the window names the cluster', async () => {
  openWindow(bridgeWith([cluster('dev', 'ready')], answers))
  await waitFor(() => expect(document.title).toBe('dev — Sampan'))
})
