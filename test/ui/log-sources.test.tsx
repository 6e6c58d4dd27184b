import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { LogSource } from '#shared/log-view.ts'
import { openLogs } from './serve-log.ts'

const pod = (name: string): LogSource => ({
  kind: 'pod',
  namespace: 'shop',
  pod: name,
  container: 'app',
  isPrevious: false,
})
const named = (name: string) => ({ source: pod(name), name: `shop/${name}/app` })
const available = [
  { source: { kind: 'node', node: 'sampan-dev-server-0' }, name: 'server-0' },
  ...['web-0', 'web-1', ...Array.from({ length: 9 }, (_, index) => `cart-${index}`)].map(named),
]

async function openSources() {
  const { asked, user } = await openLogs(50, { available })
  await user.click(screen.getByRole('button', { name: '1 source' }))
  const list = await screen.findByRole('group', { name: 'Log sources', hidden: true })
  const listed = () =>
    within(list)
      .getAllByRole('checkbox', { hidden: true })
      .map((box) => (box as HTMLInputElement).labels?.[0]?.textContent) // checkboxes are inputs
  await waitFor(() => expect(listed()).toHaveLength(available.length))
  return { asked, user, listed }
}

describe('the sources of a log', () => {
  it('are found by a part of their name, and chosen together', async () => {
    const { asked, user, listed } = await openSources()
    await user.type(screen.getByRole('textbox', { name: 'Find a source', hidden: true }), 'WEB')
    expect(listed()).toEqual(['shop/web-0/app', 'shop/web-1/app'])
    await user.click(screen.getByRole('button', { name: 'Select all: Pods', hidden: true }))
    const followed = () => asked.findLast(({ name }) => name === 'follow')?.input
    await waitFor(() =>
      expect(followed()).toEqual({
        sources: [{ kind: 'node', node: 'sampan-dev-server-0' }, pod('web-0'), pod('web-1')],
      }),
    )
    await user.click(screen.getByRole('button', { name: 'Clear selection: Pods', hidden: true }))
    await waitFor(() => expect(followed()).toEqual({ sources: [{ kind: 'node', node: 'sampan-dev-server-0' }] }))
  })

  it('of which none has the name are said to be missing', async () => {
    const { user } = await openSources()
    await user.type(screen.getByRole('textbox', { name: 'Find a source', hidden: true }), 'nothing')
    expect(screen.getByText('No source has this name.')).toBeDefined()
  })
})

describe('the details of a line', () => {
  it('lead to what was logged around it', async () => {
    const { asked, user } = await openLogs(50)
    await user.click(await screen.findByText('line 49'))
    await user.click(await screen.findByRole('button', { name: 'Show only 10 s around it' }))
    const time = Date.UTC(2026, 10, 27, 9, 41, 7, 5)
    await waitFor(() =>
      expect(asked.findLast(({ name }) => name === 'filter')?.input).toMatchObject({
        filter: { from: time - 10_000, until: time + 10_000 },
      }),
    )
  })
})
