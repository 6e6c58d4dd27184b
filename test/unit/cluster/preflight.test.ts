import { describe, expect, it } from 'vitest'
import { ClusterSpec } from '#shared/cluster.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { preflight } from '../../../electron/cluster/change/preflight.ts'
import type { View } from '../../../electron/cluster/change/surroundings.ts'
import type { ObservedCluster } from '../../../electron/cluster/model/observed-cluster.ts'
import { usualRanges } from '../../../electron/cluster/model/pod-ranges.ts'
import type { RuntimeInfo } from '../../../electron/docker/container-runtime.ts'
import type { Host } from '../../../electron/host/host.ts'
import { dockerInfo } from './runtime-info.ts'

const gib = 1024 ** 3

/** This machine with room for everything, and what a case says of it. */
function hostWith(more: Partial<Host> = {}): Host {
  return {
    now: () => dockerInfo.systemTimeMs,
    isPortFree: async () => true,
    portHolder: async () => 'nginx (pid 812)',
    canListenOn: async () => true,
    subnets: () => [],
    lanAddresses: () => [],
    disk: async () => ({ freeBytes: 100 * gib, totalBytes: 200 * gib }),
    inotifyLimits: async () => ({ instances: 8192, watches: 1_048_576 }),
    ...more,
  }
}

interface Case {
  readonly spec?: Record<string, unknown>
  readonly info?: Partial<RuntimeInfo>
  readonly host?: Partial<Host>
  readonly view?: Partial<View>
  readonly isChange?: boolean
}

/** A machine with room for all of it. */
const quiet: View = {
  info: dockerInfo,
  observed: [],
  published: [],
  missingImages: [],
  subnets: ['10.213.0.0/24'],
  ranges: usualRanges,
  ...{ localRegistries: [], taken: [] },
}

async function checksOf({ spec, info, host, view, isChange = false }: Case): Promise<PreflightCheck[]> {
  const wanted = ClusterSpec.parse({
    version: 1,
    name: 'demo',
    image: 'rancher/k3s:v1.36.2-k3s1',
    apiPort: 6443,
    ...spec,
  })
  const seen: View = { ...quiet, info: { ...dockerInfo, ...info }, ...view }
  return preflight({ spec: wanted, host: hostWith(host), isChange }, seen)
}

/** What a check says: its result, and of a Problem its code and parameters. */
async function finding(id: PreflightCheck['id'], given: Case) {
  const check = (await checksOf(given)).find((one) => one.id === id)
  return [check?.result, check?.problem?.code, check?.problem?.params].filter((part) => part !== undefined)
}

const demo: ObservedCluster = {
  name: 'demo',
  claim: undefined,
  networks: [],
  volumes: [],
  ...{ strays: [], attached: [] },
  image: undefined,
  containers: [
    {
      role: 'server',
      index: 0,
      name: 'sampan-demo-server-0',
      containerName: 'sampan-demo-server-0',
      id: '1',
      state: 'running',
      digest: 'd',
      operation: undefined,
      image: 'i',
      createdAtMs: 0,
      labels: {},
    },
  ],
}
const published = (container: string, hostIp = '127.0.0.1') => ({
  container,
  hostIp,
  hostPort: 6443,
  containerPort: 6443,
  protocol: 'tcp' as const,
})

describe('before anything is made', () => {
  it('nothing keeps a small cluster from a machine with room', async () => {
    const wrong = (await checksOf({})).filter(({ result }) => result !== 'ok')
    expect(wrong).toEqual([])
  })

  it('an engine on another machine is refused: its ports would be published there', async () => {
    expect(await finding('engine', { info: { publishesHere: false, name: 'far' } })).toEqual([
      'blocking',
      'docker.remote',
      { engine: 'far' },
    ])
  })

  it('Podman is told from Docker before anything is made on it, and how large a log it keeps', async () => {
    const podman = { isPodman: true, version: '5.8.6' }
    expect(await finding('engine', { info: podman })).toEqual(['warning', 'engine.podman', { logMb: 1000 }])
    expect(await finding('engine', { info: { ...podman, publishesHere: false, name: 'far' } })).toEqual([
      'blocking',
      'docker.remote',
      { engine: 'far' },
    ])
  })

  it('an engine in a virtual machine is not, and the ports of this machine are tried for it', async () => {
    const desktop = { isLocal: false, publishesHere: true }
    expect(await finding('engine', { info: desktop })).toEqual(['ok'])
    expect(await finding('ports', { info: desktop, host: { isPortFree: async (port) => port !== 6443 } })).toEqual([
      'blocking',
      'port.taken',
      { port: 6443, holder: 'nginx (pid 812)' },
    ])
  })

  it('disk and inotify limits are only looked at where they are the engine’s own', async () => {
    const desktop = { isLocal: false }
    const none = { freeBytes: 0, totalBytes: gib }
    expect(await finding('disk', { info: desktop, host: { disk: async () => none } })).toEqual(['unknown'])
    const low = { instances: 128, watches: 8192 }
    expect(await finding('inotify', { info: desktop, host: { inotifyLimits: async () => low } })).toEqual(['unknown'])
  })

  it.each([
    ['is refused under 1 GB', 0.5, 200, 'blocking'],
    ['is a warning under 5 GB', 4, 200, 'warning'],
    ['is a warning where the kubelet would soon evict pods', 6, 100, 'warning'],
    ['is enough above', 20, 200, 'ok'],
  ])('disk space %s', async (_, freeGb, totalGb, result) => {
    const disk = async () => ({ freeBytes: freeGb * gib, totalBytes: totalGb * gib })
    const params = { path: '/var/lib/docker', freeGb, neededGb: 5 }
    const expected = result === 'ok' ? ['ok'] : [result, 'disk.low', params]
    expect(await finding('disk', { host: { disk } })).toEqual(expected)
  })

  it('disk space is unknown where the folder cannot be looked at', async () => {
    expect(await finding('disk', { host: { disk: async () => undefined } })).toEqual(['unknown'])
  })

  it.each([
    ['of a server', 0, 1, 'ok'],
    ['of a server with two agents', 2, 1.4, 'warning'],
    ['of a server with two agents that has just enough', 2, 1.5, 'ok'],
  ])('memory %s', async (_, agents, memoryGb, result) => {
    const info = { memoryBytes: memoryGb * gib }
    const [found] = await finding('memory', { spec: { agents }, info })
    expect(found).toBe(result)
  })

  it('more processors than there are are refused, as Docker would', async () => {
    const [result, code] = await finding('cpus', { spec: { limits: { cpus: 8 } }, info: { cpus: 4 } })
    expect([result, code]).toEqual(['blocking', 'spec.invalid'])
    expect(await finding('cpus', { spec: { limits: { cpus: 4 } }, info: { cpus: 4 } })).toEqual(['ok'])
    const ofAgents = { limits: { cpus: 1 }, agentLimits: { cpus: 8 } }
    expect((await finding('cpus', { spec: ofAgents, info: { cpus: 4 } })).slice(0, 2)).toEqual([result, code])
  })

  it.each([
    [{ instances: 128, watches: 1_048_576 }, 'warning'],
    [{ instances: 8192, watches: 8192 }, 'warning'],
    [{ instances: 512, watches: 524_288 }, 'ok'],
  ])('inotify limits %j', async (limits, result) => {
    const [found] = await finding('inotify', { host: { inotifyLimits: async () => limits } })
    expect(found).toBe(result)
  })

  it.each([
    [29_000, ['ok']],
    [-29_000, ['ok']],
    [120_000, ['warning', 'clock.skewed', { seconds: 120 }]],
    [-120_000, ['warning', 'clock.skewed', { seconds: 120 }]],
  ])('an engine’s clock that is off by %d ms', async (skewMs, expected) => {
    expect(await finding('clock', { host: { now: () => dockerInfo.systemTimeMs + skewMs } })).toEqual(expected)
  })

  it.each([
    [1, 'v1.36.2-k3s1', ['warning', 'cgroup.v1_deprecated', { version: 'v1.36.2+k3s1' }]],
    [1, 'v1.30.1-k3s1', ['ok']],
    [2, 'v1.36.2-k3s1', ['ok']],
  ])('cgroup v%d with %s', async (cgroupVersion, tag, expected) => {
    const info = { cgroupVersion: cgroupVersion === 1 ? (1 as const) : (2 as const) }
    expect(await finding('cgroup', { spec: { image: `rancher/k3s:${tag}` }, info })).toEqual(expected)
  })

  it('a port of another container is taken, with the next free one on offer', async () => {
    const view = { published: [published('web')] }
    const [check] = (await checksOf({ view })).filter(({ id }) => id === 'ports')
    expect(check?.problem).toMatchObject({
      code: 'port.taken',
      params: { port: 6443, holder: 'web' },
      actions: [{ kind: 'usePort', port: 6444 }],
    })
  })

  it('a port that another container has on another address is free', async () => {
    const view = { published: [published('web', '172.17.0.1')] }
    expect(await finding('ports', { view })).toEqual(['ok'])
    const everywhere = { published: [published('web', '0.0.0.0')] }
    expect(await finding('ports', { view: everywhere })).toEqual([
      'blocking',
      'port.taken',
      { port: 6443, holder: 'web' },
    ])
  })

  it('its own name and ports do not keep a cluster from being changed', async () => {
    const view = { observed: [demo], published: [published('sampan-demo-server-0')] }
    const host = { isPortFree: async () => false }
    const change = { view, host, isChange: true }
    expect([await finding('name', change), await finding('ports', change)]).toEqual([['ok'], ['ok']])
    expect((await finding('name', { view })).slice(0, 2)).toEqual(['blocking', 'cluster.name_taken'])
  })

  it('a machine without a free network is refused', async () => {
    expect(await finding('subnet', { view: { subnets: [] } })).toEqual(['blocking', 'subnet.none_free', {}])
  })

  it('an IPv6 range is refused, as k3s would stop at it', async () => {
    const k3sArgs = [{ flag: '--cluster-cidr=10.42.0.0/16,fd00:42::/56' }]
    expect(await finding('subnet', { spec: { k3sArgs } })).toEqual([
      'blocking',
      'spec.ipv4_only',
      { flag: 'cluster-cidr', value: 'fd00:42::/56' },
    ])
  })

  it('stops looking for a free port when nobody wants to know any more', async () => {
    const controller = new AbortController()
    let tried = 0
    const isPortFree = async () => {
      tried += 1
      if (tried === 3) controller.abort(new Error('typed on'))
      return false
    }
    const spec = ClusterSpec.parse({ version: 1, name: 'demo', image: 'i:1', apiPort: 6443 })
    const looking = preflight({ spec, host: hostWith({ isPortFree }) }, quiet, controller.signal)
    await expect(looking).rejects.toThrow('typed on')
    expect(tried).toBe(3)
  })

  it('says of every flag that will do harm what is wrong with it', async () => {
    const k3sArgs = [
      { flag: '--kubelet-arg=--max-pods=10', on: 'server' as const },
      { flag: '--node-label=a=b', on: 'agent' as const },
    ]
    const flags = (await checksOf({ spec: { k3sArgs } })).filter(({ id }) => id === 'flags')
    expect(flags.map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['blocking', 'flag.inner_dashes'],
      ['warning', 'flag.for_nobody'],
    ])
  })

  it('says line by line what k3s will ignore in registries.yaml', async () => {
    const registries =
      'mirrros:\n  docker.io: {}\nmirrors:\n  https://quay.io:\n    endpoint: ["http://localhost:5000"]\n'
    const found = (await checksOf({ spec: { registries } })).filter(({ id }) => id === 'registries')
    expect(
      found.map(({ result, problem }) => [result, problem?.code, problem?.params.line, problem?.params.reason]),
    ).toEqual([
      ['warning', 'registries.ignored', 1, 'registriesRule.unknown_key'],
      ['warning', 'registries.ignored', 4, 'registriesRule.key_has_scheme'],
      ['warning', 'registries.ignored', 5, 'registriesRule.endpoint_is_localhost'],
    ])
  })

  it('names every image that is to be downloaded, also those beside k3s', async () => {
    const spec = { servers: 3, datastore: { kind: 'etcd' as const } }
    const image = async (missing: string[]) =>
      (await checksOf({ spec, view: { missingImages: missing } })).find(({ id }) => id === 'image')
    expect(await image(['haproxy:3.2-alpine'])).toEqual({
      id: 'image',
      result: 'ok',
      found: 'rancher/k3s:v1.36.2-k3s1, haproxy:3.2-alpine',
      toPull: ['haproxy:3.2-alpine'],
    })
    expect(await image([])).not.toHaveProperty('toPull')
  })

  it('asks no registry for an id', async () => {
    const spec = { image: `sha256:${'0'.repeat(64)}` }
    const view = { missingImages: [spec.image] }
    expect(await finding('image', { spec, view })).toEqual(['blocking', 'image.not_found', spec])
    expect((await checksOf({ spec })).find(({ id }) => id === 'image')?.result).toBe('ok')
  })
})
