import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { Facts } from '../../renderer/features/overview/Facts.tsx'
import { bridgeWith, cluster, openWindow, renderPart } from './window.tsx'

const dev = {
  ...cluster('dev', 'stopped'),
  ports: [
    { hostIp: '127.0.0.1' as const, hostPort: 8080, nodePort: 80, protocol: 'tcp' as const },
    { hostIp: '0.0.0.0' as const, hostPort: 5300, nodePort: 53, protocol: 'udp' as const },
  ],
}
const [server] = dev.nodes
const withAddress = { ...dev, nodes: server ? [{ ...server, ip: '172.29.0.2' }] : [] }

const copied = (bridge: { sent: readonly { name: string; input: unknown }[] }) =>
  bridge.sent.flatMap(
    ({ name, input }) => (name === 'app.copyText' ? [String(Reflect.get(input as object, 'text'))] : []), // by the contract
  )

describe('a fact of the Overview', () => {
  it('is copied by a click on it, which says so where the eye is', async () => {
    const { bridge, user } = openWindow(bridgeWith([withAddress]))
    const facts = [
      'v1.36.2+k3s1',
      'https://127.0.0.1:6443',
      'rancher/k3s:v1.36.2-k3s1',
      'sampan-dev-server-0',
      '172.29.0.2',
    ]
    const panel = within(await screen.findByRole('tabpanel', { name: 'Overview' }))
    for (const fact of facts) await user.click(await panel.findByText(fact))
    await waitFor(() => expect(copied(bridge)).toEqual(facts))
    expect(await screen.findAllByText('Copied')).not.toHaveLength(0)
  })

  it('is copied by the keyboard, and told by name to a screen reader', async () => {
    const { bridge, user } = openWindow(bridgeWith([withAddress]))
    const button = await screen.findByRole('button', { name: 'Copy: https://127.0.0.1:6443' })
    button.focus()
    await user.keyboard('{Enter}')
    await waitFor(() => expect(copied(bridge)).toEqual(['https://127.0.0.1:6443']))
    await waitFor(() =>
      expect(screen.getAllByRole('status').some(({ textContent }) => textContent === 'Copied')).toBe(true),
    )
    expect(document.activeElement).toBe(button)
  })

  it('copies a published port as an address that a client takes', async () => {
    const { bridge, user } = openWindow(bridgeWith([withAddress]))
    await user.click(await screen.findByText('8080 → 80'))
    await user.click(screen.getByText('0.0.0.0:5300 → 53/udp'))
    await waitFor(() => expect(copied(bridge)).toEqual(['127.0.0.1:8080', '0.0.0.0:5300']))
  })

  it('is not copied by the click that ends a marking', async () => {
    const { bridge, user } = openWindow(bridgeWith([withAddress]))
    const address = await screen.findByText('https://127.0.0.1:6443')
    window.getSelection()?.selectAllChildren(address)
    fireEvent.click(address)
    // Meanwhile another one would have come through.
    await user.click(screen.getByText('172.29.0.2'))
    await waitFor(() => expect(copied(bridge)).toEqual(['172.29.0.2']))
    window.getSelection()?.removeAllRanges()
  })

  it('is in the letters of code where it is an identifier', async () => {
    openWindow(bridgeWith([withAddress]))
    for (const fact of ['https://127.0.0.1:6443', 'rancher/k3s:v1.36.2-k3s1', 'sampan-dev-server-0', '172.29.0.2'])
      expect((await screen.findByText(fact)).style.fontFamily).toContain('monospace')
    expect(screen.getByText('1 server').style.fontFamily).toBe('')
  })

  it('that is an age goes on, also where nothing else happens', () => {
    vi.useFakeTimers({ now: Date.parse(dev.createdAt ?? '') + 6000 })
    try {
      renderPart(<Facts cluster={dev} kubernetesVersion={undefined} />)
      expect(screen.getByText('6 seconds ago')).toBeDefined()
      act(() => vi.advanceTimersByTime(3_600_000))
      expect(screen.getByText('1 hour ago')).toBeDefined()
    } finally {
      vi.useRealTimers()
    }
  })

  it('of a stopped cluster says that nothing is lost, and leaves out what is not known', async () => {
    openWindow(bridgeWith([dev]))
    expect(await screen.findByText(/^This cluster is stopped\. Its data is kept/)).toBeDefined()
    // The role gives way to the name in a window as narrow as this one.
    const columns = within(screen.getByRole('table')).getAllByRole('columnheader', { hidden: true })
    expect(columns.map(({ textContent }) => textContent)).toEqual(['Node', 'Role', 'Status', ''])
  })

  it('of a stopped cluster says since when, how much is kept, by node, and what can be done meanwhile', async () => {
    const hourAgoMs = Date.now() - 3_600_000
    const { bridge, user } = openWindow(
      bridgeWith([dev], {
        'clusters.lastRuns': () => ({ 'sampan-dev-server-0': { endedAtMs: hourAgoMs } }),
        'clusters.volumeSizes': () => ({
          'sampan-dev-server-0-k3s': 80_000_000,
          'sampan-dev-server-0-kubelet': 2_000_000,
        }),
      }),
    )
    expect(await screen.findByText('82 MB in 2 volumes')).toBeDefined()
    const [, row] = within(screen.getByRole('table')).getAllByRole('row')
    const cells = within(row as HTMLElement).getAllByRole('cell', { hidden: true })
    expect(cells.slice(2, 5).map(({ textContent }) => textContent)).toEqual(['Exited', '1 hour ago', '82 MB'])
    bridge.emit('kubeconfig.watch', { files: [], defaultPath: '/home/u/.kube/config' })
    expect(await screen.findByText('Not added yet')).toBeDefined()
    const part = within(screen.getByRole('region', { name: 'While it is stopped' }))
    expect(part.getByRole('button', { name: 'Copy kubeconfig' })).toBeDefined()
    await user.click(part.getByRole('button', { name: 'Change settings' }))
    expect(screen.getByRole('tab', { name: 'Settings' }).getAttribute('aria-selected')).toBe('true')
  })

  it('leads from a node to its log, running or not', async () => {
    const { user } = openWindow(bridgeWith([dev]))
    await user.click(await screen.findByRole('button', { name: 'Logs of sampan-dev-server-0' }))
    expect(screen.getByRole('tab', { name: 'Logs' }).getAttribute('aria-selected')).toBe('true')
  })
})
