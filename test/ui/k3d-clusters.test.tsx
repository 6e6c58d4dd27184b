import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Cluster } from '#shared/cluster.ts'
import { k3dRef } from '#shared/cluster-origin.ts'
import { bridgeWith, cluster, openWindow, ref } from './window.tsx'

const ofK3d = (name: string, state: Cluster['state']): Cluster => ({
  ...cluster(name, state),
  ...k3dRef('engine-1', name),
  nodes: [{ name: `k3d-${name}-server-0`, role: 'server', index: 0, container: 'running' }],
})
const rowOf = async (name: RegExp) => screen.findByRole('button', { name })
const answers = {
  'clusters.stop': () => undefined,
  'clusters.previewDeletion': () => ({
    containers: ['k3d-dev-server-0'],
    volumes: ['k3d-dev-images'],
    networks: ['k3d-dev'],
  }),
}

describe('clusters of k3d in the window', () => {
  it('stand in the list beside one of Sampan that has the same name, and are told apart', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready'), ofK3d('dev', 'ready')], answers))
    expect((await rowOf(/^dev(?!\s*k3d)/)).textContent).not.toContain('k3d')
    await user.click(await rowOf(/^dev\s*k3d/))
    const header = within(await screen.findByRole('banner'))
    expect(header.getByTitle('k3d created this cluster.').textContent).toBe('k3d')
    await user.click(header.getByRole('button', { name: 'Stop' }))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({ name: 'clusters.stop', input: { cluster: k3dRef('engine-1', 'dev') } }),
    )
    expect(bridge.sent).not.toContainEqual({ name: 'clusters.stop', input: { cluster: ref('dev') } })
  })

  it('have no tab and no button that would change their shape, and the reason is said', async () => {
    const { user } = openWindow(bridgeWith([cluster('web', 'ready'), ofK3d('dev', 'ready')], answers))
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    await user.click(await rowOf(/^dev\s*k3d/))
    await waitFor(() =>
      expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual([
        'Overview',
        'Workloads',
        'Logs',
        'Kubeconfig',
      ]),
    )
    expect(screen.getByRole('tab', { name: 'Overview' }).getAttribute('aria-selected')).toBe('true')
    expect(screen.getByRole('note').textContent).toMatch(
      /k3d created this cluster.*To change its nodes or ports, use k3d/,
    )
    expect(screen.queryByRole('button', { name: 'Add agent' })).toBeNull()
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for k3d/dev' }))
    const items = await screen.findAllByRole('menuitem', { hidden: true })
    expect(items.map(({ textContent }) => textContent)).toEqual([
      'Copy kubeconfig',
      'Save kubeconfig as…',
      'Logs',
      'Stop',
      'Restart',
      'Delete…',
    ])
  })

  it('are deleted with all that is k3d’s, and with no promise to keep what has no name', async () => {
    const { user } = openWindow(bridgeWith([cluster('dev', 'ready'), ofK3d('dev', 'ready')], answers))
    await user.click(await rowOf(/^dev\s*k3d/))
    await user.click(await screen.findByRole('button', { name: /^Delete k3d\/dev/ }))
    const dialog = within(await screen.findByRole('dialog', { name: /k3d\/dev/ }))
    expect(await dialog.findByText('k3d-dev-images')).toBeDefined()
    expect(dialog.queryByRole('checkbox')).toBeNull()
  })

  it('alone on an engine, leave the first page to the newcomer, and open from there', async () => {
    const { user } = openWindow(
      bridgeWith([ofK3d('demo', 'ready')], {
        'clusters.ofK3d': () => [{ name: 'demo', servers: 1, agents: 0, isRunning: true }],
      }),
    )
    const found = within(await screen.findByRole('region', { name: '1 k3d cluster is on this engine' }))
    await user.click(found.getByRole('button', { name: 'demo' }))
    expect(await screen.findByRole('heading', { name: 'demo', level: 1 })).toBeDefined()
  })
})
