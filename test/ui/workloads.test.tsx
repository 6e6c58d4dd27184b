import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ProblemError, problem } from '#shared/problem.ts'
import type { PodRow, WorkloadRow, WorkloadsChange } from '#shared/workloads.ts'
import { workloadKinds } from '#shared/workloads.ts'
import type { FakeBridge } from './fake-bridge.ts'
import { bridgeWith, cluster, menuItem, openWindow, ref } from './window.tsx'

const pod = (name: string, more: Partial<PodRow> = {}): PodRow => ({
  kind: 'Pod',
  namespace: 'shop',
  name,
  uid: `uid of ${name}`,
  createdMs: Date.now() - 3_600_000,
  health: 'well',
  status: 'Running',
  readyContainers: 1,
  containers: 1,
  restarts: 0,
  node: 'sampan-dev-server-0',
  logContainers: [{ name: 'app', hasPrevious: false }],
  ...more,
})
const web: WorkloadRow = {
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
  uid: 'uid of web',
  health: 'well',
  status: 'available',
  ready: 3,
  desired: 3,
}
const change = (rows: WorkloadRow[], more: Partial<WorkloadsChange> = {}): WorkloadsChange => ({
  rows,
  gone: [],
  listed: [...workloadKinds],
  refused: [],
  ...more,
})

// happy-dom lays nothing out: a list of no height would show no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
  return () => vi.restoreAllMocks()
})

async function openWorkloads(rows: WorkloadRow[], handlers: ConstructorParameters<typeof FakeBridge>[0] = {}) {
  const opened = openWindow(bridgeWith([cluster('dev', 'ready')], handlers))
  const { bridge, user } = opened
  await user.click(await screen.findByRole('tab', { name: 'Workloads' }))
  await waitFor(() => expect(bridge.openInputs('cluster.workloads')).toEqual([{ cluster: ref('dev') }]))
  bridge.emit('cluster.workloads', change(rows))
  return opened
}

/** What the open log is asked to follow. */
async function followed(bridge: FakeBridge): Promise<unknown> {
  const asked = await waitFor(() => {
    const [view] = bridge.logViews()
    if (!view) throw new Error('No log is open')
    return view
  })
  return new Promise((resolve) => {
    asked.port.onmessage = ({ data }: MessageEvent<{ name: string; input: unknown }>) => {
      if (data.name === 'follow') resolve(data.input)
    }
  })
}

const names = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('gridcell')[0]?.textContent)
const rowOf = async (name: string) => {
  const row = (await screen.findByText(name)).closest('[role=row]')
  if (!(row instanceof HTMLElement)) throw new Error(`${name} is in no row`)
  return row
}
const chooseKind = async (user: ReturnType<typeof openWindow>['user'], label: RegExp) =>
  user.click(await screen.findByRole('radio', { name: label }))
const openMenu = async (user: ReturnType<typeof openWindow>['user'], name: string) =>
  user.click(within(await rowOf(name)).getByRole('button', { name: `Actions for ${name}` }))

describe('the workloads of a cluster', () => {
  it('are listed with what is ill first and why, and kube-system as one line while it is well', async () => {
    const { bridge, user } = await openWorkloads([
      pod('a'),
      pod('z', {
        health: 'ill',
        status: 'ImagePullBackOff',
        readyContainers: 0,
        reason: 'no such host',
        explanation: { id: 'registry-name-unknown', params: { host: 'mirror.example' } },
      }),
      pod('coredns', { namespace: 'kube-system' }),
      pod('helm-install', { namespace: 'kube-system', health: 'done', status: 'Completed' }),
    ])
    await waitFor(() => expect(names()).toEqual(['z', 'a', 'kube-system: 2 objects, all healthy']))
    expect((await rowOf('z')).textContent).toContain('ImagePullBackOff')
    expect((await rowOf('z')).textContent).toContain('mirror.example')
    await user.click(screen.getByRole('button', { name: /^kube-system/ }))
    expect(names()).toEqual(['z', 'a', 'kube-system: 2 objects, all healthy', 'coredns', 'helm-install'])
    bridge.emit('cluster.workloads', change([pod('coredns', { namespace: 'kube-system', health: 'ill' })]))
    await waitFor(() => expect(names()).toEqual(['coredns', 'z', 'helm-install', 'a']))
    bridge.emit('cluster.workloads', change([], { gone: ['Pod shop/a', 'Pod kube-system/coredns'] }))
    await waitFor(() => expect(names()).toEqual(['z', 'kube-system: 1 object, healthy', 'helm-install']))
  })

  it('are narrowed by words and namespaces, and all shown again by one button', async () => {
    const { user } = await openWorkloads([pod('web-1'), pod('db-1', { namespace: 'data' })])
    await user.type(await screen.findByRole('searchbox'), 'web')
    await waitFor(() => expect(names()).toEqual(['web-1']))
    await user.type(screen.getByRole('searchbox'), ' nothing')
    await user.click(await screen.findByRole('button', { name: 'Clear filters' }))
    await waitFor(() => expect(names()).toEqual(['db-1', 'web-1']))
  })

  it('lead to the log of a pod, and to the one before its restart', async () => {
    const { bridge, user } = await openWorkloads([
      pod('web-1', { restarts: 2, logContainers: [{ name: 'app', hasPrevious: true }] }),
    ])
    await openMenu(user, 'web-1')
    await user.click(await menuItem('Show logs'))
    const source = { kind: 'pod', namespace: 'shop', pod: 'web-1', container: 'app' }
    expect(await followed(bridge)).toEqual({ sources: [{ ...source, isPrevious: false }] })
    await user.click(screen.getByRole('tab', { name: 'Workloads' }))
    await user.click(await screen.findByRole('button', { name: /^2 restarts of web-1/ }))
    expect(await followed(bridge)).toEqual({ sources: [{ ...source, isPrevious: true }] })
  })

  it('are scaled from what was seen, and a refusal stands in the dialog', async () => {
    let isRefused = true
    const { bridge, user } = await openWorkloads([web], {
      'workloads.scale': () => {
        if (!isRefused) return
        isRefused = false
        throw new ProblemError(
          problem('workload.scaled_meanwhile', { object: 'Deployment shop/web', replicas: 9, from: 3 }),
        )
      },
    })
    await chooseKind(user, /Controllers/)
    await openMenu(user, 'web')
    await user.click(await menuItem('Scale…'))
    const dialog = await screen.findByRole('dialog', { name: 'Scale web' })
    const field = within(dialog).getByLabelText('Replicas')
    await user.clear(field)
    await user.type(field, '5')
    await user.click(within(dialog).getByRole('button', { name: 'Scale' }))
    expect(await within(dialog).findByText('Deployment shop/web was scaled to 9 in the meantime')).toBeDefined()
    await user.click(within(dialog).getByRole('button', { name: 'Scale' }))
    expect(await screen.findByText('Scaling web to 5')).toBeDefined()
    expect(bridge.sent.filter(({ name }) => name === 'workloads.scale').at(-1)?.input).toEqual({
      cluster: ref('dev'),
      object: { kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'uid of web' },
      from: 3,
      to: 5,
    })
  })

  it('are deleted only after a question that names them', async () => {
    const { bridge, user } = await openWorkloads([pod('web-1', { owner: { kind: 'Deployment', name: 'web' } })], {
      'workloads.delete': () => undefined,
    })
    await openMenu(user, 'web-1')
    await user.click(await menuItem('Delete…'))
    const dialog = await screen.findByRole('dialog', { name: 'Delete Pod web-1?' })
    expect(within(dialog).getByText(/Deployment web creates a new pod/)).toBeDefined()
    await user.click(within(dialog).getByRole('button', { name: 'Delete web-1' }))
    await waitFor(() =>
      expect(bridge.sent.filter(({ name }) => name === 'workloads.delete').map(({ input }) => input)).toEqual([
        { cluster: ref('dev'), object: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid of web-1' } },
      ]),
    )
  })

  it('are moved through and opened by keyboard alone', async () => {
    const { user } = await openWorkloads([pod('a'), pod('b', { lastEnd: { reason: 'OOMKilled', exitCode: 137 } })])
    const grid = await screen.findByRole('grid', { name: 'Pods of dev' })
    await screen.findByText('b')
    grid.focus()
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    const drawer = await screen.findByRole('dialog')
    expect(within(drawer).getByText('OOMKilled, exit code 137')).toBeDefined()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    // As the menu key and Shift+F10 arrive.
    fireEvent.contextMenu(grid)
    await menuItem('View YAML')
  })

  it('say why they are not known, and offer a start where the cluster is stopped', async () => {
    const { bridge } = await openWorkloads([pod('a')])
    await screen.findByText('a')
    const unknown = { sinceMs: 0, problem: problem('api.unreachable', { cluster: 'dev' }) }
    bridge.emit('cluster.workloads', change([], { unknown }))
    expect(await screen.findByText('The Kubernetes API of dev is not responding')).toBeDefined()
    expect(names()).toEqual(['a'])
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [cluster('dev', 'stopped')] })
    expect(await screen.findByText('dev is not running')).toBeDefined()
    await waitFor(() => expect(bridge.openInputs('cluster.workloads')).toEqual([]))
  })
})

it('the log of a row is one click away', async () => {
  const { bridge, user } = await openWorkloads([pod('web-1')])
  await user.click(await screen.findByRole('button', { name: 'Logs of web-1' }))
  const source = { kind: 'pod', namespace: 'shop', pod: 'web-1', container: 'app', isPrevious: false }
  expect(await followed(bridge)).toEqual({ sources: [source] })
  expect(screen.queryByRole('dialog')).toBeNull()
})

describe('a cluster that is deleted and created again elsewhere', () => {
  const again = { ...cluster('dev', 'ready'), createdAt: '2026-11-24T09:00:00Z' }

  it('shows no object of the one before, not even where nothing is known yet', async () => {
    const { bridge } = await openWorkloads([pod('web-1')])
    expect(await screen.findByRole('row', { name: /web-1/ })).toBeDefined()
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [again] })
    await waitFor(() => expect(screen.queryByRole('row', { name: /web-1/ })).toBeNull())
    expect(screen.getAllByText('Loading from Kubernetes…').length).toBeGreaterThan(0)
    await waitFor(() => expect(bridge.openInputs('cluster.workloads')).toHaveLength(1))
  })

  it('closes what was open of an object of the one before', async () => {
    const text = 'kind: Pod of before'
    const { bridge } = await openWorkloads([pod('web-1')], { 'workloads.yaml': () => ({ text }) })
    fireEvent.contextMenu(await screen.findByRole('row', { name: /web-1/ }))
    fireEvent.click(await menuItem('View YAML'))
    expect(await screen.findByText(text)).toBeDefined()
    bridge.emit('clusters.watch', { ...bridge.snapshot, clusters: [again] })
    await waitFor(() => expect(screen.queryByText(text)).toBeNull())
  })
})
