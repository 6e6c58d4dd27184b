import { describe, expect, it } from 'vitest'
import { keyOfWorkload, type WorkloadRow } from '#shared/workloads.ts'
import { visibleItems, type Wish } from '../../renderer/features/workloads/visible-rows.ts'

const pod = (namespace: string, name: string, more: object = {}): WorkloadRow => ({
  kind: 'Pod',
  namespace,
  name,
  uid: name,
  health: 'well',
  status: 'Running',
  readyContainers: 1,
  containers: 1,
  restarts: 0,
  logContainers: [],
  ...more,
})
const deployment = (name: string, more: object = {}): WorkloadRow => ({
  kind: 'Deployment',
  namespace: 'shop',
  name,
  uid: name,
  health: 'busy',
  status: 'progressing',
  ready: 0,
  desired: 1,
  ...more,
})
const shown = (rows: WorkloadRow[], wish: Partial<Wish> = {}) =>
  visibleItems(new Map(rows.map((row) => [keyOfWorkload(row), row])), {
    group: 'pods',
    namespaces: [],
    filter: '',
    isSystemOpen: false,
    ...wish,
  })
const told = (...args: Parameters<typeof shown>) =>
  shown(...args).map((item) => (item.kind === 'fold' ? `(${item.namespace} ${item.count})` : item.row.name))

describe('the rows that are shown', () => {
  const dns = pod('kube-system', 'coredns')
  const own = [pod('shop', 'b'), pod('data', 'z'), pod('shop', 'c', { health: 'ill' })]

  it('have what is ill first, then namespaces and names, and the healthy system as one line', () => {
    expect(told([dns, ...own])).toEqual(['c', 'z', 'b', '(kube-system 1)'])
    expect(told([dns, ...own], { isSystemOpen: true })).toEqual(['c', 'z', 'b', '(kube-system 1)', 'coredns'])
  })

  it('have the whole system where it is not well, or somebody asks for it', () => {
    expect(told([pod('kube-system', 'coredns', { health: 'busy' }), ...own])).toEqual(['c', 'z', 'coredns', 'b'])
    expect(told([dns, ...own], { filter: 'core' })).toEqual(['coredns'])
    expect(told([dns, ...own], { namespaces: ['kube-system', 'data'] })).toEqual(['z', 'coredns'])
  })

  it('are found by name, namespace, status, node and reason, in any case', () => {
    const rows = [pod('shop', 'a', { node: 'server-0', reason: 'No such Host', status: 'Pending' }), pod('shop', 'b')]
    for (const filter of ['SHOP', ' a', 'pending', 'server', 'such host']) expect(told(rows, { filter })).toContain('a')
    expect(told(rows, { filter: 'server-1' })).toEqual([])
  })

  it('say of a controller what ails its pods, unless it says itself', () => {
    const sick = pod('shop', 'web-1', {
      health: 'ill',
      status: 'ImagePullBackOff',
      owner: { kind: 'Deployment', name: 'web' },
    })
    const rows = [deployment('web'), deployment('own', { health: 'ill', reason: 'exceeded quota' }), sick]
    expect(
      shown(rows, { group: 'controllers' }).map((item) =>
        item.kind === 'row' ? [item.row.name, item.row.health, item.row.reason] : [],
      ),
    ).toEqual([
      ['own', 'ill', 'exceeded quota'],
      ['web', 'ill', 'ImagePullBackOff'],
    ])
    // Another namespace has another web.
    const elsewhere = { ...sick, namespace: 'data' }
    expect(shown([deployment('web'), elsewhere], { group: 'controllers' })).toMatchObject([{ row: { health: 'busy' } }])
  })
})
