import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { paletteFilter } from '../../renderer/app/palette-filter.ts'
import { bridgeWith, cluster, openWindow, ref, registriesText } from './window.tsx'

const answers = {
  'clusters.stop': () => undefined,
  'clusters.previewDeletion': () => ({ containers: [], volumes: [], networks: [] }),
  'tools.list': () => [{ id: 'k9s' as const, name: 'k9s', needsMerge: false }],
  'tools.open': () => undefined,
}

const open = async () => {
  const opened = openWindow(bridgeWith([cluster('dev', 'ready'), cluster('prod', 'ready')], answers))
  await screen.findByRole('heading', { name: 'dev' })
  const search = async (query: string) => {
    await opened.user.keyboard('{Control>}k{/Control}')
    const input = await screen.findByRole('textbox', { name: 'Search commands and clusters' })
    if (query !== '') await opened.user.type(input, query)
    return within(screen.getByRole('dialog', { name: 'Commands' }))
  }
  return { ...opened, search }
}

describe('the palette', () => {
  it('begins with the clusters, and has no actions of others until something is searched for', async () => {
    const { search } = await open()
    const labels = (await search('')).getAllByRole('button').map(({ textContent }) => textContent)
    expect(labels.slice(0, 2)).toEqual(['Go to dev', 'Go to prod'])
    expect(labels).toContain('Stop dev')
    expect(labels).not.toContain('Stop prod')
  })

  it.each([
    ['stop prod', 'Stop prod', { name: 'clusters.stop', input: { cluster: ref('prod') } }],
    ['tingzhi prod', 'Stop prod', { name: 'clusters.stop', input: { cluster: ref('prod') } }],
    ['停止 prod', 'Stop prod', { name: 'clusters.stop', input: { cluster: ref('prod') } }],
    ['prod k9s', 'Open prod in k9s', { name: 'tools.open', input: { cluster: ref('prod'), tool: 'k9s' } }],
  ])(
    'finds what is wanted by its words in any order, in either language and in pinyin: %s',
    async (query, label, sent) => {
      const { bridge, user, search } = await open()
      const [first] = (await search(query)).getAllByRole('button')
      expect(first?.textContent).toBe(label)
      await user.keyboard('{Enter}')
      await waitFor(() => expect(bridge.sent).toContainEqual(sent))
    },
  )

  it('puts what is named so first', () => {
    const action = (id: string, label: string, keywords = '') => ({ id, label, keywords })
    const found = paletteFilter('logs', [
      { group: 'a', actions: [action('1', 'Tail', 'logs'), action('2', 'Logs of dev'), action('3', 'Other')] },
      { group: 'b', actions: [action('4', 'Logs')] },
    ])
    expect(found).toEqual([
      { group: 'b', actions: [action('4', 'Logs')] },
      { group: 'a', actions: [action('2', 'Logs of dev'), action('1', 'Tail', 'logs')] },
    ])
  })
})

it('keys lead from cluster to cluster, and not while something is typed', async () => {
  const { user } = await open()
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  await screen.findByRole('heading', { name: 'prod' })
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  await screen.findByRole('heading', { name: 'dev' })
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
  await screen.findByRole('heading', { name: 'prod' })
  await user.click(screen.getByRole('tab', { name: 'Registries' }))
  await user.click(await registriesText(user))
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('prod')
  // What deletes a word there must not ask for the cluster.
  await user.keyboard('{Alt>}{Backspace}{/Alt}')
  expect(screen.queryByRole('dialog')).toBeNull()
  act(() => screen.getByRole('tab', { name: 'Registries' }).focus())
  await user.keyboard('{Alt>}{Backspace}{/Alt}')
  expect(await screen.findByRole('dialog', { name: 'Delete prod?' })).toBeDefined()
})
