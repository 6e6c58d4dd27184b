import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { FakeBridge, keptPreferences } from './fake-bridge.ts'
import { bridgeWith, cluster, openWindow, ref, welcomeButton } from './window.tsx'

const never = () => new Promise<never>(() => undefined)

describe('a create that comes to no good end', () => {
  it('says of a cancelled one that it was cancelled, not that it failed, and of what did not begin that it was not run', async () => {
    const cancelled = problem('cluster.cancelled', { cluster: 'dev' })
    const { bridge } = openWindow()
    await welcomeButton()
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: true }])
    await waitFor(() => expect(bridge.openInputs('operation.watch')).toHaveLength(1))
    const atMs = Date.now()
    const stages = ['check', 'image', 'containers', 'api'] as const
    bridge.emit('operation.watch', { kind: 'started', operation: 'create', cluster: 'dev', stages: [...stages], atMs })
    bridge.emit('operation.watch', { kind: 'step', stage: 'check', state: 'done', atMs, durationMs: 9 })
    bridge.emit('operation.watch', { kind: 'step', stage: 'image', state: 'skipped', atMs })
    bridge.emit('operation.watch', { kind: 'step', stage: 'containers', state: 'running', atMs })
    bridge.emit('operation.watch', { kind: 'problem', cluster: 'dev', undone: true, durationMs: 900, ...cancelled })
    bridge.emit('operations.watch', [
      { cluster: ref('dev'), operation: 'create', isRunning: false, problem: cancelled },
    ])
    const heading = await screen.findByRole('heading', { name: 'Creating dev was canceled' })
    expect(screen.queryByText('Failed')).toBeNull()
    expect(within(screen.getByRole('button', { name: /^dev/ })).getByText('Canceled')).toBeDefined()
    expect(screen.queryByRole('alert')).toBeNull()
    const list = within(screen.getByRole('list', { name: 'Stages' }))
    const words = ['done', 'already here', 'canceled', 'not run']
    await waitFor(() =>
      expect(list.getAllByRole('listitem').map((item) => words.find((word) => within(item).queryByText(word)))).toEqual(
        words,
      ),
    )
    // How long something too short to be felt took is no news, nor how long it took until somebody canceled.
    expect([screen.queryByText('0.0s'), heading.parentElement?.querySelector('time')]).toEqual([null, null])
  })

  it('says first that nothing is left of it', async () => {
    const failure = problem('image.not_found', { image: 'a:1' })
    const { bridge, user } = openWindow(new FakeBridge({ 'clusters.create': never }))
    await user.click(await welcomeButton())
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: false, problem: failure }])
    await waitFor(() => expect(bridge.openInputs('operation.watch')).toHaveLength(1))
    const atMs = Date.now()
    bridge.emit('operation.watch', { kind: 'started', operation: 'create', cluster: 'dev', stages: ['image'], atMs })
    bridge.emit('operation.watch', { kind: 'problem', cluster: 'dev', undone: true, durationMs: 900, ...failure })
    const undone = await screen.findByText('All changes were rolled back. Nothing was left behind.')
    const alert = await screen.findByRole('alert')
    const texts = [...alert.querySelectorAll('p')].map(({ textContent }) => textContent)
    expect(texts.indexOf(undone.textContent)).toBe(0)
  })

  it.each([
    { of: problem('image.not_found', { image: 'a:1' }), first: 'Change and try again…' },
    { of: problem('image.registry_unreachable', { image: 'a:1' }), first: 'Try again' },
  ])('offers first what can help: $first', async ({ of, first }) => {
    const { bridge, user } = openWindow(new FakeBridge({ 'clusters.create': never }))
    await user.click(await welcomeButton())
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: false, problem: of }])
    await screen.findByRole('button', { name: 'Change and try again…' })
    const names = ['Try again', 'Change and try again…']
    const filled = names.filter((name) => screen.getByRole('button', { name }).dataset.variant === 'filled')
    expect(filled).toEqual([first])
    // All in one row, the likeliest first, and what only clears the screen last.
    const row = screen.getByRole('button', { name: first }).parentElement
    const labels = [...(row?.children ?? [])].map(({ textContent }) => textContent).filter((label) => label !== '')
    expect(labels).toEqual([...(first === names[0] ? names : names.toReversed()), 'Copy report', 'Remove from list'])
  })
})

it('what mends a cluster is the first button of its Problem, and what deletes it is never that', async () => {
  const incomplete = problem(
    'cluster.incomplete',
    { cluster: 'dev' },
    {
      actions: [
        { kind: 'finishCluster', cluster: ref('dev') },
        { kind: 'deleteCluster', cluster: ref('dev') },
      ],
    },
  )
  openWindow(bridgeWith([{ ...cluster('dev', 'incomplete'), problem: incomplete }]))
  const variantOf = async (name: string) => (await screen.findByRole('button', { name })).dataset.variant
  expect(await variantOf('Finish creating')).toBe('filled')
  expect(await variantOf('Delete…')).toBe('default')
})

describe('what is wrong with a field', () => {
  it('is said in the language of the moment', async () => {
    const { user } = openWindow(bridgeWith([cluster('dev', 'ready')], keptPreferences().handlers))
    await user.click(await screen.findByRole('tab', { name: 'Settings' }))
    await user.clear(await screen.findByRole('textbox', { name: 'API port' }))
    await user.tab()
    expect(await screen.findByText('Must be between 1 and 65535')).toBeDefined()
    await user.keyboard('{Control>}k{/Control}')
    await user.click(await screen.findByRole('button', { name: /简体中文/ }))
    expect(await screen.findByText('应为 1 到 65535')).toBeDefined()
    expect(screen.queryByText('Must be between 1 and 65535')).toBeNull()
  })
})
