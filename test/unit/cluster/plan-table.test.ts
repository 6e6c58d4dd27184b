import { expect, it } from 'vitest'
import type { ClusterSpec } from '#shared/cluster.ts'
import { type Blueprint, blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { type Phase, plan } from '../../../electron/cluster/model/plan.ts'
import { madeFrom } from './docker-model.ts'
import { blueprintOf } from './plan-words.ts'
import { testFacts, testRecord } from './record.ts'

type More = Parameters<typeof testRecord>[0]

const words: Readonly<Record<string, string>> = {
  createContainer: 'new',
  replaceContainer: 'again',
  restartContainer: 'restarted',
  reloadContainer: 'reloaded',
  removeContainer: 'gone',
  removeServer: 'gone',
  stopContainer: 'stopped',
}

/** What becomes of each container, old or new. What is only written into one that runs on is nothing to its user. */
function fates(before: Blueprint, phases: readonly Phase[]): string {
  const found = new Map(before.containers.map(({ name }) => [name, 'left']))
  for (const step of phases.flatMap(({ steps }) => steps)) {
    const word = words[step.kind]
    const name = 'container' in step ? step.container.name : 'name' in step ? step.name : ''
    if (word !== undefined) found.set(name, word)
  }
  const short = (name: string) => name.replace('sampan-demo-', '').replace('server-', 's').replace('agent-', 'a')
  return [...found].map(([name, fate]) => `${short(name)} ${fate}`).join(', ')
}

const one: More = { agents: 2 }
const three: More = { servers: 3, datastore: { kind: 'etcd' }, agents: 2 }
const all = (fate: string) => [
  `s0 ${fate}, a0 ${fate}, a1 ${fate}`,
  `lb left, s0 ${fate}, s1 ${fate}, s2 ${fate}, a0 ${fate}, a1 ${fate}`,
]
const servers = (fate: string) => [
  `s0 ${fate}, a0 left, a1 left`,
  `lb left, s0 ${fate}, s1 ${fate}, s2 ${fate}, a0 left, a1 left`,
]
const agents = (fate: string) => [
  `s0 left, a0 ${fate}, a1 ${fate}`,
  `lb left, s0 left, s1 left, s2 left, a0 ${fate}, a1 ${fate}`,
]
const front = (fate: string) => [
  `s0 ${fate}, a0 left, a1 left`,
  `lb ${fate}, s0 left, s1 left, s2 left, a0 left, a1 left`,
]

/** Each field of a spec, changed: what becomes of one server with two agents, and of three with a load balancer. */
const table: Readonly<
  Record<
    Exclude<keyof ClusterSpec, 'version' | 'name' | 'token'>,
    readonly [title: string, change: More, fates: readonly string[]][]
  >
> = {
  image: [['another k3s', { image: 'rancher/k3s:v1.36.3-k3s1' }, all('again')]],
  servers: [
    [
      'from 1 to 3, from 3 to 5',
      {},
      [
        's0 again, a0 left, a1 left, lb new, s1 new, s2 new',
        'lb reloaded, s0 left, s1 left, s2 left, a0 left, a1 left, s3 new, s4 new',
      ],
    ],
  ],
  agents: [
    [
      'one more',
      { agents: 3 },
      ['s0 left, a0 left, a1 left, a2 new', 'lb left, s0 left, s1 left, s2 left, a0 left, a1 left, a2 new'],
    ],
    ['one less', { agents: 1 }, ['s0 left, a0 left, a1 gone', 'lb left, s0 left, s1 left, s2 left, a0 left, a1 gone']],
  ],
  datastore: [
    [
      'etcd, or a database',
      {},
      ['s0 restarted, a0 left, a1 left', 'lb left, s0 restarted, s1 restarted, s2 restarted, a0 left, a1 left'],
    ],
  ],
  loadBalancer: [
    [
      'another image',
      { loadBalancer: { image: 'haproxy:3.0' } },
      ['s0 left, a0 left, a1 left', 'lb again, s0 left, s1 left, s2 left, a0 left, a1 left'],
    ],
  ],
  apiPort: [['another', { apiPort: 6444 }, front('again')]],
  apiAccess: [['the local network', { apiAccess: 'lan' }, front('again')]],
  ports: [
    ['one that all servers answer', { ports: [{ hostPort: 80, nodePort: 80 }] }, front('again')],
    [
      'one of an agent',
      { ports: [{ hostPort: 80, nodePort: 80, on: 'agent-1' }] },
      ['s0 left, a0 left, a1 again', 'lb left, s0 left, s1 left, s2 left, a0 left, a1 again'],
    ],
    [
      'one of a server',
      { ports: [{ hostPort: 80, nodePort: 80, on: 'server-0' }] },
      ['s0 again, a0 left, a1 left', 'lb left, s0 again, s1 left, s2 left, a0 left, a1 left'],
    ],
  ],
  registries: [
    ['mirrors', { registries: 'mirrors: {}\n' }, all('reloaded')],
    ['a login', { registries: 'configs:\n  a.test: { auth: { auth: eDp5 } }\n' }, all('restarted')],
  ],
  registryFiles: [
    [
      'a certificate',
      {
        registries: 'configs:\n  a.test: { tls: { ca_file: /ca.pem } }\n',
        registryFiles: { '/ca.pem': '-----BEGIN CERTIFICATE-----\n' },
      },
      // containerd reads hosts.toml, and the certificate that it names, at each pull.
      all('reloaded'),
    ],
  ],
  caCertificates: [['one', { caCertificates: '-----BEGIN CERTIFICATE-----\n' }, all('restarted')]],
  localRegistries: [['one to push to', { localRegistries: ['dev'] }, all('reloaded')]],
  env: [['a variable', { env: { A: 'b' } }, all('again')]],
  k3sArgs: [
    ['a flag for servers', { k3sArgs: [{ flag: '--debug' }] }, servers('restarted')],
    ['a flag for agents', { k3sArgs: [{ flag: '--debug', on: 'agent' }] }, agents('restarted')],
    ['a flag for all', { k3sArgs: [{ flag: '--debug', on: 'all' }] }, all('restarted')],
  ],
  disable: [['a component', { disable: ['traefik'] }, servers('restarted')]],
  limits: [['memory', { limits: { memoryBytes: 2 ** 30 } }, all('again')]],
  agentLimits: [['CPU of agents', { agentLimits: { cpus: 1 } }, agents('again')]],
  volumes: [
    ['a folder in all nodes', { volumes: [{ source: '/a', path: '/a' }] }, all('again')],
    ['a folder in servers', { volumes: [{ source: '/a', path: '/a', on: 'servers' }] }, servers('again')],
  ],
  hostAliases: [['a name', { hostAliases: [{ ip: '10.0.0.5', names: ['a'] }] }, all('again')]],
  desired: [['rest', { desired: 'stopped' }, all('stopped').map((each) => each.replace('lb left', 'lb stopped'))]],
}

const ofShape: Readonly<Record<string, readonly More[]>> = {
  servers: [{ servers: 3, datastore: { kind: 'etcd' } }, { servers: 5 }],
  datastore: [
    { datastore: { kind: 'etcd' } },
    { datastore: { kind: 'external', endpoint: 'postgres://k3s:pw@db:5432/k3s' } },
  ],
}

const rows = Object.entries(table).flatMap(([field, changes]) =>
  changes.map(([title, change, expected]) => ({ field, title, change, expected })),
)

it.each(rows)('$field: $title', ({ field, change, expected }) => {
  const found = [one, three].map((shape, index) => {
    const before = blueprintOf(shape)
    const record = testRecord({ ...shape, ...change, ...ofShape[field]?.[index] })
    // Where the API is published is found out with the change.
    const api = record.spec.apiAccess === 'lan' ? { hostIps: ['0.0.0.0'], names: [] } : record.api
    // So are local registries.
    const registries = record.spec.localRegistries?.map((name) => ({ name, port: 5000 }))
    const after = blueprint({ ...record, api, ...(registries ? { registries } : {}) }, testFacts)
    return fates(before, plan(after, madeFrom(before).observed()))
  })
  expect(found).toEqual(expected)
})
