import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { FakeBridge, keptPreferences, suggestion } from './fake-bridge.ts'
import { bridgeWith, openWindow, welcomeButton } from './window.tsx'

const page = async () => within(await screen.findByRole('main'))

describe('the window without a cluster', () => {
  it('calls the one action by one name, and leads to the form', async () => {
    const { user } = openWindow()
    await welcomeButton()
    const names = screen.getAllByRole('button', { name: /cluster/i }).map(({ textContent }) => textContent)
    expect(names.filter((name) => name === 'New cluster')).toHaveLength(2)
    expect(names).not.toContain('Create a cluster')
    await user.click((await page()).getByRole('button', { name: 'Customize a new cluster…' }))
    expect(await screen.findByRole('dialog', { name: 'New cluster' })).toBeDefined()
  })

  it('says what it makes, and that the image is downloaded', async () => {
    openWindow(bridgeWith([], { 'clusters.images': () => [] }))
    const main = await page()
    expect(await main.findByText('v1.36.2+k3s1, 1 node, API on port 6443')).toBeDefined()
    expect(await main.findByText(/Docker downloads rancher\/k3s:v1\.36\.2-k3s1 first\./)).toBeDefined()
  })

  it('tells the size of an image as the engine has it, and that nothing of it is downloaded', async () => {
    openWindow(bridgeWith([], { 'clusters.images': () => [{ image: suggestion.image, sizeBytes: 241_300_000 }] }))
    expect(
      await (await page()).findByText(/^Docker already has rancher\/k3s:v1\.36\.2-k3s1 \(241\.3 MB\)/),
    ).toBeDefined()
    expect(screen.queryByText(/Docker downloads/)).toBeNull()
  })

  it('has the language where somebody looks for it who cannot read the rest', async () => {
    const { user } = openWindow(new FakeBridge(keptPreferences().handlers))
    await user.click(await (await page()).findByRole('radio', { name: '简体中文' }))
    expect(await screen.findByText('一键创建你的第一个集群')).toBeDefined()
    expect((await page()).getByRole('button', { name: '新建集群' })).toBeDefined()
  })

  it('names the clusters of k3d, and takes the file that they were made of', async () => {
    const { user, bridge } = openWindow(
      bridgeWith([], {
        'clusters.ofK3d': () => [
          { name: 'demo', servers: 1, agents: 2, isRunning: true },
          { name: 'old', servers: 3, agents: 0, isRunning: false },
        ],
        'specs.read': () => ({
          engineId: 'engine-1',
          spec: { ...suggestion, name: 'demo' },
          choose: [],
          leftOut: [],
          count: 1,
        }),
      }),
    )
    const found = within(await screen.findByRole('region', { name: '2 k3d clusters are on this engine' }))
    expect(found.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'demo 1 server and 2 agents · Running',
      'old 3 servers · Stopped',
    ])
    const file = document.querySelector<HTMLInputElement>('main input[type=file]')
    if (!file) throw new Error('There is no way to choose a file')
    await user.upload(file, new File(['kind: Simple'], 'k3d.yaml'))
    expect(await screen.findByRole('dialog', { name: 'New cluster' })).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).toContain('specs.read')
  })

  it('does not speak of k3d where there is none', async () => {
    const { bridge } = openWindow()
    await welcomeButton()
    await waitFor(() => expect(bridge.sent.map(({ name }) => name)).toContain('clusters.ofK3d'))
    expect(screen.queryByText(/k3d/)).toBeNull()
  })
})
