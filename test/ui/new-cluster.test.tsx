import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { presets } from '#shared/presets.ts'
import { nameOfCopy } from '../../renderer/ui/use-new-cluster.ts'
import { FakeBridge, suggestion } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openNewCluster, openWindow, ref } from './window.tsx'

const never = () => new Promise<never>(() => undefined)
const specFile = () => new File(['name: team'], 'sampan.yaml', { type: 'application/yaml' })
const read = {
  engineId: 'engine-1',
  spec: { ...suggestion, name: 'team', agents: 3 },
  choose: ['apiPort' as const],
  leftOut: ['volumes'],
  count: 1,
}

describe('beside "New cluster"', () => {
  it('each kind of cluster is one click', async () => {
    const { bridge, user } = openWindow(new FakeBridge({ 'clusters.create': never }))
    await user.click(await screen.findByRole('button', { name: 'More ways to create a cluster' }))
    fireEvent.click(await menuItem('Several nodesOne server and two agents'))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({
        name: 'clusters.create',
        input: { engineId: 'engine-1', spec: { ...suggestion, agents: 2 }, choose: ['apiPort', 'name'] },
      }),
    )
  })

  it('a file fills in the form, which names what it has no place for', async () => {
    const { bridge, user } = openWindow(new FakeBridge({ 'specs.read': () => read }))
    await screen.findByText('No clusters yet')
    await user.upload(screen.getByLabelText('New cluster from a file…'), specFile())
    const dialog = within(await screen.findByRole('dialog', { name: 'New cluster' }))
    expect(dialog.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('team')
    expect(dialog.getByText(/Ignored in the file.*volumes/)).toBeDefined()
    expect(bridge.sent).toContainEqual({ name: 'specs.read', input: { text: 'name: team', source: 'sampan.yaml' } })
  })

  it('a file that is dropped anywhere does the same', async () => {
    openWindow(bridgeWith([cluster('dev', 'ready')], { 'specs.read': () => read }))
    const heading = await screen.findByRole('heading', { name: 'dev' })
    const dataTransfer = { types: ['Files'], files: [specFile()] }
    fireEvent.dragOver(heading, { dataTransfer })
    expect(screen.getByText(/a sampan.yaml, or a k3d file/)).toBeDefined()
    fireEvent.drop(heading, { dataTransfer })
    expect(await screen.findByRole('dialog', { name: 'New cluster' })).toBeDefined()
    expect(screen.queryByText(/a sampan.yaml, or a k3d file/)).toBeNull()
  })
})

describe('the form of a new cluster', () => {
  const open = async () => {
    const opened = openWindow(
      new FakeBridge({
        'clusters.create': never,
        'clusters.images': () => [
          { image: 'rancher/k3s:v1.36.2-k3s1', sizeBytes: 245_000_000 },
          { image: 'corp.example/k3s:v1.36.2-k3s1', sizeBytes: 250_000_000 },
        ],
      }),
    )
    const dialog = within(await openNewCluster(opened.user))
    return { ...opened, dialog, checked: () => dialog.getByRole('radio', { checked: true }).textContent }
  }

  it('begins with a preset, and shows that it is none any more when something else was chosen', async () => {
    const { user, dialog, checked } = await open()
    expect(checked()).toContain('Development')
    await user.click(dialog.getByRole('radio', { name: /^Lean/ }))
    expect(checked()).toContain('Lean')
    expect(dialog.getByRole<HTMLInputElement>('switch', { name: /^traefik/ }).checked).toBe(false)
    await user.click(dialog.getByRole('switch', { name: /^traefik/ }))
    expect(dialog.queryByRole('radio', { checked: true })).toBeNull()
    await user.click(dialog.getByRole('radio', { name: /^Development/ }))
    expect(dialog.getByRole<HTMLInputElement>('switch', { name: /^servicelb/ }).checked).toBe(true)
  })

  it('has components that are on, and makes the cluster without those that were switched off', async () => {
    const { bridge, user, dialog } = await open()
    const switches = dialog.getAllByRole<HTMLInputElement>('switch')
    expect(switches.filter(({ checked }) => checked)).toHaveLength(6)
    await user.click(dialog.getByRole('switch', { name: /^metrics-server/ }))
    await user.click(dialog.getByRole('button', { name: 'Create' }))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({
        name: 'clusters.create',
        input: {
          engineId: 'engine-1',
          spec: { ...suggestion, ...presets.development, disable: ['metrics-server'] },
          choose: ['apiPort', 'name'],
        },
      }),
    )
  })

  it('says which release is stable, which is the newest, and what is here already', async () => {
    const { user, dialog } = await open()
    await user.click(dialog.getByLabelText('k3s version or image'))
    const options = await waitFor(() => screen.getAllByRole('option', { hidden: true }))
    const texts = options.map(({ textContent }) => textContent)
    expect(texts[0]).toMatch(/newest/)
    expect(texts.find((text) => text?.startsWith('v1.36.2+k3s1'))).toBe('v1.36.2+k3s1stable · downloaded, 245 MB')
    await waitFor(() =>
      expect(texts.find((text) => text?.startsWith('corp'))).toBe('corp.example/k3s:v1.36.2-k3s1downloaded, 250 MB'),
    )
  })
})

describe('a cluster that is there', () => {
  it('can be made once more under a name and a port of its own', async () => {
    const { user } = openWindow(
      bridgeWith([cluster('dev', 'ready'), cluster('dev-2', 'ready')], {
        'clusters.suggest': () => ({ engineId: 'engine-1', spec: { ...suggestion, apiPort: 6447 } }),
      }),
    )
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for dev' }))
    fireEvent.click(await menuItem('Duplicate…'))
    const dialog = within(await screen.findByRole('dialog', { name: 'New cluster' }))
    expect(dialog.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('dev-3')
    expect(dialog.getByRole<HTMLInputElement>('textbox', { name: 'API port' }).value).toBe('6447')
  })

  it('can be written down as a file', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([cluster('dev', 'ready')], { 'clusters.saveSpec': () => ({ path: '/home/u/dev.sampan.yaml' }) }),
    )
    const header = within(await screen.findByRole('banner'))
    await user.click(header.getByRole('button', { name: 'More actions for dev' }))
    fireEvent.click(await menuItem('Save configuration as…'))
    expect(await screen.findByTitle('/home/u/dev.sampan.yaml')).toBeDefined()
    expect(bridge.sent).toContainEqual({ name: 'clusters.saveSpec', input: { cluster: ref('dev') } })
  })

  it('has copies whose names stay names', () => {
    expect([
      nameOfCopy('dev', ['dev']),
      nameOfCopy('dev-2', ['dev', 'dev-2']),
      nameOfCopy('a'.repeat(32), ['a'.repeat(32)]),
    ]).toEqual(['dev-2', 'dev-3', `${'a'.repeat(30)}-2`])
  })
})
