import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { blueprint, type ContainerBlueprint } from '../../../electron/cluster/model/blueprint.ts'
import { testFacts, testRecord } from './record.ts'

const fileOf = (node: ContainerBlueprint | undefined, path: string) =>
  node?.files.find((file) => file.path === path)?.content
const configOf = (node: ContainerBlueprint | undefined) => parse(fileOf(node, '/etc/rancher/k3s/config.yaml') ?? '')

describe('the blueprint of a cluster', () => {
  it('gives every node a fixed address of its own in an explicit subnet', () => {
    const { network, containers: nodes } = blueprint(testRecord({ agents: 2 }), testFacts)
    expect({
      subnet: network.subnet,
      gateway: network.gateway,
      nodes: nodes.map(({ name, container }) => [name, container.network.ipv4]),
    }).toEqual({
      subnet: '10.213.7.0/24',
      gateway: '10.213.7.1',
      nodes: [
        ['sampan-demo-server-0', '10.213.7.10'],
        ['sampan-demo-agent-0', '10.213.7.100'],
        ['sampan-demo-agent-1', '10.213.7.101'],
      ],
    })
  })

  it.each([
    ['v1.21.2-k3s1', false],
    ['v1.22.0-k3s1', true],
    ['v1.36.2-k3s1', true],
    ['latest', true],
  ])('asks a rootless kubelet of %s for the gate of user namespaces only if it knows it', (tag, expected) => {
    const record = testRecord({ image: `rancher/k3s:${tag}` })
    const [server] = blueprint(record, { ...testFacts, isRootless: true }).containers
    const gate = 'feature-gates=KubeletInUserNamespace=true'
    expect(configOf(server)['kubelet-arg'].includes(gate)).toBe(expected)
  })

  it('keeps what the nodes say to each other from a proxy that they are given, and makes nothing again for that', () => {
    const proxy = 'http://proxy:3128'
    const env = { https_proxy: proxy, NO_PROXY: '.corp.example, 10.0.0.0/8' }
    const k3sArgs = ['--cluster-cidr=10.50.0.0/16', '--cluster-domain=corp.local'].map((flag) => ({ flag }))
    const envOf = (more: Parameters<typeof testRecord>[0]) =>
      blueprint(testRecord(more), testFacts).containers.map(({ container }) => container.env)
    const expected =
      '.corp.example,10.0.0.0/8,localhost,127.0.0.1,10.50.0.0/16,10.43.0.0/16,10.213.7.0/24,.svc,.corp.local,.sampan-registry,demo-api,sampan-demo-server-0,sampan-demo-agent-0'
    const wanted = { https_proxy: proxy, NO_PROXY: expected, no_proxy: expected }
    expect(envOf({ env, k3sArgs, agents: 1 })).toEqual([wanted, wanted])
    const [ofContainerd] = envOf({ env: { CONTAINERD_HTTPS_PROXY: proxy, CONTAINERD_NO_PROXY: 'a.example' } })
    expect(ofContainerd?.CONTAINERD_NO_PROXY).toMatch(/^a\.example,localhost,.*\.sampan-registry,/)
    expect(envOf({ env: { NO_PROXY: 'a', HTTP_PROXY: '' } })).toEqual([{ NO_PROXY: 'a', HTTP_PROXY: '' }])
    const digestOf = (agents: number) => blueprint(testRecord({ env, agents }), testFacts).containers[0]?.digest
    expect(digestOf(0)).toBe(digestOf(2))
  })

  it('gives the host a name inside only where the engine knows its address', () => {
    const hostsOf = (hasHostGateway: boolean) =>
      blueprint(testRecord(), { ...testFacts, hasHostGateway }).containers[0]?.container.extraHosts
    expect([hostsOf(true), hostsOf(false)]).toEqual([
      ['host.docker.internal:host-gateway', 'host.k3d.internal:host-gateway'],
      [],
    ])
  })

  it('publishes the API on loopback only, from the first server, and other ports as the user said', () => {
    const ports = [{ hostIp: '0.0.0.0' as const, hostPort: 8080, nodePort: 80 }]
    const [server, agent] = blueprint(testRecord({ agents: 1, ports }), testFacts).containers
    expect([server?.container.ports, agent?.container.ports]).toEqual([
      [
        { hostIp: '127.0.0.1', hostPort: 6443, containerPort: 6443, protocol: 'tcp' },
        { hostIp: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' },
      ],
      [],
    ])
  })

  it('keeps datastore, kubelet state and node password in named volumes, so that a container can be thrown away', () => {
    const [server] = blueprint(testRecord(), testFacts).containers
    expect(server?.container.volumes).toEqual([
      { name: 'sampan-demo-server-0-k3s', path: '/var/lib/rancher/k3s' },
      { name: 'sampan-demo-server-0-kubelet', path: '/var/lib/kubelet' },
      { name: 'sampan-demo-server-0-node', path: '/etc/rancher/node' },
      { name: 'sampan-demo-server-0-log', path: '/var/log' },
    ])
  })

  it('runs nodes with a bare command: all settings are in files', () => {
    const { containers: nodes } = blueprint(
      testRecord({ agents: 1, k3sArgs: [{ flag: '--disable-network-policy' }] }),
      testFacts,
    )
    expect(nodes.map(({ container }) => [container.entrypoint, container.command])).toEqual([
      [['/etc/sampan/entrypoint.sh'], ['server']],
      [['/etc/sampan/entrypoint.sh'], ['agent']],
    ])
  })

  it('writes the token only into a file that root alone can read, never into a label, the environment or the command', () => {
    const record = { ...testRecord({ agents: 1 }), token: 'very-secret' }
    for (const { container, files } of blueprint(record, testFacts).containers) {
      expect(JSON.stringify(container)).not.toContain('very-secret')
      const holders = files.filter(({ content }) => content.includes('very-secret'))
      expect(holders.every(({ mode }) => mode === 0o600)).toBe(true)
    }
  })

  it('lets agents register at the alias that all servers answer to', () => {
    const [server, agent] = blueprint(testRecord({ agents: 1 }), testFacts).containers
    expect([server?.container.network.aliases, configOf(agent).server]).toEqual([['demo-api'], 'https://demo-api:6443'])
  })

  it('puts every name of the API into the serving certificate', () => {
    const [server] = blueprint(testRecord(), testFacts).containers
    expect(configOf(server)['tls-san']).toEqual([
      '127.0.0.1',
      'localhost',
      'host.docker.internal',
      'host.k3d.internal',
      'demo-api',
      'sampan-demo-server-0',
    ])
  })

  it('adds the flags of the user to its own list flags and gives agents only what is meant for them', () => {
    const k3sArgs = [
      { flag: '--tls-san=cluster.test' },
      { flag: '--kubelet-arg=max-pods=50', on: 'all' as const },
      { flag: '--flannel-backend=host-gw' },
      { flag: '--node-label=a=b', on: 'agent' as const },
    ]
    const [server, agent] = blueprint(testRecord({ agents: 1, k3sArgs }), testFacts).containers
    expect(configOf(server)).toMatchObject({
      'kubelet-arg': ['config=/etc/sampan/kubelet.yaml', 'max-pods=50'],
      'flannel-backend': 'host-gw',
    })
    expect(configOf(server)['tls-san']).toContain('cluster.test')
    expect(configOf(agent)).toEqual({
      'token-file': '/etc/sampan/token',
      server: 'https://demo-api:6443',
      'kubelet-arg': ['config=/etc/sampan/kubelet.yaml', 'max-pods=50'],
      'node-label': ['a=b'],
    })
  })

  it.each([
    ['v1.36.2-k3s1', 1, true],
    ['v1.35.0-k3s1', 1, true],
    ['v1.36', 1, true],
    ['v1.34.1-k3s1', 1, false],
    ['v1.36.2-k3s1', 2, false],
  ] as const)('tells k3s %s on cgroup v%d to start all the same: %s', (tag, cgroupVersion, isTold) => {
    const [server] = blueprint(testRecord({ image: `rancher/k3s:${tag}` }), { ...testFacts, cgroupVersion }).containers
    expect(configOf(server)['kubelet-arg'].includes('fail-cgroupv1=false')).toBe(isTold)
  })

  it.each(['v1.36.2-k3s1', 'v1.21.2-k3s1', 'latest'])(
    'has the kubelet look at itself each second and report what has not changed each five minutes (%s)',
    (tag) => {
      const { containers } = blueprint(testRecord({ agents: 1, image: `rancher/k3s:${tag}` }), testFacts)
      for (const node of containers) {
        expect(configOf(node)['kubelet-arg']).toContain('config=/etc/sampan/kubelet.yaml')
        // Without its own value the second follows the first.
        expect(parse(fileOf(node, '/etc/sampan/kubelet.yaml') ?? '')).toEqual({
          apiVersion: 'kubelet.config.k8s.io/v1beta1',
          kind: 'KubeletConfiguration',
          nodeStatusUpdateFrequency: '1s',
          nodeStatusReportFrequency: '5m',
        })
      }
    },
  )

  it('writes the registries into every node as they were given, and no file where there are none', () => {
    const registries = 'mirrors:\n  docker.io: # why\n'
    const withText = blueprint(testRecord({ agents: 1, registries }), testFacts).containers
    const without = blueprint(testRecord({ agents: 1, registries: ' \n' }), testFacts).containers
    const path = '/etc/rancher/k3s/registries.yaml'
    expect([withText.map((node) => fileOf(node, path)), without.map((node) => fileOf(node, path))]).toEqual([
      [registries, registries],
      [undefined, undefined],
    ])
  })

  it('makes again exactly the containers about which the user chose something else', () => {
    const digests = (more: Parameters<typeof testRecord>[0]) =>
      blueprint(testRecord({ agents: 1, ...more }), testFacts).containers.map(({ digest }) => digest)
    const [server, agent] = digests({})
    expect(digests({ desired: 'stopped' })).toEqual([server, agent])
    expect(digests({ agents: 2 }).slice(0, 2)).toEqual([server, agent])
    expect(digests({ registries: 'mirrors: {}\n', k3sArgs: [{ flag: '--debug' }] })).toEqual([server, agent])
    const [changedServer, sameAgent] = digests({ ports: [{ hostPort: 8080, nodePort: 80 }] })
    expect([changedServer === server, sameAgent === agent]).toEqual([false, true])
  })

  it('does not depend on the order in which the user named things, nor on the version of Sampan', () => {
    const digestsOf = (env: Record<string, string>, entrypoint: string) =>
      blueprint(testRecord({ env }), { ...testFacts, entrypoint }).containers.map(({ digest }) => digest)
    expect(digestsOf({ A: '1', B: '2' }, 'old')).toEqual(digestsOf({ B: '2', A: '1' }, 'new'))
  })

  it('carries the record, from which it can be made again, in every server and in no agent', () => {
    const shape = { agents: 1, servers: 3, datastore: { kind: 'etcd' } } as const
    expect(
      blueprint(testRecord(shape), testFacts).containers.map(({ name, files }) => [
        name,
        files.some(({ path }) => path === '/etc/sampan/cluster.json'),
      ]),
    ).toEqual([
      ['sampan-demo-lb', false],
      ['sampan-demo-server-0', true],
      ['sampan-demo-server-1', true],
      ['sampan-demo-server-2', true],
      ['sampan-demo-agent-0', false],
    ])
  })

  it('writes flags so that k3s, which reads YAML 1.1, takes words for words', () => {
    const k3sArgs = ['--node-name=on', '--cluster-domain=yes', '--x=1:20:30', '--y=1_000'].map((flag) => ({ flag }))
    const [server] = blueprint(testRecord({ k3sArgs }), testFacts).containers
    const config = server?.files.find(({ path }) => path === '/etc/rancher/k3s/config.yaml')?.content ?? ''
    expect(parse(config, { version: '1.1' })).toMatchObject({
      'node-name': 'on',
      'cluster-domain': 'yes',
      x: '1:20:30',
      y: '1_000',
    })
  })
})
