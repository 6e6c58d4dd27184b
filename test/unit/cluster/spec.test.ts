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
