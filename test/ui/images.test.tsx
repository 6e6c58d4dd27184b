import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClusterImage } from '#shared/images.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { type FakeBridge, foundFile, suggestion } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openWindow, ref } from './window.tsx'

const node = 'sampan-dev-server-0'
const image = (name: string, more: Partial<ClusterImage> = {}): ClusterImage => ({
  name,
  id: `sha256:${name.padEnd(64, '0')}`,
  sizeBytes: 20_000_000,
  nodes: [node],
  isUsed: false,
  isKept: false,
  ...more,
})
const never = () => new Promise<never>(() => undefined)
const archive = (name = 'shop.tar') => new File(['tar'], name)
const drop = (target: HTMLElement, files: File[]) =>
  fireEvent.drop(target, { dataTransfer: { types: ['Files'], files } })

// happy-dom lays nothing out: a list of no height would show no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
  return () => vi.restoreAllMocks()
})

async function openImages(handlers: ConstructorParameters<typeof FakeBridge>[0] = {}) {
  const opened = openWindow(bridgeWith([cluster('dev', 'ready')], handlers))
  await opened.user.click(await screen.findByRole('tab', { name: 'Images' }))
  return opened
}

const asked = (bridge: FakeBridge, name: string) => bridge.sent.filter((each) => each.name === name)
const cells = (row: HTMLElement) => within(row).getAllByRole('gridcell')
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => cells(row).map(({ textContent }) => textContent))

describe('the images of a cluster', () => {
  it('say their size, where they are, and what for; a filter finds them by name or node', async () => {
    const { user } = await openImages({
      'images.list': () => [
        image('', { sizeBytes: 1_000_000 }),
        image('rancher/mirrored-pause:3.6', { isKept: true, sizeBytes: 700_000 }),
        image('shop:1', { isUsed: true }),
        image('old:1'),
      ],
    })
    expect(await screen.findByText('4 images, 41.7 MB')).toBeDefined()
    expect(rows()).toEqual([
      ['rancher/mirrored-pause:3.6', 'rancher/mirr', '700 kB', 'all nodes', 'Needed by k3s'],
      ['shop:1', 'shop:1000000', '20 MB', 'all nodes', 'In use'],
      ['old:1', 'old:10000000', '20 MB', 'all nodes', 'Not in use'],
      ['no name', '000000000000', '1 MB', 'all nodes', 'Not in use'],
    ])
    await user.type(screen.getByRole('searchbox', { name: 'Filter by image or node' }), 'SHOP')
    await waitFor(() => expect(rows().map(([name]) => name)).toEqual(['shop:1']))
    await user.type(screen.getByRole('searchbox', { name: 'Filter by image or node' }), 'x')
    await user.click(await screen.findByRole('button', { name: 'Clear filter' }))
    await waitFor(() => expect(rows()).toHaveLength(4))
  })

  it('that have several names are one: what is counted, listed and removed agrees', async () => {
    const two = [image('shop:1'), image('shop:latest', { id: image('shop:1').id }), image('old:1')]
    const { user } = await openImages({ 'images.list': () => two, 'images.prune': () => two })
    expect(await screen.findByText('2 images with 3 names, 40 MB')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Remove unused…' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove unused images from dev' }))
    const list = within(await dialog.findByRole('list', { name: 'Images to remove' }))
    expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'shop:1shop:latest20 MB',
      'old:120 MB',
    ])
    expect(dialog.getByRole('button', { name: 'Remove 2 images, 40 MB' })).toBeDefined()
  })

  it('that cannot be asked for say why, and are asked for again', async () => {
    const answer = vi
      .fn<() => ClusterImage[]>()
      .mockImplementationOnce(() => {
        throw new ProblemError(problem('images.node_silent', { node }))
      })
      .mockReturnValue([image('shop:1')])
    const { user } = await openImages({ 'images.list': answer })
    expect(await screen.findByText(`Cannot see the images of ${node}`)).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('shop:1')).toBeDefined()
  })

  it('are removed only after what goes has been shown', async () => {
    const { bridge, user } = await openImages({
      'images.list': () => [image('old:1'), image('old:2')],
      'images.prune': () => [image('old:1'), image('old:2')],
    })
    await user.click(await screen.findByRole('button', { name: 'Remove unused…' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Remove unused images from dev' }))
    expect(await dialog.findByText('old:2')).toBeDefined()
    expect(asked(bridge, 'images.prune').map(({ input }) => input)).toEqual([{ cluster: ref('dev'), isDryRun: true }])
    await user.click(dialog.getByRole('button', { name: /Remove 2 images, 40 MB/ }))
    await waitFor(() =>
      expect(asked(bridge, 'images.prune').at(-1)?.input).toEqual({ cluster: ref('dev'), isDryRun: false }),
    )
    expect((await screen.findAllByText('Removed 40 MB of images from dev.')).length).toBeGreaterThan(0)
  })
})

describe('loading images', () => {
  it('takes several of Docker’s, chosen from a list with a filter', async () => {
    const { bridge, user } = await openImages({
      'images.local': () => ['shop:1', 'shop:2', 'other:1'].map((name) => ({ name, sizeBytes: 20_000_000 })),
      'images.load': never,
    })
    await user.click(await screen.findByRole('button', { name: 'Load from Docker…' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Load images from Docker into dev' }))
    await user.type(dialog.getByRole('searchbox'), 'shop')
    await waitFor(() => expect(dialog.queryByText('other:1')).toBeNull())
    await user.click(dialog.getByText('shop:1'))
    // The keyboard has its own way.
    dialog.getByRole('grid').focus()
    await user.keyboard('{ArrowDown} ')
    await user.click(dialog.getByRole('button', { name: 'Load 2 images' }))
    await waitFor(() =>
      expect(asked(bridge, 'images.load').map(({ input }) => input)).toEqual([
        { cluster: ref('dev'), references: ['shop:1', 'shop:2'], files: [] },
      ]),
    )
  })

  it('says what became of each image, and that Kubernetes pulls some of them anyway', async () => {
    const { bridge, user } = await openImages({
      'images.load': () => ({
        images: [
          { name: 'shop:latest', nodes: [node], had: [] },
          { name: 'base:1', nodes: [], had: [node] },
        ],
        warnings: [problem('images.always_pulled', { image: 'shop:latest' })],
      }),
    })
    await user.upload(await screen.findByLabelText('Load archives…', { selector: 'input' }), [archive()])
    const outcome = within(
      (await screen.findByText('Loaded, and confirmed by every node')).closest('[role=status]') as HTMLElement,
    )
    expect(outcome.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'shop:latest loaded into all nodes',
      'base:1 already there',
    ])
    expect(screen.getByText('Kubernetes pulls shop:latest despite the loaded copy')).toBeDefined()
    expect(asked(bridge, 'images.load')[0]?.input).toEqual({ cluster: ref('dev'), references: [], files: ['shop.tar'] })
    expect(asked(bridge, 'images.list').length).toBeGreaterThan(1)
  })

  it('shows the bytes of each node, and each node that failed; a click tries the same again', async () => {
    const { bridge, user } = await openImages({ 'images.load': never })
    await user.upload(await screen.findByLabelText('Load archives…', { selector: 'input' }), [archive()])
    const operation = { cluster: ref('dev'), operation: 'load' as const }
    bridge.emit('operations.watch', [{ ...operation, isRunning: true }])
    await waitFor(() => expect(bridge.openInputs('operation.watch').length).toBe(1))
    const atMs = Date.now()
    bridge.emit('operation.watch', { kind: 'started', operation: 'load', cluster: 'dev', stages: ['load'], atMs })
    const step = { kind: 'step', stage: 'load', state: 'running', atMs } as const
    bridge.emit('operation.watch', { ...step, action: 'load into', target: node })
    const amount = { doneBytes: 5_000_000, totalBytes: 20_000_000, atMs }
    bridge.emit('operation.watch', { kind: 'load', source: 'shop.tar', ...amount })
    const stage = within(await screen.findByRole('list', { name: 'Stages' }))
    expect(await stage.findAllByText(/5 MB of 20 MB/)).toHaveLength(2)
    expect(screen.getAllByRole('button', { name: 'Cancel' })).toHaveLength(1)
    const full = problem('images.node_full', { node })
    bridge.emit('operation.watch', {
      ...{ kind: 'warning', cluster: 'dev', atMs },
      ...problem('images.node_stopped', { node: 'sampan-dev-agent-0' }),
    })
    bridge.emit('operation.watch', { kind: 'problem', ...full, cluster: 'dev', undone: false, durationMs: 9 })
    bridge.emit('operations.watch', [{ ...operation, isRunning: false, problem: full }])
    expect(await screen.findByText(`The disk of ${node} is full`)).toBeDefined()
    expect(screen.getByText('sampan-dev-agent-0 is not running')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(asked(bridge, 'images.load')).toHaveLength(2))
    expect(new Set(asked(bridge, 'images.load').map(({ input }) => JSON.stringify(input))).size).toBe(1)
  })
})

describe('files that are dropped on the window', () => {
  const open = async (handlers: ConstructorParameters<typeof FakeBridge>[0] = {}) => {
    const opened = openWindow(bridgeWith([cluster('dev', 'ready')], handlers))
    return { ...opened, page: await screen.findByRole('heading', { name: 'dev' }) }
  }

  it('are loaded into the cluster that is shown, where they are archives of images', async () => {
    const { bridge, page } = await open({ 'images.load': never })
    fireEvent.dragOver(page, { dataTransfer: { types: ['Files'] } })
    expect(screen.getByText('Image archives are loaded into dev')).toBeDefined()
    drop(page, [archive('one.tar'), archive('two.tar.gz')])
    await waitFor(() =>
      expect(asked(bridge, 'images.load').map(({ input }) => input)).toEqual([
        { cluster: ref('dev'), references: [], files: ['one.tar', 'two.tar.gz'] },
      ]),
    )
    expect(screen.getByRole('tab', { name: 'Images', selected: true })).toBeDefined()
  })

  it('that are damaged say so, and the others are loaded all the same', async () => {
    const damaged = problem('images.archive_damaged', { path: '/home/me/two.tar', offset: 512 })
    const { bridge, page } = await open({
      'images.load': never,
      'files.look': () => [foundFile('one.tar'), foundFile('two.tar', { kind: 'problem', problem: damaged })],
    })
    drop(page, [archive('one.tar'), archive('two.tar')])
    expect((await screen.findAllByText('The archive is damaged')).length).toBeGreaterThan(0)
    await waitFor(() => expect(asked(bridge, 'images.load')[0]?.input).toMatchObject({ files: ['one.tar'] }))
  })

  it('go where the user says when they are images of k3s, whose version is asked for where they do not say it', async () => {
    const { bridge, user, page } = await open({
      'files.look': () => [foundFile('airgap.tar.zst', { isOfK3s: true })],
      'library.add': () => [],
    })
    drop(page, [archive('airgap.tar.zst')])
    const dialog = within(await screen.findByRole('dialog', { name: 'Image archives' }))
    expect(dialog.getByRole('button', { name: 'Load into dev' })).toBeDefined()
    const version = dialog.getByRole('combobox', { name: /^k3s version/ })
    await user.clear(version)
    await user.type(version, 'v1.35.5+k3s1')
    await user.click(dialog.getByRole('button', { name: 'Add to the image library' }))
    await waitFor(() =>
      expect(asked(bridge, 'library.add').map(({ input }) => input)).toEqual([
        { files: ['airgap.tar.zst'], k3sVersion: 'v1.35.5+k3s1' },
      ]),
    )
    expect(await screen.findByRole('tab', { name: 'Image library', selected: true })).toBeDefined()
  })

  it('open the form of a new cluster where one is a bundle, which is made without a network', async () => {
    const { bridge, user, page } = await open({
      'files.look': () => [foundFile('team.tar', { kind: 'bundle', k3sVersion: 'v1.36.2+k3s1' })],
      'bundles.open': () => ({
        ...{ engineId: 'engine-1', spec: { ...suggestion, name: 'team' }, choose: ['apiPort'], leftOut: [], count: 1 },
      }),
      'clusters.create': never,
    })
    drop(page, [archive('team.tar')])
    const dialog = within(await screen.findByRole('dialog', { name: 'New cluster' }))
    expect(dialog.getByRole<HTMLInputElement>('switch', { name: /^Offline/ }).checked).toBe(true)
    await user.click(dialog.getByRole('button', { name: 'Create' }))
    await waitFor(() =>
      expect(asked(bridge, 'clusters.create')[0]?.input).toMatchObject({ spec: { name: 'team' }, isOffline: true }),
    )
  })
})

describe('the menu of a cluster', () => {
  it('saves a bundle and says where', async () => {
    const { user } = openWindow(
      bridgeWith([cluster('dev', 'ready')], {
        'clusters.saveBundle': () => ({ path: '/home/me/dev.tar', sizeBytes: 400_000_000, count: 12 }),
      }),
    )
    await screen.findByRole('heading', { name: 'dev' })
    const [more] = screen.getAllByRole('button', { name: 'More actions for dev' })
    await user.click(more as HTMLElement)
    fireEvent.click(await menuItem('Save bundle…'))
    const saved = (await screen.findByTitle('/home/me/dev.tar')).closest('[role=alert]')
    expect(saved?.textContent).toMatch(/^Saved \/home\/me\/dev\.tar, 400 MB\./)
  })
})
