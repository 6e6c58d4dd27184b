import { describe, expect, it } from 'vitest'
import { ClusterSpec, type K3sArgument } from '#shared/cluster.ts'
import { flagRemarks } from '../../../electron/cluster/model/flag-remarks.ts'

const spec = (flag: string, more: { on?: K3sArgument['on']; image?: string; agents?: number } = {}) =>
  ClusterSpec.parse({
    ...{ version: 1, name: 'demo', apiPort: 6443, agents: more.agents ?? 0 },
    image: more.image ?? 'rancher/k3s:v1.36.2-k3s1',
    k3sArgs: [{ flag, ...(more.on ? { on: more.on } : {}) }],
  })

describe('what is known to be wrong with a flag before k3s has seen it', () => {
  it.each([
    [
      '--kube-apiserver-arg=--oidc-issuer-url=https://login.example.net',
      'flag.inner_dashes',
      { better: '--kube-apiserver-arg=oidc-issuer-url=https://login.example.net' },
    ],
    ['--kubelet-arg=-v=4', 'flag.inner_dashes', { better: '--kubelet-arg=v=4' }],
    ['--etcd-arg=--quota-backend-bytes=1', 'flag.inner_dashes', { better: '--etcd-arg=quota-backend-bytes=1' }],
    ['--kube-apiserver-arg=oidc-issuer-url=http://login.example.net', 'flag.issuer_not_https', {}],
    ['--kube-apiserver-arg=oidc-issuer-url=login.example.net', 'flag.issuer_not_https', {}],
    ['--kube-apiserver-arg=oidc-issuer-url=', 'flag.issuer_not_https', {}],
    ['--kubelet-arg=feature-gates=Nonsense', 'flag.feature_gate', { gate: 'Nonsense' }],
    ['--kube-scheduler-arg=feature-gates=A=true,B=yes', 'flag.feature_gate', { gate: 'B=yes' }],
    ['--oidc-client-id=k3s', 'flag.of_component', { better: '--kube-apiserver-arg=oidc-client-id=k3s' }],
    ['--max-pods=200', 'flag.of_component', { better: '--kubelet-arg=max-pods=200' }],
    ['--proxy-mode=ipvs', 'flag.of_component', { better: '--kube-proxy-arg=proxy-mode=ipvs' }],
    ['--no-deploy=traefik', 'flag.removed', { better: '--disable=traefik' }],
  ])('%s keeps k3s from starting', (flag, code, params) => {
    expect(flagRemarks(spec(flag))).toMatchObject([{ result: 'blocking', flag, problem: { code, params } }])
  })

  it.each([
    '--kubelet-arg=eviction-hard=imagefs.available<1%,nodefs.available<1%',
    '--kube-apiserver-arg=oidc-issuer-url=https://login.example.net',
    '--kube-apiserver-arg=service-account-issuer=http://anything',
    '--kubelet-arg=feature-gates=InPlacePodVerticalScaling=true,NodeSwap=false',
    '--kubelet-arg=',
    '--flannel-backend=host-gw',
    '--cluster-init',
  ])('%s is k3s’ own to judge', (flag) => expect(flagRemarks(spec(flag))).toEqual([]))

  const endpoint = (value: string) => flagRemarks(spec(`--datastore-endpoint=${value}`))

  it.each([
    'postgres://k3s:p@ss:w/rd#1?@db.example.net:5432/k3s',
    'postgres://k3s:100%@db.example.net:5432/k3s',
    'postgresql://k3s:pw@db.example.net:port/k3s',
    'mysql://kube:pw@192.0.2.11:3306/kube_db',
    'mysql://kube:pw@tcp(192.0.2.11:3306)',
    'mysql://kube:pw@db.example.net/kube_db',
    'https://etcd-0:2379,https://etcd-1:client',
  ])('refuses %s as no datastore’s address, and does not repeat it', (value) => {
    const remarks = endpoint(value)
    expect(remarks).toMatchObject([{ result: 'blocking', problem: { code: 'flag.datastore_malformed' } }])
    expect(JSON.stringify(remarks)).not.toMatch(/k3s:p|kube:pw|100%/)
  })

  it.each(['etcd', 'db.example.net:5432'])('refuses %s, with which k3s does not start', (value) => {
    const problem = { code: 'flag.datastore_ignored' }
    expect(endpoint(value)).toMatchObject([{ result: 'blocking', flag: '--datastore-endpoint', problem }])
  })

  it.each([
    ['postgres://k3s:pw@localhost:5432/k3s', 'flag.datastore_in_node'],
    ['mysql://root:pw@tcp(127.0.0.1:3306)/k3s', 'flag.datastore_in_node'],
    ['mysql://kube:pw@unix(/run/mysqld/mysqld.sock)/kube', 'flag.datastore_in_node'],
    ['https://[::1]:2379', 'flag.datastore_in_node'],
    ['nats://nats.example.net:4222?bucket=kine', 'flag.datastore_untested'],
    ['newdb://whatever it takes', 'flag.datastore_untested'],
  ])('warns of the datastore %s', (value, code) => {
    expect(endpoint(value)).toMatchObject([{ result: 'warning', flag: '--datastore-endpoint', problem: { code } }])
  })

  it.each([
    'postgres://postgres:pw@db.example.net:5432/k3s-db',
    'postgres://k3s:p%40ss%3Aw%2Frd%231%3F@db.example.net:5432/k3s?sslmode=disable',
    'postgres://k3s:pw@server:5432',
    'postgres://k3s:p@ss@db.example.net/k3s',
    'postgres://k3s:pw@one:5432,two:5432/k3s',
    'mysql://kube:pw@tcp(192.0.2.11:3306)/kube_db',
    'mysql://kube:p@ss@tcp(db.example.net:3306)/kube_db?tls=true',
    'mysql://kube:pa/ss@tcp([2001:db8::1]:3306)/kube_db',
    'http://etcd-0:2379,http://etcd-1:2379',
    'sqlite://',
    'sqlite:///var/lib/rancher/k3s/server/db/other.db?_journal=WAL',
    '',
  ])('lets pass the datastore %s', (value) => expect(endpoint(value)).toEqual([]))

  it('lets pass what an old k3s still knew', () => {
    expect(flagRemarks(spec('--no-deploy=traefik', { image: 'rancher/k3s:v1.21.2-k3s1' }))).toEqual([])
    expect(flagRemarks(spec('--no-deploy=traefik', { image: 'rancher/k3s:latest' }))).toEqual([])
  })

  it('warns of a flag for agents where there are none', () => {
    expect(flagRemarks(spec('--node-label=owner=ops', { on: 'agent' }))).toMatchObject([
      { result: 'warning', problem: { code: 'flag.for_nobody' } },
    ])
    expect(flagRemarks(spec('--node-label=owner=ops', { on: 'agent', agents: 1 }))).toEqual([])
  })
})
