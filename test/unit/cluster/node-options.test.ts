import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { ClusterSpec } from '#shared/cluster.ts'
import { shapeFault } from '#shared/cluster-shape.ts'
import { collectHostAlias, collectPort, collectVolume } from '../../../electron/cli/arguments.ts'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { testFacts, testRecord, testSpec } from './record.ts'

const containersOf = (more: Parameters<typeof testRecord>[0]) =>
  new Map(
    blueprint(testRecord(more), testFacts).containers.map((each) => [each.name.replace('sampan-demo-', ''), each]),
  )
const ports = (text: string) =>
  collectPort(text).map(({ hostIp, ...rest }) => [hostIp, ...Object.values(rest)].join(' '))

describe('ports', () => {
  it.each([
    ['8080:80', ['127.0.0.1 8080 80 tcp']],
    ['0.0.0.0:5353:53/udp', ['0.0.0.0 5353 53 udp']],
    [
      '9000-9002:80-82@agent-0',
      ['80', '81', '82'].map((port, index) => `127.0.0.1 ${9000 + index} ${port} tcp agent-0`),
    ],
    ['8080:80@server:0', ['127.0.0.1 8080 80 tcp server-0']],
    ['8080:80@loadbalancer', ['127.0.0.1 8080 80 tcp']],
    ['8080:80@server:*', ['127.0.0.1 8080 80 tcp']],
  ])('are read as people write them: %s', (text, expected) => {
    expect(ports(text)).toEqual(expected)
  })

  it.each(['9000-9002:80-81', '9002-9000:80-78', '8080:80@everybody', '1-60000:1-60000', '70000:80'])(
    'are refused where they cannot be meant: %s',
    (text) => {
      expect(() => collectPort(text)).toThrow('Expected')
    },
  )

  it('of one node are published by it, and known by its labels; the others by the only server or the load balancer', () => {
    const all = [...collectPort('8080:80'), ...collectPort('9000:90@agent-0'), ...collectPort('9001:91@server-0')]
    const published = (more: Parameters<typeof testRecord>[0]) =>
      [...containersOf({ agents: 1, ports: all, ...more })].map(([name, { container }]) => [
        name,
        container.ports.map(({ hostPort }) => hostPort),
        JSON.parse(container.labels['dev.sampan.ports'] ?? '[]').length,
      ])
    expect(published({})).toEqual([
      ['server-0', [6443, 8080, 9001], 2],
      ['agent-0', [9000], 1],
    ])
    expect(published({ servers: 3, datastore: { kind: 'etcd' } })).toEqual([
      ['lb', [6443, 8080], 1],
      ['server-0', [9001], 1],
      ['server-1', [], 0],
      ['server-2', [], 0],
      ['agent-0', [9000], 1],
    ])
  })
})

describe('volumes of the user', () => {
  it('are in the nodes that they are for', () => {
    const volumes = [
      ...collectVolume('/srv:/srv'),
      ...collectVolume('cache:/cache:ro@agents'),
      ...collectVolume('/one:/one@agent:1'),
    ]
    expect([...containersOf({ agents: 2, volumes })].map(([name, { container }]) => [name, container.mounts])).toEqual([
      ['server-0', [{ source: '/srv', path: '/srv', isReadOnly: false }]],
      [
        'agent-0',
        [
          { source: '/srv', path: '/srv', isReadOnly: false },
          { source: 'cache', path: '/cache', isReadOnly: true },
        ],
      ],
      [
        'agent-1',
        [
          { source: '/srv', path: '/srv', isReadOnly: false },
          { source: 'cache', path: '/cache', isReadOnly: true },
          { source: '/one', path: '/one', isReadOnly: false },
        ],
      ],
    ])
    expect(collectVolume('./data:/data')).toEqual([{ source: `${process.cwd()}/data`, path: '/data' }])
    for (const wrong of ['/srv', 'a b:/srv', '/srv:relative', '/srv:/srv@nobody'])
      expect(() => collectVolume(wrong)).toThrow('Expected')
  })

  it.each<[string | undefined, Partial<ClusterSpec>]>([
    ['reason.shape.noNode', { volumes: [{ source: '/a', path: '/a', on: 'agent-3' }] }],
    ['reason.shape.noNode', { ports: collectPort('80:80@server-1') }],
    ['reason.shape.portTwice', { ports: [...collectPort('8080:80'), ...collectPort('0.0.0.0:8080:81@agent-0')] }],
    [undefined, { ports: [...collectPort('8080:80'), ...collectPort('8080:80/udp')] }],
    ['reason.shape.ownPath', { volumes: [{ source: '/a', path: '/var/lib/rancher/k3s/' }] }],
    [
      'reason.shape.ownPath',
      {
        volumes: [
          { source: '/a', path: '/a' },
          { source: '/b', path: '/a' },
        ],
      },
    ],
  ])('and ports that cannot be are refused: %s', (reason, more) => {
    expect(shapeFault(testSpec({ agents: 1, ...more }))?.reason).toBe(reason)
  })
})

describe('limits', () => {
  it('of agents stand in place of those of all nodes', () => {
    const limits = { memoryBytes: 2 ** 30, cpus: 2 }
    const of = (more: Parameters<typeof testRecord>[0]) =>
      [...containersOf({ agents: 1, limits, ...more }).values()].map(({ container: { memoryBytes, cpus } }) => [
        memoryBytes,
        cpus,
      ])
    expect(of({})).toEqual([
      [2 ** 30, 2],
      [2 ** 30, 2],
    ])
    expect(of({ agentLimits: { cpus: 1 } })).toEqual([
      [2 ** 30, 2],
      [undefined, 1],
    ])
  })

  it('of open files are the same whatever Docker has, unless Docker may not', () => {
    const of = (isRootless: boolean) =>
      blueprint(testRecord(), { ...testFacts, isRootless }).containers[0]?.container.openFiles
    expect([of(false), of(true)]).toEqual([{ soft: 65_536, hard: 1_048_576 }, undefined])
  })
})

describe('host aliases', () => {
  it('are in the hosts file of every node, and in what CoreDNS reads', () => {
    const hostAliases = [
      ...collectHostAlias('10.0.0.5:registry.local,git.local'),
      ...collectHostAlias('fd00::1:six.local'),
    ]
    const [server, agent] = [...containersOf({ agents: 1, hostAliases }).values()]
    for (const node of [server, agent])
      expect(node?.container.extraHosts).toEqual(
        expect.arrayContaining(['registry.local:10.0.0.5', 'git.local:10.0.0.5', 'six.local:fd00::1']),
      )
    const path = '/etc/sampan/host-aliases.yaml'
    const manifest = parse(server?.files.find((file) => file.path === path)?.content ?? '')
    expect(manifest.data['sampan.server']).toContain(
      'git.local:53 {\n  hosts {\n    10.0.0.5 git.local\n    fallthrough\n  }',
    )
    expect(agent?.files.some((file) => file.path === path)).toBe(false)
  })
})
