import { describe, expect, it } from 'vitest'
import { parseSpec } from '../../../electron/cluster/model/spec.ts'
import { specsIn } from '../../../electron/cluster/model/written-spec.ts'
import { testSpec } from './record.ts'

const read = (body: string, version = 'v1alpha5') => {
  const [found] = specsIn(`apiVersion: k3d.io/${version}\nkind: Simple\n${body}`, 'k3d.yaml')
  const { version: _, image, apiPort, token } = testSpec()
  // What is taken over is a cluster that can be made.
  return { spec: parseSpec({ version: 1, image, apiPort, token, ...found?.spec }), leftOut: found?.leftOut }
}
const port = (hostPort: number, nodePort: number, more = {}) => ({
  hostIp: '127.0.0.1',
  hostPort,
  nodePort,
  protocol: 'tcp',
  ...more,
})

describe('a file of k3d', () => {
  it.each<[title: string, body: string, version: string, spec: object, leftOut: string[]]>([
    ['with nothing in it', '', 'v1alpha5', { name: 'k3s-default', servers: 1, agents: 0 }, []],
    [
      'of the oldest version',
      'name: old\noptions: { k3s: { extraServerArgs: [--tls-san=a], extraAgentArgs: [--node-label=a=b] } }',
      'v1alpha2',
      {
        name: 'old',
        k3sArgs: [
          { flag: '--tls-san=a', on: 'server' },
          { flag: '--node-label=a=b', on: 'agent' },
        ],
      },
      [],
    ],
    ['with a name of its time', 'name: three\nagents: 1', 'v1alpha3', { name: 'three', agents: 1 }, []],
    [
      'of servers and agents',
      'metadata: { name: many }\nservers: 3\nagents: 2\nimage: rancher/k3s:v1.35.5-k3s1\ntoken: secret',
      'v1alpha4',
      {
        name: 'many',
        servers: 3,
        agents: 2,
        image: 'rancher/k3s:v1.35.5-k3s1',
        token: { kind: 'given', value: 'secret' },
      },
      [],
    ],
    ['of a number of servers that etcd does not take', 'servers: 2', 'v1alpha5', { servers: 1 }, ['servers']],
    ...[2, 4].map((servers): [string, string, string, object, string[]] => [
      `of ${servers} servers on a database of one's own`,
      `servers: ${servers}\nagents: 1\noptions: { k3s: { extraArgs: [{ arg: "--datastore-endpoint=postgres://k3s:pw@db/k3s?a=b", nodeFilters: ["server:*"] }, { arg: --tls-san=a }] } }`,
      'v1alpha5',
      {
        servers,
        datastore: { kind: 'external', endpoint: 'postgres://k3s:pw@db/k3s?a=b' },
        k3sArgs: [{ flag: '--tls-san=a', on: 'server' }],
      },
      [],
    ]),
    [
      'of one server on a database, each server by its number',
      'options: { k3s: { extraArgs: [{ arg: --datastore-endpoint=mysql://db, nodeFilters: ["server:0"] }] } }',
      'v1alpha5',
      { servers: 1, datastore: { kind: 'external', endpoint: 'mysql://db' }, k3sArgs: [] },
      [],
    ],
    [
      'of the oldest version on a database',
      'name: old\nservers: 3\noptions: { k3s: { extraServerArgs: [--datastore-endpoint=mysql://db] } }',
      'v1alpha2',
      { servers: 3, datastore: { kind: 'external', endpoint: 'mysql://db' }, k3sArgs: [] },
      [],
    ],
    [
      'with a database by a variable',
      'servers: 2\nenv: [{ envVar: "K3S_DATASTORE_ENDPOINT=mysql://db" }, { envVar: A=b }]',
      'v1alpha5',
      { servers: 2, datastore: { kind: 'external', endpoint: 'mysql://db' }, env: { A: 'b' } },
      [],
    ],
    [
      'with a database for one of its servers',
      'servers: 3\noptions: { k3s: { extraArgs: [{ arg: --datastore-endpoint=mysql://db, nodeFilters: ["server:0"] }] } }',
      'v1alpha5',
      { servers: 3, datastore: { kind: 'etcd' }, k3sArgs: [] },
      ['options.k3s.extraArgs: --datastore-endpoint'],
    ],
    [
      'of several servers that says that they use etcd',
      'servers: 3\noptions: { k3s: { extraArgs: [{ arg: --cluster-init, nodeFilters: ["server:*"] }] } }',
      'v1alpha5',
      { servers: 3, datastore: { kind: 'etcd' }, k3sArgs: [] },
      [],
    ],
    [
      'with an API for the network',
      'kubeAPI: { host: 0.0.0.0, hostIP: 0.0.0.0, hostPort: "6550" }',
      'v1alpha5',
      { apiPort: 6550, apiAccess: 'lan' },
      [],
    ],
    [
      'with an API by another name',
      'kubeAPI: { host: my.host, hostIP: 192.168.1.5 }',
      'v1alpha5',
      { apiAccess: 'host' },
      ['kubeAPI.host', 'kubeAPI.hostIP'],
    ],
    ['with a network of its own', 'network: mine\nsubnet: 172.28.0.0/16', 'v1alpha5', {}, ['network', 'subnet']],
    [
      'with ports',
      'agents: 2\nports:\n- { port: "8080:80", nodeFilters: [loadbalancer] }\n- { port: "0.0.0.0:9000-9001:90-91/udp", nodeFilters: ["agent:1"] }\n- { port: "80" }\n- { port: "1.2.3.4:7000:70" }\n- { port: "7000:70", nodeFilters: ["agent:*"] }\n- { port: "7001:71", nodeFilters: ["server:0:direct"] }',
      'v1alpha5',
      {
        ports: [
          port(8080, 80),
          port(9000, 90, { hostIp: '0.0.0.0', protocol: 'udp', on: 'agent-1' }),
          port(9001, 91, { hostIp: '0.0.0.0', protocol: 'udp', on: 'agent-1' }),
          port(7001, 71, { on: 'server-0' }),
        ],
      },
      ['ports: 80', 'ports: 1.2.3.4:7000:70', 'ports: 7000:70'],
    ],
    [
      'with volumes',
      'agents: 3\nvolumes:\n- { volume: "/srv:/srv" }\n- { volume: "/a:/a:ro", nodeFilters: ["agent:0-1"] }\n- { volume: "data:/data", nodeFilters: ["server:*", "agent:2"] }\n- { volume: "./here:/here" }\n- { volume: "/lb:/lb", nodeFilters: [loadbalancer] }',
      'v1alpha5',
      {
        volumes: [
          { source: '/srv', path: '/srv' },
          { source: '/a', path: '/a', isReadOnly: true, on: 'agent-0' },
          { source: '/a', path: '/a', isReadOnly: true, on: 'agent-1' },
          { source: 'data', path: '/data', on: 'servers' },
          { source: 'data', path: '/data', on: 'agent-2' },
        ],
      },
      ['volumes: ./here:/here', 'volumes: /lb:/lb'],
    ],
    [
      'with variables',
      'agents: 1\nenv:\n- { envVar: "A=b=c" }\n- { envVar: "B=1", nodeFilters: [all] }\n- { envVar: "C=1", nodeFilters: ["agent:*"] }\n- { envVar: "FROM_MY_SHELL" }',
      'v1alpha5',
      { env: { A: 'b=c', B: '1' } },
      ['env: C', 'env: FROM_MY_SHELL'],
    ],
    [
      'with files and aliases',
      'files:\n- { source: a.yaml, destination: k3s-manifests/a.yaml, description: mine }\nhostAliases:\n- { ip: 10.0.0.5, hostnames: [registry.local] }\n- { ip: nonsense, hostnames: [x] }',
      'v1alpha5',
      { hostAliases: [{ ip: '10.0.0.5', names: ['registry.local'] }] },
      ['files: k3s-manifests/a.yaml', 'hostAliases: nonsense'],
    ],
    [
      'with registries',
      'registries:\n  create: { name: reg, host: 0.0.0.0, hostPort: "5000", image: registry:2, proxy: { remoteURL: https://a, username: u, password: p }, volumes: ["/r:/r"], enforcePortMatch: true }\n  use: ["k3d-other:5000"]\n  config: |\n    mirrors: {}\n',
      'v1alpha5',
      { registries: 'mirrors: {}\n' },
      [
        'registries.create.name',
        'registries.create.host',
        'registries.create.hostPort',
        'registries.create.image',
        'registries.create.proxy.remoteURL',
        'registries.create.proxy.username',
        'registries.create.proxy.password',
        'registries.create.volumes: /r:/r',
        'registries.create.enforcePortMatch',
        'registries.use: k3d-other:5000',
      ],
    ],
    [
      'with registries in a file',
      'registries: { config: ./registries.yaml }',
      'v1alpha5',
      { registries: '' },
      ['registries.config'],
    ],
    [
      'with the ways of k3d that are also ours',
      'options:\n  k3d: { wait: true, disableLoadbalancer: true, disableImageVolume: true, disableRollback: false }\n  kubeconfig: { updateDefaultKubeconfig: false, switchCurrentContext: false }',
      'v1alpha5',
      {},
      [],
    ],
    [
      'with the ways of k3d that are not',
      'options:\n  k3d: { wait: false, timeout: 60s, disableRollback: true, loadbalancer: { configOverrides: [settings.workerConnections=2048] } }\n  kubeconfig: { updateDefaultKubeconfig: true, switchCurrentContext: true }',
      'v1alpha5',
      {},
      [
        'options.k3d.wait',
        'options.k3d.timeout',
        'options.k3d.disableRollback',
        'options.k3d.loadbalancer.configOverrides: settings.workerConnections',
        'options.kubeconfig.updateDefaultKubeconfig',
        'options.kubeconfig.switchCurrentContext',
      ],
    ],
    [
      'with flags and labels of nodes',
      'agents: 2\noptions:\n  k3s:\n    extraArgs:\n    - { arg: "--disable=traefik,servicelb", nodeFilters: ["server:*"] }\n    - { arg: --tls-san=a }\n    - { arg: --node-taint=a=b:NoSchedule, nodeFilters: ["agent:0"] }\n    - { arg: --v=2, nodeFilters: [all] }\n    nodeLabels:\n    - { label: a=b, nodeFilters: ["agent:*"] }\n    - { label: c=d }\n    - { label: e=f, nodeFilters: ["agent:1"] }',
      'v1alpha5',
      {
        disable: ['traefik', 'servicelb'],
        k3sArgs: [
          { flag: '--tls-san=a', on: 'server' },
          { flag: '--v=2', on: 'all' },
          { flag: '--node-label=a=b', on: 'agent' },
          { flag: '--node-label=c=d', on: 'all' },
        ],
      },
      ['options.k3s.extraArgs: --node-taint', 'options.k3s.nodeLabels: e'],
    ],
    [
      'with limits',
      'agents: 1\noptions: { runtime: { gpuRequest: all, serversMemory: 1g, agentsMemory: 2g, hostPidMode: true, labels: [{ label: a=b }], ulimits: [{ name: nofile, soft: 1, hard: 2 }] } }',
      'v1alpha5',
      { limits: { memoryBytes: 2 ** 30 }, agentLimits: { memoryBytes: 2 ** 31 } },
      [
        'options.runtime.gpuRequest',
        'options.runtime.hostPidMode',
        'options.runtime.labels: a',
        'options.runtime.ulimits: nofile',
      ],
    ],
    [
      'with flags for more agents than there are',
      'agents: 1\noptions: { k3s: { extraArgs: [{ arg: --a, nodeFilters: ["agent:0-4294967296"] }, { arg: --b, nodeFilters: ["agent:0-1"] }, { arg: --c, nodeFilters: ["agent:0-0"] }] } }',
      'v1alpha5',
      { k3sArgs: [{ flag: '--c', on: 'agent' }] },
      ['options.k3s.extraArgs: --a', 'options.k3s.extraArgs: --b'],
    ],
    [
      'with a key that nobody knows',
      'options: { k3d: { shiny: true } }\nnew: 1',
      'v1alpha5',
      {},
      ['options.k3d.shiny', 'new'],
    ],
  ])('%s: each key is taken over, or named', (_, body, version, spec, leftOut) => {
    const found = read(body, version)
    expect(found.spec).toMatchObject(spec)
    expect(found.leftOut).toEqual(leftOut)
  })
})
