import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LocalRegistry } from '#shared/local-registry.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { suggestion } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openNewCluster, openWindow } from './window.tsx'

const registry: LocalRegistry = {
  name: 'registry',
  image: 'registry:2',
  container: 'running',
  port: 5000,
  clusters: ['dev', 'edge'],
  sizeBytes: 12_000_000,
}
const cache: LocalRegistry = {
  ...{ name: 'docker.io', image: 'registry:2', container: 'running', caches: 'docker.io' },
  ...{ upstream: 'https://mirror.example', clusters: [] },
}

async function openSection(handlers: Parameters<typeof bridgeWith>[1], present: LocalRegistry[] = []) {
  let registries = present
  const opened = openWindow(
    bridgeWith([cluster('dev', 'ready')], {
      'localRegistries.list': () => registries,
      'localRegistries.create': ({ options }) => {
        const made: LocalRegistry = { ...registry, ...options, image: 'registry:2', clusters: [] }
        registries = [...registries, made]
        return { registry: made, changed: [], left: [] }
      },
      'localRegistries.delete': ({ name }) => {
        registries = registries.filter((each) => each.name !== name)
        return { changed: ['dev', 'edge'], left: [] }
      },
      ...handlers,
    }),
  )
  await opened.user.click(await screen.findByRole('button', { name: 'Preferences' }))
  await opened.user.click(await screen.findByRole('tab', { name: 'Local registries' }))
  return opened
}

describe('local registries', () => {
  it('are listed with their address, their clusters and their size, and give the command that pushes', async () => {
    const { bridge, user } = await openSection({}, [registry, cache])
    const item = within(await screen.findByRole('listitem', { name: 'registry' }))
    expect(item.getByText('localhost:5000')).toBeDefined()
    expect(item.getByText('Used by dev and edge')).toBeDefined()
    expect(item.getByText('12 MB')).toBeDefined()
    await user.click(item.getByRole('button', { name: 'Copy push command: docker push localhost:5000/app' }))
    const text = 'docker push localhost:5000/app'
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'app.copyText', input: { text } }))
    const other = within(screen.getByRole('listitem', { name: 'docker.io' }))
    expect(other.getByText('Pulls from https://mirror.example')).toBeDefined()
    expect(other.queryByRole('button', { name: /push command/ })).toBeNull()
  })

  it('take one click to create, and a cache one more', async () => {
    const { bridge, user } = await openSection({})
    expect(await screen.findByText('There are no local registries.')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Create registry' }))
    expect(await screen.findByRole('listitem', { name: 'registry' })).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Create cache' }))
    await user.click(await menuItem('ghcr.io'))
    expect(await screen.findByRole('listitem', { name: 'ghcr.io' })).toBeDefined()
    expect(bridge.sent.filter(({ name }) => name === 'localRegistries.create').map(({ input }) => input)).toEqual([
      { engineId: 'engine-1', options: { name: 'registry' } },
      { engineId: 'engine-1', options: { name: 'ghcr.io', caches: 'ghcr.io' } },
    ])
  })

  it('are deleted only after it was said which clusters use them', async () => {
    const { bridge, user } = await openSection({}, [registry])
    await user.click(await screen.findByRole('button', { name: 'Delete…: registry' }))
    expect(screen.getByText('dev and edge will no longer use it. Their nodes keep running.')).toBeDefined()
    expect(bridge.sent.map(({ name }) => name)).not.toContain('localRegistries.delete')
    await user.click(screen.getByRole('button', { name: 'Delete registry' }))
    expect(await screen.findByText('There are no local registries.')).toBeDefined()
  })

  it('say what a clean-up has freed, and what has failed', async () => {
    const { user } = await openSection(
      {
        'localRegistries.clean': () => ({ freedBytes: 3_000_000 }),
        'localRegistries.stop': () => {
          throw new ProblemError(problem('registry.busy', { registry: 'registry', maker: 'here/7', since: 'now' }))
        },
      },
      [registry],
    )
    await user.click(await screen.findByRole('button', { name: 'Clean up: registry' }))
    expect(await screen.findByText('3 MB freed')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Stop: registry' }))
    expect(await screen.findAllByText('The local registry registry is being changed')).not.toEqual([])
  })
})

describe('the form of a new cluster', () => {
  it('has a switch for each local registry, on as suggested', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([], {
        'localRegistries.list': () => [registry, cache],
        'clusters.suggest': () => ({
          engineId: 'engine-1',
          spec: { ...suggestion, localRegistries: ['registry', 'docker.io'] },
        }),
        'clusters.create': () => new Promise<never>(() => undefined),
      }),
    )
    const dialog = within(await openNewCluster(user))
    const toggle = await dialog.findByRole<HTMLInputElement>('switch', { name: /^docker\.io/ })
    expect(toggle.checked).toBe(true)
    await user.click(toggle)
    await user.click(dialog.getByRole('button', { name: 'Create' }))
    await waitFor(() =>
      expect(bridge.sent.find(({ name }) => name === 'clusters.create')?.input).toMatchObject({
        spec: { localRegistries: ['registry'] },
      }),
    )
  })

  it('creates the first one by a click, and uses it', async () => {
    let registries: LocalRegistry[] = []
    const { user } = openWindow(
      bridgeWith([], {
        'localRegistries.list': () => registries,
        'localRegistries.create': () => {
          registries = [registry]
          return { registry, changed: [], left: [] }
        },
      }),
    )
    const dialog = within(await openNewCluster(user))
    await user.click(await dialog.findByRole('button', { name: 'Create local registry' }))
    const toggle = await dialog.findByRole<HTMLInputElement>('switch', { name: /^registry/ })
    await waitFor(() => expect(toggle.checked).toBe(true))
  })
})
