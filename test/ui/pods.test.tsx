import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { PodHealth } from '#shared/health.ts'
import { problem } from '#shared/problem.ts'
import { serveLog } from './serve-log.ts'
import { bridgeWith, cluster, openWindow, ref } from './window.tsx'

const raw = 'Back-off pulling image "rancher/klipper-helm:latest": dial tcp: lookup mirror.example.com: no such host'
const sick = (name: string, more: Partial<PodHealth> = {}): PodHealth => ({
  namespace: 'kube-system',
  name,
  isHealthy: false,
  status: 'ImagePullBackOff',
  containers: 1,
  logContainers: ['main', 'init'],
  readyContainers: 0,
  restarts: 0,
  reason: raw,
  explanation: { id: 'registry-name-unknown', params: { host: 'mirror.example.com' } },
  ...more,
})

describe('the pods of the overview', () => {
  it('say in a line what ails one, and all of it below when asked', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('tab', { name: 'Logs' })
    bridge.emit('cluster.health', { nodes: [], pods: [sick('coredns-1'), sick('traefik-1')] })
    const more = await screen.findByRole('button', { name: 'More about coredns-1' })
    expect([screen.queryByRole('alert'), screen.queryByText(raw)]).toEqual([null, null])
    expect(more.getAttribute('aria-expanded')).toBe('false')
    await user.click(more)
    expect(more.getAttribute('aria-expanded')).toBe('true')
    const row = (await screen.findByRole('alert')).closest('tr')
    expect(
      row?.previousElementSibling && within(row.previousElementSibling as HTMLElement).getByText('coredns-1'),
    ).toBeDefined()
    expect(screen.getByText(raw)).toBeDefined()
    await user.click(more)
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('that are well are one line, and a list when it is asked for', async () => {
    const well = (name: string) => sick(name, { isHealthy: true, status: 'Running', explanation: undefined })
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('tab', { name: 'Logs' })
    bridge.emit('cluster.health', { nodes: [], pods: [well('coredns-1'), well('traefik-1'), sick('svclb-1')] })
    expect(await screen.findByText('2 healthy system pods')).toBeDefined()
    expect([screen.queryByText('coredns-1'), screen.queryAllByText('svclb-1').length > 0]).toEqual([null, true])
    await user.click(screen.getByRole('button', { name: 'Show' }))
    expect(screen.getByText('coredns-1')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Hide' }))
    expect(screen.queryByText('coredns-1')).toBeNull()
  })

  it('lead to the logs of their containers', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('tab', { name: 'Logs' })
    bridge.emit('cluster.health', { nodes: [], pods: [sick('coredns-1')] })
    await user.click(await screen.findByRole('button', { name: 'Logs of coredns-1' }))
    await waitFor(() => expect(bridge.logViews()).toHaveLength(1))
    const { asked } = serveLog(bridge, { lines: 3 })
    const source = { kind: 'pod', namespace: 'kube-system', pod: 'coredns-1', isPrevious: false }
    await waitFor(() =>
      expect(asked.find(({ name }) => name === 'follow')?.input).toEqual({
        sources: [
          { ...source, container: 'main' },
          { ...source, container: 'init' },
        ],
      }),
    )
  })

  it('that fail for one reason have one card', async () => {
    const { bridge } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await screen.findByRole('tab', { name: 'Logs' })
    const other = { explanation: { id: 'registry-name-unknown', params: { host: 'other.example.com' } } }
    bridge.emit('cluster.health', { nodes: [], pods: [sick('a'), sick('b'), sick('c', other)] })
    const card = await screen.findByRole('region', { name: /mirror.example.com/ })
    expect(within(card).getByText(/^2 pods: .*mirror.example.com/)).toBeDefined()
    expect(within(card).getByText('a and b')).toBeDefined()
    expect(within(screen.getByRole('region', { name: /other.example.com/ })).getByText(/^1 pod: /)).toBeDefined()
  })
})

describe('a cluster that is Ready while something of it is not', () => {
  const states = async () => {
    const [list, header] = [await screen.findByRole('button', { name: /^dev/ }), screen.getByRole('banner')]
    return [list, header].map((place) => within(place).queryByText(/with warnings$/i) !== null)
  }

  it.each(['Overview', 'Logs'])('says so in list and header while its pods fail: %s', async (tab) => {
    const { bridge, user } = openWindow(bridgeWith([cluster('dev', 'ready')]))
    await user.click(await screen.findByRole('tab', { name: tab }))
    await waitFor(() => expect(bridge.openInputs('cluster.health')).toHaveLength(1))
    bridge.emit('cluster.health', { nodes: [], pods: [sick('a', { status: 'Pending', explanation: undefined })] })
    await waitFor(async () => expect(await states()).toEqual([false, false]))
    bridge.emit('cluster.health', { nodes: [], pods: [sick('a')] })
    await waitFor(async () => expect(await states()).toEqual([true, true]))
    bridge.emit('cluster.health', { nodes: [], pods: [sick('a', { isHealthy: true, status: 'Running' })] })
    await waitFor(async () => expect(await states()).toEqual([false, false]))
  })

  it('says so for what its nodes report, once, in a few lines', async () => {
    const warning = problem('k3s.pull_failed', { pod: 'coredns', image: 'coredns:1' }, { detail: raw })
    const dev = { ...cluster('dev', 'ready'), problem: warning }
    const { bridge, user } = openWindow(bridgeWith([dev]))
    await screen.findByRole('tab', { name: 'Overview' })
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'start', isRunning: true }])
    await waitFor(() => expect(bridge.openInputs('operation.watch')).toHaveLength(1))
    bridge.emit('operation.watch', { kind: 'ready', cluster: dev, durationMs: 900, warnings: [warning] })
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'start', isRunning: false }])
    await waitFor(async () => expect(await states()).toEqual([true, true]))
    expect(screen.getAllByRole('note')).toHaveLength(1)
    expect(screen.queryByText(raw)).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Show original message' }))
    expect(screen.getByText(raw)).toBeDefined()
  })
})
