import { describe, expect, it } from 'vitest'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { testFacts, testRecord } from './record.ts'

const etcd = { kind: 'etcd' } as const
const ports = [
  { hostPort: 8080, nodePort: 80 },
  { hostIp: '0.0.0.0' as const, hostPort: 8081, nodePort: 80 },
  { hostPort: 16_443, nodePort: 6443 },
]

function balancer(more: Parameters<typeof testRecord>[0] = {}) {
  const record = testRecord({ servers: 3, datastore: etcd, ...more })
  const found = blueprint(record, testFacts).containers.find(({ role }) => role === 'loadbalancer')
  if (!found) throw new Error('no load balancer')
  return found
}
const configOf = (more?: Parameters<typeof testRecord>[0]) => balancer(more).files[0]?.content ?? ''

describe('the load balancer', () => {
  it('is there for several servers only, and then publishes all ports in the place of a server', () => {
    const roles = (servers: number) =>
      blueprint(testRecord({ servers, datastore: etcd, ports }), testFacts).containers.map(({ role, container }) => [
        role,
        container.ports.length,
      ])
    expect([roles(1), roles(3)]).toEqual([
      [['server', 4]],
      [
        ['loadbalancer', 4],
        ['server', 0],
        ['server', 0],
        ['server', 0],
      ],
    ])
  })

  it('passes the API on to all servers by their fixed addresses, and looks whether they answer', () => {
    expect(configOf()).toContain(
      ['10', '11', '12'].map((host, index) => `  server server-${index} 10.213.7.${host}:6443`).join('\n'),
    )
    expect(configOf()).toContain('option httpchk GET /readyz')
  })

  it('lets those that are there answer while none is ready, and looks only whether they are there for other ports', () => {
    const config = configOf({ ports })
    expect(config).toMatch(/use_backend ready if \{ nbsrv\(ready\) gt 0 \}\n {2}default_backend there\n/)
    const [, there = ''] = /\nbackend there\n([\s\S]*?)\n\n/.exec(config) ?? []
    expect([there.includes('httpchk'), there.includes('check-ssl'), there.match(/server-\d/g)]).toEqual([
      false,
      false,
      ['server-0', 'server-1', 'server-2'],
    ])
    expect(config.match(/track \S+/g)).toEqual(['track there/server-0', 'track there/server-1', 'track there/server-2'])
  })

  it('listens once on each port of its own, to whatever ports of the host that is published', () => {
    expect(configOf({ ports }).match(/bind :\d+/g)).toEqual(['bind :6443', 'bind :80'])
    expect(balancer().container.hasLowPorts).toBe(true)
  })

  it('has no rights, no data and no secret, and its file can be read by whoever it runs as', () => {
    const { container, files } = balancer()
    expect([container.isPrivileged, container.volumes, container.env, files.map(({ mode }) => mode)]).toEqual([
      false,
      [],
      {},
      [0o644],
    ])
    expect(JSON.stringify({ container, files })).not.toContain('a-token')
  })

  it('is made again for its ports or the image that the user chose, and for no server that comes or goes', () => {
    const { digest } = balancer()
    expect([
      balancer({ servers: 5 }).digest === digest,
      balancer({ ports }).digest === digest,
      balancer({ loadBalancer: { image: 'haproxy:3.0' } }).digest === digest,
    ]).toEqual([true, false, false])
  })
})
