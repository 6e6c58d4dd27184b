import { expect, it } from 'vitest'
import { datastoreChangeProblem, serversChangeProblem } from '../../../electron/cluster/model/datastore-change.ts'
import { testSpec } from './record.ts'

const etcd = { kind: 'etcd' } as const
const sqlite = { kind: 'sqlite' } as const
const at = (endpoint: string) => ({ kind: 'external', endpoint }) as const

it.each([
  [sqlite, etcd, true],
  [sqlite, sqlite, true],
  [etcd, sqlite, false],
  [sqlite, at('postgres://k3s:pw@db/k3s'), false],
  [at('postgres://k3s:pw@db/k3s'), etcd, false],
  [at('postgres://k3s:pw@db/k3s'), at('postgres://k3s:new@db/k3s'), true],
  [at('postgres://k3s:pw@db/k3s'), at('postgres://k3s:pw@db/other'), false],
])('from %j to %j can be done: %j', (from, to, isPossible) => {
  const found = datastoreChangeProblem(testSpec({ datastore: from }), testSpec({ datastore: to }))
  expect(found?.code).toBe(isPossible ? undefined : 'cluster.datastore_fixed')
})

const withoutNodes = { k3sArgs: [{ flag: '--disable-agent' }] }
it.each([
  ['that register nodes', {}, {}, 1, undefined],
  ['that register none', withoutNodes, withoutNodes, 1, 'cluster.servers_without_nodes'],
  ['that are to register none', {}, withoutNodes, 1, 'cluster.servers_without_nodes'],
  ['that register none yet', withoutNodes, {}, 1, 'cluster.servers_without_nodes'],
  ['that register none, and become more', withoutNodes, withoutNodes, 5, undefined],
  ['of which none goes', withoutNodes, {}, 3, undefined],
])('servers %s can leave etcd only with their nodes', (_, before, after, servers, code) => {
  const from = testSpec({ servers: 3, datastore: etcd, ...before })
  expect(serversChangeProblem(from, testSpec({ servers, datastore: etcd, ...after }))?.code).toBe(code)
})
