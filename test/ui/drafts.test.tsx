import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { type ClusterSpec, refKey } from '#shared/cluster.ts'
import type { PlannedStep } from '#shared/operation.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { type FakeBridge, suggestion } from './fake-bridge.ts'
import { bridgeWith, cluster, openWindow, ref, registriesText } from './window.tsx'

const dev = refKey(ref('dev'))

/** What another window or a terminal does meanwhile. */
function changeElsewhere(bridge: FakeBridge, change: Partial<ClusterSpec>) {
  const before = bridge.stored.get(dev)
  if (!before) throw new Error('There is no dev')
  bridge.stored.set(dev, { spec: { ...before.spec, ...change }, generation: before.generation + 1 })
}

const applied = (bridge: FakeBridge) => bridge.sent.filter(({ name }) => name === 'clusters.apply')

describe('a draft of the settings', () => {
  it('says which state of the cluster it was made from', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    const agents = await screen.findByRole('textbox', { name: 'Agents' })
    await user.clear(agents)
    await user.type(agents, '2')
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    await user.click(await screen.findByRole('button', { name: 'Apply changes' }))
    await waitFor(() =>
      expect(applied(bridge)).toEqual([
        {
          name: 'clusters.apply',
          input: { cluster: ref('dev'), spec: { ...suggestion, agents: 2 }, basedOn: 1 },
        },
      ]),
    )
  })

  it('is not sent when the cluster has changed since, stays on the screen, and can be moved onto the new state', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    const agents = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Agents' })
    await user.clear(agents)
    await user.type(agents, '2')
    changeElsewhere(bridge, { apiPort: 7443, registries: 'mirrors:' })

    await user.click(screen.getByRole('button', { name: 'Apply' }))
    expect(await screen.findByText('dev has changed in the meantime')).toBeDefined()
    expect([applied(bridge), agents.value]).toEqual([[], '2'])

    await user.click(screen.getByRole('button', { name: 'Load the latest settings' }))
    const apiPort = screen.getByRole<HTMLInputElement>('textbox', { name: 'API port' })
    await waitFor(() => expect([agents.value, apiPort.value]).toEqual(['2', '7443']))
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    await user.click(await screen.findByRole('button', { name: 'Apply changes' }))
    await waitFor(() =>
      expect(bridge.stored.get(dev)).toEqual({
        spec: { ...suggestion, agents: 2, apiPort: 7443, registries: 'mirrors:' },
        generation: 3,
      }),
    )
  })

  it('that the engine refuses at the last moment is there again when its user comes back', async () => {
    const changed = problem('cluster.changed', { cluster: 'dev' })
    const bridge = bridgeWith([cluster('dev', 'ready')], {
      'clusters.apply': () => {
        changeElsewhere(bridge, { apiPort: 7443 })
        throw new ProblemError(changed)
      },
    })
    const { user } = openWindow(bridge)
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    const agents = await screen.findByRole('textbox', { name: 'Agents' })
    await user.clear(agents)
    await user.type(agents, '2')
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    await user.click(await screen.findByRole('button', { name: 'Apply changes' }))
    await waitFor(() => expect(applied(bridge)).toHaveLength(1))
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'change', isRunning: false, problem: changed }])

    await user.click(await screen.findByRole('button', { name: 'Change and try again…' }))
    expect(await screen.findByRole('button', { name: 'Load the latest settings' })).toBeDefined()
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Agents' }).value).toBe('2')
  })

  it('survives a look at another tab and at another cluster, and is given up where its user says so', async () => {
    const { user } = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('old', 'stopped')]))
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    const agents = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Agents' })
    await user.clear(await agents())
    await user.type(await agents(), '2')
    await user.click(screen.getByRole('tab', { name: 'Overview' }))
    await user.click(await screen.findByRole('tab', { name: /Settings.*not applied/ }))
    expect((await agents()).value).toBe('2')

    await user.click(screen.getByRole('button', { name: /^old/ }))
    await screen.findByRole('heading', { name: 'old' })
    await user.click(screen.getByRole('button', { name: /^dev/ }))
    await waitFor(async () => expect((await agents()).value).toBe('2'))

    await user.click(screen.getByRole('button', { name: 'Discard changes' }))
    await user.click(screen.getByRole('tab', { name: 'Overview' }))
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    expect((await agents()).value).toBe('0')
  })

  it('is gone with its cluster: one that is made anew under the name has none', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    const agents = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Agents' })
    await user.clear(await agents())
    await user.type(await agents(), '2')
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [] })
    await screen.findByRole('heading', { name: 'dev no longer exists' })
    const again = { ...cluster('dev', 'ready'), createdAt: '2026-11-27T08:00:00Z' }
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [again] })
    await waitFor(async () => expect((await agents()).value).toBe('0'))
  })

  it('that takes away a node which a volume is for says so where the nodes are counted', async () => {
    const bridge = bridgeWith([cluster('dev', 'ready')])
    changeElsewhere(bridge, { agents: 2, volumes: [{ source: '/srv', path: '/srv', on: 'agent-1' }] })
    const { user } = openWindow(bridge)
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    const agents = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Agents' })
    await user.clear(agents)
    await user.type(agents, '1')
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    expect(await screen.findByText('The cluster has no node agent-1')).toBeDefined()
    expect(document.activeElement).toBe(agents)
  })

  it('follows the cluster as long as nothing was changed in it', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    await screen.findByRole('textbox', { name: 'Agents' })
    changeElsewhere(bridge, { agents: 3 })
    await user.click(screen.getByRole('tab', { name: 'Overview' }))
    await user.click(screen.getByRole('tab', { name: 'Settings' }))
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Agents' }).value).toBe('3'))
    expect(screen.queryByText('dev has changed in the meantime')).toBeNull()
  })
})

/** What the engine would do when an agent goes. */
const fewerAgents: PlannedStep[] = [
  { action: 'write files', target: 'sampan-dev-server-0' },
  { action: 'remove container', target: 'sampan-dev-agent-1' },
  { action: 'remove volume', target: 'sampan-dev-agent-1-data' },
]

describe('before a change is applied', () => {
  it.each(['Settings', 'Registries'])(
    'its plan is shown, and the data that it deletes is confirmed: %s',
    async (tab) => {
      const { bridge, user } = openWindow(
        bridgeWith([cluster('dev', 'ready')], { 'clusters.previewChange': () => fewerAgents }),
      )
      await user.click(await screen.findByRole('tab', { name: tab }))
      const field =
        tab === 'Settings' ? await screen.findByRole('textbox', { name: 'Agents' }) : await registriesText(user)
      await user.type(field, tab === 'Settings' ? '1' : 'mirrors:')
      await user.click(screen.getByRole('button', { name: 'Apply' }))
      const dialog = within(await screen.findByRole('dialog', { name: 'Apply the changes to dev?' }))
      const removed = within(await dialog.findByRole('list', { name: 'Removed' }))
      expect(removed.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
        'Remove containersampan-dev-agent-1',
        'Remove volumesampan-dev-agent-1-data',
      ])
      expect(dialog.getByText(/permanently deleted/)).toBeDefined()
      expect(dialog.queryByRole('button', { name: 'Apply changes' })).toBeNull()
      expect(applied(bridge)).toEqual([])

      await user.click(dialog.getByRole('button', { name: 'Cancel' }))
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
      expect(applied(bridge)).toEqual([])

      await user.click(screen.getByRole('button', { name: 'Apply' }))
      await user.click(await screen.findByRole('button', { name: 'Apply and delete data' }))
      await waitFor(() => expect(applied(bridge)).toHaveLength(1))
    },
  )

  it('says what is interrupted, and that the API is not there while its server is recreated', async () => {
    const { user } = openWindow(
      bridgeWith([cluster('dev', 'ready')], {
        'clusters.previewChange': () => [{ action: 'replace container', target: 'sampan-dev-server-0' }],
      }),
    )
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    await user.type(await screen.findByRole('textbox', { name: 'API port' }), '{Backspace}4')
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(await dialog.findByText(/data is kept.*API is unavailable/)).toBeDefined()
    expect(dialog.getByRole<HTMLButtonElement>('button', { name: 'Apply changes' }).disabled).toBe(false)
  })
})

describe('a draft of registries.yaml', () => {
  it('survives a look at another tab and at another cluster, and says that it is there', async () => {
    const { user } = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('old', 'stopped')]))
    await user.click(await screen.findByRole('tab', { name: 'Registries' }))
    await user.type(await registriesText(user), 'mirrors:')
    await user.click(screen.getByRole('tab', { name: 'Overview' }))
    expect(await screen.findByRole('tab', { name: /Registries.*not applied/ })).toBeDefined()
    await user.click(screen.getByRole('button', { name: /^old/ }))
    await screen.findByRole('heading', { name: 'old' })
    await user.click(screen.getByRole('tab', { name: 'Registries' }))
    const text = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'registries.yaml' })
    expect((await text()).value).toBe('')
    await user.click(screen.getByRole('button', { name: /^dev/ }))
    await screen.findByRole('heading', { name: 'dev' })
    await waitFor(async () => expect((await text()).value).toBe('mirrors:'))
  })

  it('does not undo what was changed in the settings meanwhile, and shows what somebody else wrote', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: 'Registries' }))
    const text = await registriesText(user)
    await user.type(text, 'mirrors:')
    changeElsewhere(bridge, { agents: 3, registries: 'configs: theirs' })

    await user.click(screen.getByRole('button', { name: 'Apply' }))
    expect(await screen.findByText('dev has changed in the meantime')).toBeDefined()
    expect(screen.getByText('configs: theirs')).toBeDefined()
    expect([applied(bridge), text.value]).toEqual([[], 'mirrors:'])

    await user.click(screen.getByRole('button', { name: 'Load the latest settings' }))
    await user.click(screen.getByRole('button', { name: 'Apply' }))
    await user.click(await screen.findByRole('button', { name: 'Apply changes' }))
    await waitFor(() =>
      expect(bridge.stored.get(dev)).toEqual({
        spec: { ...suggestion, agents: 3, registries: 'mirrors:' },
        generation: 3,
      }),
    )
  })
})
