import { describe, expect, it } from 'vitest'
import { kubernetesName } from '../../../electron/cluster/model/k3s-config.ts'
import { parseSpec } from '../../../electron/cluster/model/spec.ts'
import { testSpec } from './record.ts'

const problemOf = (flag: string) => {
  try {
    parseSpec({ ...testSpec(), k3sArgs: [{ flag, on: 'server' }] })
    return undefined
  } catch (error) {
    return error
  }
}

describe('flags of k3s', () => {
  it.each([
    '--https-listen-port=7443',
    '--data-dir=/d',
    '--token=x',
    '--token-file=/t',
    '--server=https://x',
    '--cluster-reset',
  ])('by which Sampan reaches and keeps a cluster are refused, with what to use instead: %s', (flag) => {
    const name = flag.replace(/^--|=.*/g, '')
    expect(problemOf(flag)).toMatchObject({
      problem: {
        code: 'spec.invalid',
        params: { field: 'k3sArgs.0', reason: expect.stringMatching(/^reason\.ownFlag/), subject: name },
      },
    })
  })

  it.each(['--write-kubeconfig-mode=644', '--tls-san=x', '--node-ip=10.0.0.1', '--datastore-endpoint=postgres://x'])(
    'of any other kind are the user’s: %s',
    (flag) => expect(problemOf(flag)).toBeUndefined(),
  )
})

it.each([
  ['--cluster-cidr=10.42.0.0/16,fd00:42::/56', 'cluster-cidr', 'fd00:42::/56'],
  ['--service-cidr=fd00:43::/112', 'service-cidr', 'fd00:43::/112'],
  ['--cluster-dns=fd00:43::a', 'cluster-dns', 'fd00:43::a'],
  ['--node-ip=10.0.0.1,fd00::1', 'node-ip', 'fd00::1'],
])('IPv6 is refused before anything is made, since the nodes have none: %s', (given, flag, value) => {
  expect(problemOf(given)).toMatchObject({ problem: { code: 'spec.ipv4_only', params: { flag, value } } })
})

it.each(['--cluster-cidr=10.50.0.0/16', '--tls-san=fd00::1'])('IPv4 ranges, and IPv6 names, are not: %s', (given) => {
  expect(problemOf(given)).toBeUndefined()
})

it("a node's name in Kubernetes is the flag's, or the environment's, or the container's", () => {
  const node = { role: 'server' as const, name: 'sampan-demo-server-0' }
  const flag = { flag: '--node-name=flag', on: 'all' as const }
  expect([
    kubernetesName(testSpec(), node),
    kubernetesName(testSpec({ env: { K3S_NODE_NAME: 'env' } }), node),
    kubernetesName(testSpec({ env: { K3S_NODE_NAME: 'env' }, k3sArgs: [flag] }), node),
    kubernetesName(testSpec({ k3sArgs: [{ flag: '--disable-agent', on: 'server' }] }), node),
  ]).toEqual(['sampan-demo-server-0', 'env', 'flag', undefined])
})

it.each(['K3S_URL', 'K3S_TOKEN', 'K3S_TOKEN_FILE', 'K3S_CLUSTER_SECRET', 'K3S_DATA_DIR', 'K3S_CONFIG_FILE'])(
  'what a flag may not do, %s may not either',
  (name) => {
    expect(() => parseSpec({ ...testSpec(), env: { [name]: 'x' } })).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({
          code: 'spec.invalid',
          params: expect.objectContaining({ field: `env.${name}` }),
        }),
      }),
    )
  },
)

it.each(['K3S_KUBECONFIG_OUTPUT', 'K3S_KUBECONFIG_MODE', 'K3S_NODE_NAME', 'HTTP_PROXY'])('%s is the user’s', (name) => {
  expect(parseSpec({ ...testSpec(), env: { [name]: 'x' } }).env).toEqual({ [name]: 'x' })
})

describe('a name that cannot be one', () => {
  it.each([
    ['My_Cluster', 'my-cluster'],
    ['DEMO', 'demo'],
    ['demo.local', 'demo-local'],
    ['a b', 'a-b'],
    ['a'.repeat(33), 'a'.repeat(32)],
    [`${'a'.repeat(31)}-b`, 'a'.repeat(31)],
    ['demo-', 'demo'],
    ['-x', 'x'],
    ['', 'local'],
    ['..', 'local'],
    ['Übung', 'ubung'],
    ['测试', 'local'],
    ['team/app', 'team-app'],
  ])('%j is told with one that can: %s', (name, suggestion) => {
    const wrong = expect.objectContaining({ problem: { code: 'cluster.name_invalid', params: { name, suggestion } } })
    expect(() => parseSpec({ ...testSpec(), name })).toThrow(wrong)
    expect(parseSpec({ ...testSpec(), name: suggestion }).name).toBe(suggestion)
  })

  it('1demo is one', () => expect(parseSpec({ ...testSpec(), name: '1demo' }).name).toBe('1demo'))
})

it.each([
  [{ name: 'My_Cluster' }],
  [{ image: 'a b' }],
  [{ env: { '1x': '' } }],
  [{ k3sArgs: [{ flag: 'x' }] }],
  [{ disable: ['Traefik!'] }],
  [{ token: { kind: 'given', value: 'K10abc' } }],
  [{ agents: 99 }],
  [{ apiPort: 0 }],
])('nobody is shown a regular expression: %j', (wrong) => {
  try {
    parseSpec({ ...testSpec(), ...(wrong as object) })
    expect.unreachable()
  } catch (error) {
    expect(JSON.stringify((error as { problem: unknown }).problem)).not.toMatch(/pattern|\^\[|\(\?/)
  }
})

it.each([
  [{ limits: { memoryBytes: 511 * 1024 ** 2 } }, 'limits.memoryBytes', 'reason.atLeast', '512 MiB'],
  [{ agentLimits: { memoryBytes: 1024 } }, 'agentLimits.memoryBytes', 'reason.atLeast', '512 MiB'],
  [{ disable: ['traefik', 'nosuch'] }, 'disable.1', 'reason.oneOf', expect.stringContaining('metrics-server')],
])('what k3s cannot run in, or would overhear, is refused: %j', (more, field, reason, subject) => {
  const parse = () => parseSpec({ ...testSpec(), ...more })
  expect(parse).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'spec.invalid' }) }))
  try {
    parse()
  } catch (error) {
    expect(error).toMatchObject({ problem: { params: { field, reason, subject } } })
  }
})

it('an empty address of a database is none', () => {
  const params = { field: 'datastore.endpoint', reason: 'reason.missing' }
  const parse = () => parseSpec({ ...testSpec(), datastore: { kind: 'external', endpoint: '' } })
  expect(parse).toThrow(expect.objectContaining({ problem: expect.objectContaining({ params }) }))
})

it('512 MiB, and all that k3s packs, are accepted', () => {
  const more = { limits: { memoryBytes: 512 * 1024 ** 2 }, disable: ['traefik', 'coredns', 'runtimes'] }
  expect(parseSpec({ ...testSpec(), ...more })).toMatchObject(more)
})
