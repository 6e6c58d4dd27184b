import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ClustersSnapshot } from '#shared/cluster.ts'
import type { EngineStarter } from '#shared/engine.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { FakeBridge } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openWindow, ref } from './window.tsx'

/** The other engine has clusters of the same names, in other states. */
const secondEngine = (clusters: ClustersSnapshot['clusters']): ClustersSnapshot => ({
  engine: {
    kind: 'connected',
    engineId: 'engine-2',
    address: 'unix:///colima.sock',
    name: 'colima',
    version: '28.5.2',
  },
  clusters,
})

const row = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) })

describe('two engines with clusters of the same name', () => {
  it('are never taken for each other: what was chosen on one is not chosen on the other', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('local', 'stopped')]))
    await user.click(await screen.findByRole('button', { name: /^local/ }))
    expect(await screen.findByRole('heading', { name: 'local' })).toBeDefined()

    bridge.emit('clusters.watch', secondEngine([cluster('local', 'ready', 'engine-2')]))
    expect(await screen.findByText('Select a cluster from the list.')).toBeDefined()
    expect([screen.queryByRole('heading', { name: 'local' }), row('local').getAttribute('aria-current')]).toEqual([
      null,
      null,
    ])

    bridge.emit('clusters.watch', bridge.snapshot)
    expect(await screen.findByRole('heading', { name: 'local' })).toBeDefined()
  })

  it('are told apart in everything that is asked', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([cluster('local', 'ready')], { 'clusters.stop': () => undefined, 'clusters.delete': () => undefined }),
    )
    await screen.findByRole('heading', { name: 'local' })
    bridge.emit('clusters.watch', secondEngine([cluster('local', 'ready', 'engine-2')]))
    await waitFor(() =>
      expect(bridge.openInputs('cluster.health')).toContainEqual({ cluster: ref('local', 'engine-2') }),
    )

    await user.click(screen.getByRole('button', { name: 'Stop local' }))
    expect(bridge.sent).toContainEqual({ name: 'clusters.stop', input: { cluster: ref('local', 'engine-2') } })
  })

  it('do not show what is being done to the other', async () => {
    const { bridge } = openWindow(bridgeWith([cluster('local', 'ready')]))
    await screen.findByRole('heading', { name: 'local' })
    bridge.emit('operations.watch', [{ cluster: ref('local'), operation: 'delete', isRunning: true }])
    await screen.findAllByText('Deleting')

    bridge.emit('clusters.watch', secondEngine([cluster('local', 'stopped', 'engine-2')]))
    await waitFor(() => expect(within(row('local')).getByText('Stopped')).toBeDefined())
    expect(screen.queryByText('Deleting local')).toBeNull()
  })

  it('leave a question on the screen as it was asked: who says yes means the first', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([cluster('local', 'ready')], {
        'clusters.previewDeletion': () => ({ containers: [], volumes: [], networks: [] }),
        'clusters.delete': () => Promise.reject(problem('engine.changed', { cluster: 'local', engine: 'colima' })),
      }),
    )
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for local' }))
    fireEvent.click(await menuItem('Delete…'))
    const dialog = await screen.findByRole('dialog', { name: 'Delete local?' })
    bridge.emit('clusters.watch', secondEngine([cluster('local', 'ready', 'engine-2')]))
    await user.click(within(dialog).getByRole('button', { name: 'Delete local' }))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({ name: 'clusters.delete', input: { cluster: ref('local') } }),
    )
  })
})

it('a stream whose sender dies says so, keeps what is known, and is opened again', async () => {
  const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready')]))
  await screen.findByRole('heading', { name: 'dev' })

  bridge.die('clusters.watch')
  expect(await screen.findByText('Live updates were interrupted')).toBeDefined()
  expect(screen.getByRole('heading', { name: 'dev' })).toBeDefined()

  await waitFor(() => expect(bridge.openInputs('clusters.watch')).toHaveLength(1))
  await waitFor(() => expect(screen.queryByText('Live updates were interrupted')).toBeNull())
})

it('commands of the menu and the tray are heard again after their stream broke', async () => {
  const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('old', 'stopped')]))
  await screen.findByRole('heading', { name: 'dev' })
  bridge.fail('app.commands', problem('ipc.stream_lost', {}))
  await waitFor(() => expect(bridge.opened('app.commands')).toBe(2))
  bridge.emit('app.commands', { command: 'cluster.show', cluster: ref('old') })
  expect(await screen.findByRole('heading', { name: 'old' })).toBeDefined()
})

it('the health of a cluster is asked anew when its API has moved to another port', async () => {
  const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready')]))
  await waitFor(() => expect(bridge.opened('cluster.health')).toBe(1))
  bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [{ ...cluster('dev', 'ready'), apiPort: 7443 }] })
  await waitFor(() => expect(bridge.opened('cluster.health')).toBe(2))
})

it('a Problem of a node leads to its log, one of the registries to them', async () => {
  const broken = {
    ...cluster('dev', 'degraded'),
    problem: problem('k3s.registries_unreadable', { node: 'sampan-dev-server-0' }),
  }
  const exited = {
    ...cluster('old', 'degraded'),
    problem: problem('k3s.exited', { node: 'sampan-old-server-0', exitCode: 1 }),
  }
  const { bridge, user } = openWindow(bridgeWith([broken, exited]))
  await user.click(await screen.findByRole('button', { name: 'Edit registries' }))
  expect(await screen.findByRole('group', { name: 'Mirrors' })).toBeDefined()

  await user.click(row('old'))
  await user.click(await screen.findByRole('tab', { name: 'Overview' }))
  await user.click(await screen.findByRole('button', { name: 'Show logs' }))
  await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
})

it('where another engine answers, that one is offered first, and no advice that cannot help', async () => {
  const refused = problem('docker.not_running', { endpoint: 'unix:///nonexistent.sock' })
  const engine = (address: string, isSelected: boolean) => ({
    id: address,
    source: 'socket' as const,
    label: 'Docker Engine',
    address,
    isSelected,
  })
  const bridge = new FakeBridge({
    'engines.select': () => undefined,
    'engines.list': () => [
      { ...engine('unix:///nonexistent.sock', true), status: { kind: 'unavailable', problem: refused } },
      {
        ...engine('unix:///var/run/docker.sock', false),
        status: {
          kind: 'available',
          isPodman: false,
          version: '29.0.1',
          apiVersion: '1.52',
          operatingSystem: 'Debian',
          architecture: 'amd64',
        },
      },
    ],
  })
  bridge.snapshot = { engine: { kind: 'unavailable', problem: refused }, clusters: [] }
  const { user } = openWindow(bridge)
  const use = await screen.findByRole('button', { name: 'Use this one' })
  expect(screen.getByText('Docker Engine 29.0.1 is responding at unix:///var/run/docker.sock')).toBeDefined()
  expect(screen.queryByText(/systemctl/)).toBeNull()
  expect(screen.getAllByRole('radio')[0]?.textContent).toContain('/var/run/docker.sock')
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  await user.click(use)
  await waitFor(() =>
    expect(bridge.sent).toContainEqual({ name: 'engines.select', input: { address: 'unix:///var/run/docker.sock' } }),
  )
})

it('where DOCKER_HOST names an engine that is not there, says so, and starts nothing here', async () => {
  const endpoint = 'tcp://engine.example:2375'
  const closed = problem('docker.port_closed', { endpoint })
  const bridge = new FakeBridge({
    'engines.list': () => [
      {
        id: endpoint,
        source: 'environment',
        label: 'DOCKER_HOST',
        address: endpoint,
        isSelected: true,
        status: { kind: 'unavailable', problem: closed },
      },
    ],
  })
  bridge.snapshot = { engine: { kind: 'unavailable', problem: closed }, clusters: [] }
  openWindow(bridge)
  expect(await screen.findByText(/comes from the environment variable DOCKER_HOST/)).toBeDefined()
  expect(screen.getAllByText('No Docker engine at tcp://engine.example:2375').length).toBeGreaterThan(0)
  expect(screen.queryByText(/systemctl|usermod|apt-get/)).toBeNull()
})

describe('an engine that is installed and does not run', () => {
  const installed = [
    { id: 'docker-rootless' as const, name: 'Docker (rootless)', command: 'systemctl --user start docker' },
  ] satisfies EngineStarter[]
  const down = (
    code: 'docker.not_running' | 'docker.permission_denied',
    handlers: ConstructorParameters<typeof FakeBridge>[0],
  ) => {
    const bridge = new FakeBridge({ 'engines.startable': () => installed, ...handlers })
    const socket = code === 'docker.permission_denied' ? '/var/run/docker.sock' : '/run/user/1000/docker.sock'
    const reason = problem(code, { endpoint: `unix://${socket}` })
    bridge.snapshot = { engine: { kind: 'unavailable', problem: reason }, clusters: [] }
    return bridge
  }

  it('is started by one click, which says what it runs, and is then waited for', async () => {
    const { bridge, user } = openWindow(down('docker.not_running', { 'engines.start': () => undefined }))
    expect(await screen.findByText('systemctl --user start docker')).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).not.toContain('engines.start')
    await user.click(await screen.findByRole('button', { name: 'Start Docker (rootless)' }))
    await screen.findByText('Docker (rootless) is starting. Sampan connects as soon as it is responding.')
    expect(bridge.sent).toContainEqual({ name: 'engines.start', input: { id: 'docker-rootless' } })
    bridge.emit('clusters.watch', secondEngine([cluster('dev', 'ready', 'engine-2')]))
    expect(await screen.findByRole('heading', { name: 'dev' })).toBeDefined()
  })

  it('has its advice at once; the button comes later, into the row of its command', async () => {
    let find: (found: EngineStarter[]) => void = () => undefined
    const found = new Promise<EngineStarter[]>((resolve) => {
      find = resolve
    })
    openWindow(down('docker.not_running', { 'engines.startable': () => found }))
    const command = await screen.findByText('systemctl --user start docker')
    expect(screen.queryByRole('button', { name: 'Start Docker (rootless)' })).toBeNull()
    find([
      ...installed,
      { id: 'docker-desktop', name: 'Docker Desktop', command: 'systemctl --user start docker-desktop' },
    ])
    const button = await screen.findByRole('button', { name: 'Start Docker (rootless)' })
    expect(screen.getByText('systemctl --user start docker').isSameNode(command)).toBe(true)
    expect(button.closest('[data-starter]')?.textContent).toContain('systemctl --user start docker')
    // What there was no advice for comes below.
    const other = screen.getByRole('button', { name: 'Start Docker Desktop' })
    expect(command.compareDocumentPosition(other)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  })

  it('that does not start says why, and can be tried again', async () => {
    const { user } = openWindow(
      down('docker.not_running', {
        'engines.start': () => {
          throw new ProblemError(
            problem('engine.not_started', { engine: 'Docker (rootless)', command: 'systemctl --user start docker' }),
          )
        },
      }),
    )
    const button = await screen.findByRole('button', { name: 'Start Docker (rootless)' })
    await user.click(button)
    expect(await screen.findByText('Docker (rootless) could not be started')).toBeDefined()
    await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false))
  })

  it('can be started where clusters are still listed, too', async () => {
    const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready')], { 'engines.startable': () => installed }))
    await screen.findByRole('heading', { name: 'dev' })
    expect(screen.queryByRole('button', { name: 'Start Docker (rootless)' })).toBeNull()
    bridge.emit('clusters.watch', {
      engine: { kind: 'unavailable', problem: problem('docker.lost', {}) },
      clusters: [cluster('dev', 'ready')],
    })
    expect(await screen.findByRole('button', { name: 'Start Docker (rootless)' })).toBeDefined()
  })

  it('is not offered where the one that runs only refuses', async () => {
    openWindow(down('docker.permission_denied', {}))
    expect(await screen.findByText('sudo usermod -aG docker "$USER"')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Use Docker without root' })).toBeDefined()
    expect(screen.queryByRole('button', { name: /^Start/ })).toBeNull()
  })
})
