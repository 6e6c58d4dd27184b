import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { KubeconfigChange, KubeconfigStatus } from '#shared/kubeconfig.ts'
import { bridgeWith, cluster, openWindow } from './window.tsx'

const path = '/home/ann/.kube/config'
const ref = { engineId: 'engine-1', name: 'dev' }
const merged = (...entries: KubeconfigStatus['files'][number]['merged']): KubeconfigStatus => ({
  files: [{ path, isThere: true, merged: entries }],
  defaultPath: path,
})
const change: KubeconfigChange = { path, what: 'entries', isNewFile: false, isChanged: true, name: 'work', diff: [] }

async function openKubeconfig(status: KubeconfigStatus) {
  const opened = openWindow(
    bridgeWith([cluster('dev', 'ready')], {
      'kubeconfig.private': () => ({ path: '/own/dev.yaml', context: 'work' }),
      'kubeconfig.unmerge': () => [change],
      'kubeconfig.undo': () => undefined,
      'kubeconfig.preview': ({ name }) => ({ ...change, name: name ?? 'sampan-dev-1' }),
      'kubeconfig.merge': () => change,
      'tools.list': () => [],
      'app.copyText': () => undefined,
      'clusters.kubeconfig': () => ({ text: '' }),
    }),
  )
  await opened.user.click(await screen.findByRole('tab', { name: 'Kubeconfig' }))
  await waitFor(() => expect(opened.bridge.openInputs('kubeconfig.watch')).toHaveLength(1))
  opened.bridge.emit('kubeconfig.watch', status)
  return opened
}

it('an entry of another engine’s cluster is not taken for this one’s, and a new one gets the name that is free', async () => {
  const { bridge, user } = await openKubeconfig(
    merged({ cluster: 'dev', engineId: 'engine-2', name: 'sampan-dev' }, { cluster: 'dev', name: 'old' }),
  )
  await user.click(await screen.findByRole('button', { name: 'Add to kubeconfig…' }))
  const dialog = await screen.findByRole('dialog')
  const name = within(dialog).getByLabelText<HTMLInputElement>('Context name')
  await waitFor(() => expect(name.value).toBe('sampan-dev-1'))
  await user.click(await within(dialog).findByRole('button', { name: 'Save changes' }))
  await waitFor(() =>
    expect(bridge.sent).toContainEqual({
      name: 'kubeconfig.merge',
      input: { cluster: ref, isCurrent: false, onClash: 'fail' },
    }),
  )
})

it('undo takes back what was written for this cluster', async () => {
  const { bridge, user } = await openKubeconfig(merged({ cluster: 'dev', engineId: 'engine-1', name: 'work' }))
  await user.click(await screen.findByRole('button', { name: 'Remove' }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'kubeconfig.undo', input: { cluster: ref } }))
  expect(bridge.sent).toContainEqual({ name: 'kubeconfig.unmerge', input: { cluster: ref } })
})

it('a snippet names the context that the kubeconfig beside it has', async () => {
  const { bridge, user } = await openKubeconfig(merged({ cluster: 'dev', engineId: 'engine-1', name: 'work' }))
  await user.click(await screen.findByRole('button', { name: 'Copy snippet…' }))
  await user.click(await screen.findByText('Skaffold'))
  await waitFor(() =>
    expect(bridge.sent).toContainEqual({
      name: 'app.copyText',
      input: { text: 'skaffold dev --kubeconfig "/own/dev.yaml" --kube-context "work"\n' },
    }),
  )
})

it('changing an entry begins with what it has, and says that it is changed', async () => {
  const { bridge, user } = await openKubeconfig(
    merged({ cluster: 'dev', engineId: 'engine-1', name: 'work', namespace: 'shop' }),
  )
  await user.click(await screen.findByRole('button', { name: 'Change…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Change the entry of dev' })
  const namespace = within(dialog).getByLabelText<HTMLInputElement>('Namespace')
  expect(namespace.value).toBe('shop')
  await user.type(within(dialog).getByLabelText('Context name'), '2')
  await user.click(await within(dialog).findByRole('button', { name: 'Save changes' }))
  await waitFor(() =>
    expect(bridge.sent).toContainEqual({
      name: 'kubeconfig.merge',
      input: { cluster: ref, isCurrent: false, onClash: 'fail', name: 'work2', namespace: 'shop' },
    }),
  )
})

it('what was removed can still be undone after a look at another tab', async () => {
  const status = merged({ cluster: 'dev', engineId: 'engine-1', name: 'work' })
  const { bridge, user } = await openKubeconfig(status)
  await user.click(await screen.findByRole('button', { name: 'Remove' }))
  await screen.findByRole('button', { name: 'Undo' })
  await user.click(screen.getByRole('tab', { name: 'Overview' }))
  await user.click(screen.getByRole('tab', { name: 'Kubeconfig' }))
  bridge.emit('kubeconfig.watch', merged())
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'kubeconfig.undo', input: { cluster: ref } }))
})

it('what one comes for stands first', async () => {
  await openKubeconfig(merged())
  await screen.findByRole('button', { name: 'Copy snippet…' })
  await screen.findByRole('region', { name: 'Your kubeconfig' })
  const names = screen.getAllByRole('region').map((region) => region.getAttribute('aria-label'))
  const first = within(screen.getByRole('region', { name: 'Kubeconfig' })).getAllByRole('button')
  expect(names.slice(0, 3)).toEqual(['Kubeconfig', 'Open in', 'Your kubeconfig'])
  expect(first.map(({ textContent }) => textContent)).toEqual(['Save as…', 'Add to kubeconfig…', 'Copy snippet…'])
})

it('a snippet that was copied is said to be', async () => {
  const { user } = await openKubeconfig(merged())
  const button = await screen.findByRole('button', { name: 'Copy snippet…' })
  await user.click(button)
  await user.click(await screen.findByText('Helm'))
  await waitFor(() => expect(button.textContent).toBe('Copied'))
})

it('what no namespace can be is said at its field, and is not asked of the engine', async () => {
  const { bridge, user } = await openKubeconfig(merged())
  await user.click(await screen.findByRole('button', { name: 'Add to kubeconfig…' }))
  const dialog = within(await screen.findByRole('dialog'))
  const save = await dialog.findByRole<HTMLButtonElement>('button', { name: 'Save changes' })
  await waitFor(() => expect(save.disabled).toBe(false))
  await user.type(dialog.getByLabelText('Namespace'), 'bad ns')
  expect(await dialog.findByText(/^Up to 63 lowercase letters/)).toBeDefined()
  expect(save.disabled).toBe(true)
  await user.clear(dialog.getByLabelText('Namespace'))
  await user.type(dialog.getByLabelText('Namespace'), 'shop')
  await waitFor(() =>
    expect(bridge.sent.at(-1)).toMatchObject({ name: 'kubeconfig.preview', input: { namespace: 'shop' } }),
  )
  const asked = bridge.sent.filter(({ name }) => name === 'kubeconfig.preview').map(({ input }) => input)
  expect(asked).not.toContainEqual(expect.objectContaining({ namespace: expect.stringContaining(' ') }))
  await waitFor(() => expect(save.disabled).toBe(false))
})
