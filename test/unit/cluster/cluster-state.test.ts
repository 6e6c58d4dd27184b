import { describe, expect, it } from 'vitest'
import { keptVolume } from '../../../electron/cluster/model/blueprint.ts'
import type { ClusterRecord } from '../../../electron/cluster/model/cluster-record.ts'
import type { ObservedCluster, ObservedNode } from '../../../electron/cluster/model/observed-cluster.ts'
import { parseSpec } from '../../../electron/cluster/model/spec.ts'
import { describeCluster, takenName } from '../../../electron/cluster/read/cluster-state.ts'

const node = (role: 'server' | 'agent', more: Partial<ObservedNode> = {}): ObservedNode => {
  const name = `sampan-edge-${role}-0`
  return {
    ...{ role, index: 0, name, containerName: name, id: name, state: 'created', digest: 'd', operation: 'o' },
    ...{ image: 'rancher/k3s:v1.36.2-k3s1', createdAtMs: 0, labels: {} },
    ...more,
  }
}
const claim = {
  ...{ operationId: 'o', kind: 'create', maker: 'host/1', place: 'linux', started: '', since: '' },
  answers: true,
} as const
const volumes = [{ name: 'sampan-edge-server-0-data', operation: 'o' }]
const edge = (more: Partial<ObservedCluster>): ObservedCluster => ({
  ...{
    name: 'edge',
    claim: undefined,
    networks: [],
    volumes,
    containers: [],
    strays: [],
    attached: [],
    image: undefined,
  },
  ...more,
})
/** What the list says, and whoever wants to create a cluster of that name. */
const toldOf = (observed: ObservedCluster) => {
  const { problem } = describeCluster(observed, { engineId: 'e', record: undefined, doing: undefined })
  return [problem, takenName(observed, 'e')].map((told) => [told?.code, told?.actions?.map(({ kind }) => kind)])
}
const twice = <T>(told: T) => [told, told]

describe('a cluster that somebody was stopped at', () => {
  const finishOrRemove = twice(['cluster.incomplete', ['finishCluster', 'deleteCluster']])
  const remove = twice(['cluster.only_remains', ['deleteCluster']])

  it.each([
    ['its server was made', { claim, containers: [node('server'), node('agent')] }, finishOrRemove],
    [
      'a node is not under its name yet',
      {
        containers: [
          node('server', { state: 'running' }),
          node('agent', { containerName: 'sampan-edge-agent-0-next' }),
        ],
      },
      finishOrRemove,
    ],
    ['all containers were taken away by hand, and a volume has the record', {}, finishOrRemove],
    [
      'all containers are gone since they were to be made again',
      { claim: { ...claim, kind: 'start' } },
      finishOrRemove,
    ],
    ['an agent was made before any server', { claim, containers: [node('agent')] }, remove],
    ['only a volume was made', { claim }, remove],
    [
      'only a network was made',
      { claim, volumes: [], networks: [{ id: 'n', name: 'sampan-edge', subnet: undefined, operation: 'o' }] },
      remove,
    ],
  ] as const)('can be finished or only removed, in the list and for a create alike: %s', (_, observed, told) => {
    expect(toldOf(edge(observed))).toEqual(told)
  })

  it('is no longer one once its nodes have run', () => {
    const containers = [node('server', { state: 'running' })]
    expect(toldOf(edge({ containers }))).toEqual([
      [undefined, undefined],
      ['cluster.name_taken', undefined],
    ])
    expect(takenName(edge({ volumes: [] }), 'e')).toBeUndefined()
  })
})

describe('a cluster of which not all runs', () => {
  const server = node('server', { state: 'running' })
  const agentOf = (state: ObservedNode['state']) => edge({ containers: [server, node('agent', { state })] })
  const told = (observed: ObservedCluster, more = {}) => {
    const { state, problem } = describeCluster(observed, {
      engineId: 'e',
      record: undefined,
      doing: undefined,
      ...more,
    })
    return [state, problem?.code, problem?.actions?.map(({ kind }) => kind)]
  }
  const taken = { node: 'sampan-edge-agent-0', container: 'other', address: '10.213.7.100' }

  it.each([
    ['a node that was stopped by hand', agentOf('exited'), {}, 'cluster.node_down'],
    ['a node that was paused by hand', agentOf('paused'), {}, 'cluster.node_down'],
    ['a node whose address somebody has', agentOf('exited'), { taken }, 'cluster.address_taken'],
    [
      'a node whose container was removed by hand',
      edge({ containers: [server, node('agent', { state: 'running', index: 1, name: 'b', containerName: 'b' })] }),
      {},
      'cluster.node_missing',
    ],
  ])('says so in one state, with one button: %s', (_, observed, more, code) => {
    expect(told(observed, more)).toEqual(['degraded', code, ['repairCluster']])
  })

  it('has the way back of a failed upgrade where both the data and the spec of before are kept', () => {
    const before = parseSpec({ version: 1, name: 'edge', image: 'rancher/k3s:v1.35.6-k3s1', apiPort: 6443 })
    const base = { spec: before, subnet: '10.213.7.0/24', token: 't', api: { hostIps: ['127.0.0.1'], names: [] } }
    const record = { ...base, generation: 2, tried: 0, owed: [], createdAt: '2026-11-28T06:00:00.000Z' }
    const kept = [...volumes, { name: keptVolume('sampan-edge-server-0'), operation: 'o' }]
    const failed = edge({ volumes: kept, containers: [node('server', { state: 'running' })] })
    const wayBack = (observed: ObservedCluster, own: ClusterRecord) =>
      describeCluster(observed, { engineId: 'e', record: own, doing: undefined }).hasWayBack
    expect(wayBack(failed, { ...record, before })).toBe(true)
    // A copy that was left by an upgrade that never began.
    expect(wayBack(failed, record)).toBeUndefined()
    expect(wayBack({ ...failed, volumes }, { ...record, before })).toBeUndefined()
    const crashed = edge({
      volumes: kept,
      containers: [node('server', { state: 'running' }), node('agent', { state: 'exited' })],
    })
    const more = { record: { ...record, spec: { ...before, agents: 1 }, before } }
    expect(told(crashed, more)).toEqual(['degraded', 'cluster.node_down', ['repairCluster', 'revertUpgrade']])
  })

  it('says nothing of a node that Docker is starting again by itself', () => {
    expect(told(agentOf('restarting'))).toEqual(['degraded', undefined, undefined])
  })
})
