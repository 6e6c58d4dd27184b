import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { bridgeWith, cluster, openWindow } from './window.tsx'

describe('the pods of the overview', () => {
  it('say in a line what ails one, and all of it below when asked', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('tab', { name: 'Logs' })
    const pod = {
      namespace: 'kube-system',
      name: 'coredns-1',
      isHealthy: false,
      status: 'ImagePullBackOff',
      containers: 1,
      readyContainers: 0,
      restarts: 0,
      explanation: { id: 'registry-refused', params: {} },
    }
    bridge.emit('cluster.health', { nodes: [], pods: [pod, { ...pod, name: 'traefik-1' }] })
    const more = await screen.findByRole('button', { name: 'More about coredns-1' })
    expect(screen.queryByRole('alert')).toBeNull()
    expect(more.getAttribute('aria-expanded')).toBe('false')
    await user.click(more)
    expect(more.getAttribute('aria-expanded')).toBe('true')
    const row = (await screen.findByRole('alert')).closest('tr')
    expect(
      row?.previousElementSibling && within(row.previousElementSibling as HTMLElement).getByText('coredns-1'),
    ).toBeDefined()
    await user.click(more)
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
