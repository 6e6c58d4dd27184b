import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { PreflightCheck } from '#shared/preflight.ts'
import { problem } from '#shared/problem.ts'
import { FakeBridge, suggestion } from './fake-bridge.ts'
import { bridgeWith, cluster, openNewCluster, openWindow, ref, welcomeButton } from './window.tsx'

const never = () => new Promise<never>(() => undefined)

const sentNames = (bridge: FakeBridge) => bridge.sent.map(({ name }) => name)

const nameCheck = (isTaken: boolean): PreflightCheck[] =>
  isTaken
    ? [{ id: 'name', result: 'blocking', found: '', problem: problem('cluster.name_taken', { cluster: 'prod' }) }]
    : [{ id: 'name', result: 'ok', found: '' }]

/** Opens the form and types a name in place of the suggested one. */
async function customise(user: UserEvent, name: string): Promise<HTMLElement> {
  await openNewCluster(user)
  const field = await screen.findByRole('textbox', { name: 'Name' })
  await user.clear(field)
  await user.type(field, name)
  return field
}

describe('creating a cluster', () => {
  it('takes one click: a cluster is created as it was suggested', async () => {
    const { bridge, user } = openWindow(new FakeBridge({ 'clusters.create': never }))

    await user.click(await welcomeButton())

    await waitFor(() =>
      expect(bridge.sent).toContainEqual({
        name: 'clusters.create',
        input: { engineId: 'engine-1', spec: suggestion, choose: ['apiPort', 'name'] },
      }),
    )
  })

  it('shows the stages with their steps while it runs, and can be cancelled', async () => {
    const { bridge, user } = openWindow(
      new FakeBridge({ 'clusters.create': never, 'clusters.cancel': () => undefined }),
    )
    await user.click(await welcomeButton())

    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: true }])
    await waitFor(() => expect(bridge.openInputs('operation.watch')).toEqual([{ cluster: ref('dev') }]))
    const atMs = Date.now()
    bridge.emit('operation.watch', {
      kind: 'started',
      operation: 'create',
      cluster: 'dev',
      stages: ['check', 'image', 'containers', 'api'],
      atMs,
    })
    bridge.emit('operation.watch', { kind: 'step', stage: 'check', state: 'done', atMs, durationMs: 120 })
    bridge.emit('operation.watch', { kind: 'step', stage: 'containers', state: 'running', atMs })
    bridge.emit('operation.watch', {
      kind: 'step',
      stage: 'containers',
      action: 'create network',
      target: 'sampan-dev',
      state: 'done',
      atMs,
      durationMs: 80,
    })

    const stages = await screen.findByRole('list', { name: 'Stages' })
    await waitFor(() =>
      expect(
        within(stages)
          .getAllByRole('listitem')
          .map(({ dataset }) => `${dataset.stage} ${dataset.state}`),
      ).toEqual(['check done', 'image waiting', 'containers running', 'api waiting']),
    )
    expect(within(stages).getByText('sampan-dev')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(bridge.sent).toContainEqual({ name: 'clusters.cancel', input: { cluster: ref('dev') } }))
  })

  it('keeps a failure on the screen, says that it was undone, and retries with another port', async () => {
    const taken = problem(
      'port.taken',
      { port: 6443, holder: 'nginx' },
      { detail: 'bind: address already in use', actions: [{ kind: 'usePort', port: 6444 }] },
    )
    const { bridge, user } = openWindow(new FakeBridge({ 'clusters.create': never }))
    await user.click(await welcomeButton())

    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: false, problem: taken }])
    await waitFor(() => expect(bridge.openInputs('operation.watch')).toHaveLength(1))
    bridge.emit('operation.watch', { kind: 'problem', cluster: 'dev', undone: true, durationMs: 900, ...taken })

    expect(await screen.findByText('bind: address already in use')).toBeDefined()
    expect(await screen.findByText(/All changes were rolled back/)).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Use port 6444 instead' }))
    await waitFor(() =>
      expect(bridge.sent).toContainEqual({
        name: 'clusters.create',
        input: { engineId: 'engine-1', spec: { ...suggestion, apiPort: 6444 }, choose: ['name'] },
      }),
    )
  })

  it('explains what is wrong with a name before anything is sent', async () => {
    const { bridge, user } = openWindow()
    await openNewCluster(user)
    const name = await screen.findByRole('textbox', { name: 'Name' })

    await user.clear(name)
    await user.type(name, 'My Cluster')
    await user.click(screen.getByRole('button', { name: 'Create' }))

    expect(await screen.findByText(/Up to 32 lowercase letters/)).toBeDefined()
    expect(bridge.sent.map((request) => request.name)).not.toContain('clusters.create')
  })

  it('says which images are downloaded first', async () => {
    const toPull = ['rancher/k3s:v1.36.2-k3s1', 'haproxy:3.2-alpine']
    const check: PreflightCheck = { id: 'image', result: 'ok', found: toPull.join(', '), toPull }
    const { user } = openWindow(new FakeBridge({ 'clusters.preflight': () => [check] }))
    await openNewCluster(user)
    expect(await screen.findByText(`Docker downloads ${toPull.join(' and ')} first`)).toBeDefined()
  })

  it('never changes a cluster that is there: a name that is taken stops it', async () => {
    const { bridge, user } = openWindow(
      bridgeWith([cluster('prod', 'ready')], { 'clusters.preflight': ({ spec }) => nameCheck(spec.name === 'prod') }),
    )
    const before = structuredClone(bridge.stored)
    const name = await customise(user, 'prod')
    const submit = screen.getByRole<HTMLButtonElement>('button', { name: 'Create' })
    await screen.findByText('A cluster named prod already exists')
    await waitFor(() => expect(submit.disabled).toBe(true))

    await user.clear(name)
    await user.type(name, 'prod2')
    await waitFor(() => expect(submit.disabled).toBe(false))
    await user.click(submit)
    await waitFor(() => expect(bridge.sent.at(-1)?.name).toBeDefined())
    await waitFor(() => expect(sentNames(bridge)).toContain('clusters.create'))
    expect(sentNames(bridge)).not.toContain('clusters.apply')
    expect(bridge.stored.get('engine-1/prod')).toEqual(before.get('engine-1/prod'))
  })

  it.each([
    { answer: 'bad', isTaken: true },
    { answer: 'good', isTaken: false },
  ])('waits for the check of exactly what it is to make: $answer', async ({ isTaken }) => {
    const answers: (() => void)[] = []
    const { bridge, user } = openWindow(
      bridgeWith([cluster('prod', 'ready')], {
        'clusters.preflight': () => new Promise((resolve) => answers.push(() => resolve(nameCheck(isTaken)))),
      }),
    )
    await customise(user, 'prod2')
    await user.click(screen.getByRole('button', { name: 'Create' }))
    await waitFor(() => expect(bridge.sent.at(-1)?.input).toMatchObject({ spec: { name: 'prod2' } }))
    expect(sentNames(bridge)).not.toContain('clusters.create')

    for (const answer of answers) answer()
    if (isTaken) await screen.findByText('A cluster named prod already exists')
    else await waitFor(() => expect(sentNames(bridge)).toContain('clusters.create'))
    expect(sentNames(bridge).includes('clusters.create')).toBe(!isTaken)
  })

  it('leaves open what its user left as it was suggested', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('prod', 'ready')]))
    await customise(user, 'mine')
    await user.click(screen.getByRole('button', { name: 'Create' }))
    await waitFor(() =>
      expect(bridge.sent.find(({ name }) => name === 'clusters.create')?.input).toEqual({
        engineId: 'engine-1',
        spec: { ...suggestion, name: 'mine' },
        choose: ['apiPort'],
      }),
    )
  })

  it('takes the certificates of a company along', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('prod', 'ready')]))
    await customise(user, 'mine')
    const caCertificates = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    await user.click(screen.getByRole('textbox', { name: 'Company certificates (CA)' }))
    await user.paste(caCertificates)
    await user.click(screen.getByRole('button', { name: 'Create' }))
    await waitFor(() =>
      expect(bridge.sent.find(({ name }) => name === 'clusters.create')?.input).toMatchObject({
        spec: { ...suggestion, name: 'mine', caCertificates },
      }),
    )
  })

  it('breaks off the check of what was typed before', async () => {
    const { bridge, user } = openWindow(bridgeWith([cluster('prod', 'ready')], { 'clusters.preflight': never }))
    const name = await customise(user, 'a')
    await waitFor(() => expect(bridge.sent.at(-1)?.input).toMatchObject({ spec: { name: 'a' } }))
    await user.type(name, 'b')
    await waitFor(() => expect(bridge.sent.at(-1)?.input).toMatchObject({ spec: { name: 'ab' } }))
    await waitFor(() => expect(bridge.cancelled).toContain('clusters.preflight'))
  })

  it('goes to the cluster that it became when the suggested name was taken meanwhile', async () => {
    const { bridge, user } = openWindow(new FakeBridge({ 'clusters.create': () => ({ ...cluster('dev-2', 'ready') }) }))
    await user.click(await welcomeButton())
    bridge.emit('clusters.watch', {
      ...bridge.snapshot,
      clusters: [cluster('dev', 'stopped'), cluster('dev-2', 'ready')],
    })
    expect(await screen.findByRole('heading', { name: 'dev-2' })).toBeDefined()
  })

  it('announces a cluster that became ready', async () => {
    const { bridge } = openWindow()
    await welcomeButton()
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: true }])
    await screen.findByText('Creating dev')

    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [cluster('dev', 'ready')] })
    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: false }])

    expect(await screen.findByText('dev is ready.')).toBeDefined()
    expect(await screen.findByRole('tab', { name: 'Overview' })).toBeDefined()
  })

  it('lets go of a failure that was dismissed, but shows the next one', async () => {
    const failed = {
      cluster: ref('dev'),
      operation: 'create',
      isRunning: false,
      problem: problem('disk.full', { path: '/' }),
    } as const
    const { bridge, user } = openWindow()
    await welcomeButton()
    bridge.emit('operations.watch', [failed])

    await user.click(await screen.findByRole('button', { name: 'Remove from list' }))
    expect(await welcomeButton()).toBeDefined()

    bridge.emit('operations.watch', [{ cluster: ref('dev'), operation: 'create', isRunning: true }])
    await screen.findByText('Creating dev')
    bridge.emit('operations.watch', [failed])
    expect(await screen.findByText('Could not create dev')).toBeDefined()
  })

  it('goes to the first field that is wrong', async () => {
    const { user } = openWindow()
    await openNewCluster(user)
    await user.click(await screen.findByRole('button', { name: 'Add flag' }))
    const port = screen.getByRole('textbox', { name: 'API port' })
    await user.clear(port)
    await user.click(screen.getByRole('button', { name: 'Create' }))
    await waitFor(() => expect(document.activeElement).toBe(port))
    expect(screen.getByText('Flags have the form --name or --name=value')).toBeDefined()
  })
})
