import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { FakeBridge, keptPreferences, suggestion } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openWindow, ref, registriesText } from './window.tsx'

describe('the window', () => {
  it('changes its language at once', async () => {
    const { user } = openWindow(new FakeBridge(keptPreferences().handlers))
    await screen.findByText('Your first cluster is one click away')

    await user.keyboard('{Control>}k{/Control}')
    await user.click(await screen.findByRole('button', { name: /简体中文/ }))

    expect(await screen.findByText('一键创建你的第一个集群')).toBeDefined()
    expect(document.documentElement.lang).toBe('zh-CN')
  })

  it('stops and starts a cluster from the list', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([cluster('dev', 'ready'), cluster('old', 'stopped')], {
        'clusters.stop': () => undefined,
        'clusters.start': () => cluster('old', 'ready'),
      }),
    )

    await user.click(await screen.findByRole('button', { name: 'Stop dev' }))
    await user.click(screen.getByRole('button', { name: 'Start old' }))

    expect(bridge.sent).toContainEqual({ name: 'clusters.stop', input: { cluster: ref('dev') } })
    expect(bridge.sent).toContainEqual({ name: 'clusters.start', input: { cluster: ref('old') } })
  })

  it('lists what a deletion removes before it is confirmed', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([cluster('dev', 'ready')], {
        'clusters.previewDeletion': () => ({
          containers: ['sampan-dev-agent-0', 'sampan-dev-server-0'],
          volumes: ['sampan-dev-server-0-data', 'sampan-dev-server-0-k3s'],
          networks: ['sampan-dev'],
        }),
        'clusters.volumeSizes': () => ({
          'sampan-dev-server-0-data': 1_830_000_000,
          'sampan-dev-server-0-k3s': 400_000_000,
        }),
        'clusters.delete': () => undefined,
      }),
    )
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for dev' }))
    fireEvent.click(await menuItem('Delete…'))

    const dialog = await screen.findByRole('dialog', { name: 'Delete dev?' })
    expect(await within(dialog).findByText('1.8 GB')).toBeDefined()
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map(({ firstChild }) => firstChild?.textContent),
    ).toEqual([
      'sampan-dev-server-0',
      'sampan-dev-agent-0',
      'sampan-dev-server-0-data',
      'sampan-dev-server-0-k3s',
      'sampan-dev',
    ])
    expect(within(dialog).getByText('2.2 GB in total')).toBeDefined()
    expect(within(dialog).getByText('Downloaded images are kept.')).toBeDefined()
    const own = { cluster: 'dev', engineId: 'engine-1' }
    bridge.emit('kubeconfig.watch', {
      files: [{ path: '/home/u/.kube/config', isThere: true, merged: [{ ...own, name: 'sampan-dev' }] }],
      defaultPath: '/home/u/.kube/config',
    })
    expect(
      await within(dialog).findByText('Its entry in /home/u/.kube/config is removed, too. Downloaded images are kept.'),
    ).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).not.toContain('clusters.delete')
    await user.click(within(dialog).getByRole('button', { name: 'Delete dev' }))
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'clusters.delete', input: { cluster: ref('dev') } }))
  })

  it('keeps the volumes of what it deletes, where that is wanted', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([cluster('dev', 'ready')], {
        'clusters.previewDeletion': () => ({ containers: [], volumes: ['sampan-dev-server-0-k3s'], networks: [] }),
        'clusters.volumeSizes': () => ({}),
        'clusters.delete': () => undefined,
      }),
    )
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for dev' }))
    fireEvent.click(await menuItem('Delete…'))
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete dev?' }))
    expect(dialog.getByText('This permanently deletes the cluster and all data stored in it:')).toBeDefined()
    expect(await dialog.findByRole('region', { name: '1 volume' })).toBeDefined()
    await user.click(await dialog.findByRole('checkbox', { name: /^Keep the volumes/ }))
    expect(dialog.queryByText(/permanently|all data/)).toBeNull()
    expect(dialog.getByText('This deletes the cluster and keeps its data:')).toBeDefined()
    expect(dialog.queryByRole('region', { name: '1 volume' })).toBeNull()
    expect(dialog.getByRole('region', { name: '1 volume, kept' })).toBeDefined()
    await user.click(dialog.getByRole('button', { name: 'Delete dev' }))
    const input = { cluster: ref('dev'), keepsVolumes: true }
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'clusters.delete', input }))
  })

  it('deletes at once, however long Docker counts bytes', async () => {
    const never = () => new Promise<never>(() => undefined)
    const { bridge, user } = openWindow(
      bridgeWith([cluster('dev', 'ready')], {
        'clusters.previewDeletion': never,
        'clusters.volumeSizes': never,
        'clusters.delete': () => undefined,
      }),
    )
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for dev' }))
    fireEvent.click(await menuItem('Delete…'))
    const dialog = await screen.findByRole('dialog', { name: 'Delete dev?' })
    await user.click(within(dialog).getByRole('button', { name: 'Delete dev' }))
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'clusters.delete', input: { cluster: ref('dev') } }))
    expect(bridge.cancelled.sort()).toEqual(['clusters.previewDeletion', 'clusters.volumeSizes'])
  })

  it('says what to do where no Docker engine answers, and lists the engines that were found', async () => {
    const denied = problem('docker.permission_denied', { endpoint: 'unix:///var/run/docker.sock' })
    const bridge = new FakeBridge({
      'engines.list': () => [
        {
          id: 'unix:///var/run/docker.sock',
          source: 'socket',
          label: 'Docker Engine',
          address: 'unix:///var/run/docker.sock',
          isSelected: true,
          status: { kind: 'unavailable', problem: denied },
        },
      ],
    })
    bridge.snapshot = { engine: { kind: 'unavailable', problem: denied }, clusters: [] }
    openWindow(bridge)

    expect(await screen.findByText('sudo usermod -aG docker "$USER"')).toBeDefined()
    expect(await screen.findByRole('radio', { name: /Docker Engine/ })).toBeDefined()
    expect(screen.getByRole('button', { name: 'New cluster' }).getAttribute('aria-disabled')).toBe('true')
  })

  it('keeps the last known clusters when the engine goes away', async () => {
    const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('heading', { name: 'dev' })

    bridge.emit('clusters.watch', {
      engine: { kind: 'unavailable', problem: problem('docker.lost', {}) },
      clusters: [cluster('dev', 'ready')],
    })

    expect(await screen.findByText(/The list shows the last known state/)).toBeDefined()
    expect(screen.getByRole('heading', { name: 'dev' })).toBeDefined()

    bridge.emit('clusters.watch', {
      engine: { kind: 'unavailable', problem: problem('docker.lost', {}) },
      clusters: [cluster('dev', 'ready')],
      asOfMs: new Date(2026, 10, 27, 9, 41).getTime(),
    })
    expect(await screen.findByText(/The list shows the state as of Nov 27, 2026, 9:41/)).toBeDefined()
  })

  it('says that it does not know the health of a cluster whose API does not answer, and since when', async () => {
    const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('heading', { name: 'dev' })
    const unknown = {
      sinceMs: new Date(2026, 10, 27, 9, 41).getTime(),
      problem: problem('api.unreachable', { cluster: 'dev' }),
    }
    bridge.emit('cluster.health', { nodes: [], pods: [], unknown })
    expect(await screen.findByText(/Showing the state as of Nov 27, 2026, 9:41/)).toBeDefined()
    expect(screen.getByText('The Kubernetes API of dev is not responding')).toBeDefined()
  })

  it('shows findings about registries.yaml by line and refuses to apply errors', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([cluster('dev', 'ready')], {
        'registries.check': ({ text }) =>
          text.includes('bad') ? [{ severity: 'error', rule: 'unknown_key', line: 1, column: 1, subject: 'bad' }] : [],
      }),
    )
    await user.click(await screen.findByRole('tab', { name: 'Registries' }))
    const text = await registriesText(user)
    const apply = screen.getByRole<HTMLButtonElement>('button', { name: 'Apply' })

    await user.type(text, 'bad: 1')
    expect(await screen.findByText(/line 1, column 1/)).toBeDefined()
    await waitFor(() => expect(apply.disabled).toBe(true))

    await user.clear(text)
    await user.type(text, 'mirrors:')
    await screen.findByText('Valid: k3s can read this file.')
    await user.click(apply)
    await user.click(await screen.findByRole('button', { name: 'Apply changes' }))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({
        name: 'clusters.apply',
        input: { cluster: ref('dev'), spec: { ...suggestion, registries: 'mirrors:' }, basedOn: 1 },
      }),
    )
  })

  it('closes the view of the logs when its tab is left', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Logs' }))
    await waitFor(() =>
      expect(bridge.logViews().map(({ input }) => input)).toMatchObject([
        { cluster: { engineId: 'engine-1', name: 'dev' } },
      ]),
    )

    // What was asked has to be taken, or the port does not tell that it was closed.
    bridge.logViews()[0]?.port.start()
    await user.click(screen.getByRole('tab', { name: 'Overview' }))

    await waitFor(() => expect(bridge.logViews()).toEqual([]))
  })

  it('masks the key in a kubeconfig but copies it whole', async () => {
    const kubeconfig = 'users:\n- user:\n    client-key-data: c2VjcmV0\n'
    const { bridge, user } = openWindow(
      bridgeWith([cluster('dev', 'ready')], { 'clusters.kubeconfig': () => ({ text: kubeconfig }) }),
    )
    await user.click(await screen.findByRole('tab', { name: 'Kubeconfig' }))

    // Once: the header has it on every tab.
    const copy = screen.getByRole('button', { name: 'Copy kubeconfig' })
    await screen.findByText(/client-key-data/)
    expect(screen.queryByText(/c2VjcmV0/)).toBeNull()
    await user.click(copy)

    expect((await screen.findAllByText('Copied')).length).toBeGreaterThan(0)
    expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text: kubeconfig } })
  })
})
