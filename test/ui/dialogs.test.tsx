import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { PreflightCheck } from '#shared/preflight.ts'
import { problem } from '#shared/problem.ts'
import { FakeBridge, suggestion } from './fake-bridge.ts'
import { bridgeWith, cluster, openNewCluster, openWindow, ref } from './window.tsx'

const sentNames = (bridge: FakeBridge) => bridge.sent.map(({ name }) => name)

/** Port `taken` is taken; `free` is offered in its place. */
const portCheck = (taken: number, free: number): PreflightCheck => ({
  id: 'ports',
  result: 'blocking',
  found: `${taken}/tcp`,
  problem: problem('port.taken', { port: taken, holder: 'nginx' }, { actions: [{ kind: 'usePort', port: free }] }),
})

describe('keys under an open dialog', () => {
  it('do nothing: no cluster is created and no page changed behind it', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('heading', { name: 'dev' })
    await openNewCluster(user)
    await screen.findByRole('textbox', { name: 'Name' })
    const before = sentNames(bridge).filter((name) => name === 'clusters.suggest').length

    await user.keyboard('{Control>}n{/Control}{Control>}2{/Control}{Control>},{/Control}{Control>}k{/Control}')
    // As the application menu does on macOS, which hears the keys by itself.
    for (const command of ['cluster.new', 'tab.logs', 'app.preferences']) bridge.emit('app.commands', { command })
    await user.click(
      within(screen.getByRole('dialog', { name: 'New cluster' })).getByRole('button', { name: 'Cancel' }),
    )
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

    expect(sentNames(bridge).filter((name) => name === 'clusters.suggest')).toHaveLength(before)
    expect(sentNames(bridge)).not.toContain('clusters.create')
    expect(screen.getByRole('tab', { name: 'Overview' }).getAttribute('aria-selected')).toBe('true')
  })

  it('work again once it is closed, and the palette closes by the key that opened it', async () => {
    const { user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('heading', { name: 'dev' })
    await user.keyboard('{Control>}k{/Control}')
    await screen.findByRole('dialog')
    await user.keyboard('{Control>}k{/Control}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('{Control>}3{/Control}')
    await waitFor(() => expect(screen.getByRole('tab', { name: 'Logs' }).getAttribute('aria-selected')).toBe('true'))
  })
})

describe('what is wrong with a new cluster', () => {
  it.each([
    { taken: 8080, wanted: { apiPort: 6443, hostPort: 8081 } },
    { taken: 6443, wanted: { apiPort: 8081, hostPort: 8080 } },
  ])('another port takes the place of the one that is taken: $taken', async ({ taken, wanted }) => {
    const mapping = { hostIp: '127.0.0.1', hostPort: 8080, nodePort: 80, protocol: 'tcp' } as const
    const { bridge, user } = openWindow(
      new FakeBridge({
        'clusters.suggest': () => ({ engineId: 'engine-1', spec: { ...suggestion, ports: [mapping] } }),
        'clusters.preflight': ({ spec }) => {
          const isTaken = spec.apiPort === taken || (spec.ports ?? []).some(({ hostPort }) => hostPort === taken)
          return isTaken ? [portCheck(taken, 8081)] : []
        },
      }),
    )
    await openNewCluster(user)
    await user.click(await screen.findByRole('button', { name: 'Use port 8081 instead' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Use port 8081 instead' })).toBeNull())
    await user.click(screen.getByRole('button', { name: 'Create' }))
    await waitFor(() =>
      expect(bridge.sent.find(({ name }) => name === 'clusters.create')?.input).toMatchObject({
        spec: { apiPort: wanted.apiPort, ports: [{ hostPort: wanted.hostPort }] },
      }),
    )
  })

  it('stays on the screen while another field is being corrected', async () => {
    const { user } = openWindow(new FakeBridge({ 'clusters.preflight': () => [portCheck(6443, 6444)] }))
    await openNewCluster(user)
    await screen.findByRole('button', { name: 'Use port 6444 instead' })
    await user.clear(screen.getByRole('textbox', { name: 'Name' }))

    expect(await screen.findByText('Not checked: correct the marked fields first.')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Use port 6444 instead' })).toBeDefined()
    expect(screen.queryByText('Checking…')).toBeNull()
  })

  it('comes before what is only worth knowing', async () => {
    const old = problem('cgroup.v1_deprecated', { version: 'v1.36' })
    const warning: PreflightCheck = { id: 'cgroup', result: 'warning', found: 'v1', problem: old }
    const { user } = openWindow(new FakeBridge({ 'clusters.preflight': () => [warning, portCheck(6443, 6444)] }))
    await openNewCluster(user)
    const blocking = await screen.findByText('Port 6443 is already in use')
    const noted = screen.getByText('This computer still uses cgroup v1')
    expect(blocking.compareDocumentPosition(noted) & Node.DOCUMENT_POSITION_FOLLOWING).not.toBe(0)
  })

  it('is announced as a count, not read whole at each change', async () => {
    const { user } = openWindow(new FakeBridge({ 'clusters.preflight': () => [portCheck(6443, 6444)] }))
    await openNewCluster(user)
    const dialog = await screen.findByRole('dialog')
    await within(dialog).findByRole('button', { name: 'Use port 6444 instead' })
    const said = within(dialog)
      .getAllByRole('status')
      .map(({ textContent }) => textContent)
    expect(said.join(' ')).toContain('1 problem prevents creation')
    expect(said.join(' ')).not.toContain('nginx')
  })
})

describe('a state', () => {
  it('says what is being done: changing and restarting are not starting', async () => {
    const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('old', 'ready')]))
    await screen.findByRole('heading', { name: 'dev' })
    bridge.emit('operations.watch', [
      { cluster: ref('dev'), operation: 'change', isRunning: true },
      { cluster: ref('old'), operation: 'restart', isRunning: true },
    ])
    const row = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) }).textContent
    await waitFor(() =>
      expect([row('dev'), row('old')]).toEqual([
        expect.stringContaining('Updating'),
        expect.stringContaining('Restarting'),
      ]),
    )
  })
})
