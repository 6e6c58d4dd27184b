// One suite over one clock and one made cluster, hence its length.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Problem, ProblemError } from '#shared/problem.ts'
import { defaultPatience, OutOfPatienceError, type Patience } from '../../../electron/cluster/read/patience.ts'
import { type Expectation, waitUntilReady } from '../../../electron/cluster/read/readiness.ts'
import { FakeKubeApi } from '../../fakes/fake-kube-api.ts'
import type { FakeRuntime } from '../../fakes/fake-runtime.ts'
import { image, k3sYaml, listener, logrus, madeCluster } from './started-cluster.ts'

const server = 'sampan-demo-server-0'
const agent = 'sampan-demo-agent-0'
const minute = 60_000

describe('waiting until a cluster is Ready', () => {
  let runtime: FakeRuntime
  let api: FakeKubeApi
  let ending: AbortController

  beforeEach(async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-27T05:29:03.614Z') })
    runtime = await madeCluster([server, agent])
    api = new FakeKubeApi()
    ending = new AbortController()
  })
  afterEach(() => {
    ending.abort()
    vi.useRealTimers()
  })

  const expectation = (...names: string[]): Expectation => ({
    cluster: 'demo',
    apiPort: 6443,
    token: 'secret',
    nodes: names.map((name) => ({
      name,
      image,
      role: name === server ? ('server' as const) : ('agent' as const),
      kubernetesName: name,
    })),
    hasNetwork: true,
    hasDns: true,
  })
  const wait = (
    expected: Expectation,
    { patience = defaultPatience, onApi }: { patience?: Patience; onApi?: () => Promise<void> } = {},
  ) => {
    const { events, emit, lines } = listener()
    const context = {
      runtime,
      connectApi: api.connect,
      emit,
      signal: ending.signal,
      ...(onApi ? { onApi, waitsForAgents: true } : {}),
    }
    const done: { warnings?: Problem[]; error?: unknown } = {}
    const finished = waitUntilReady(expected, patience, context).then(
      (warnings) => {
        done.warnings = warnings
      },
      (error: unknown) => {
        done.error = error
      },
    )
    const stages = () =>
      events.flatMap((event) =>
        event.kind === 'step' && event.state !== 'running'
          ? [`${event.stage} ${event.target ?? ''}${event.target ? ' ' : ''}${event.state}`]
          : [],
      )
    return { done, finished, stages, lines }
  }
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  const startServer = async () => {
    await runtime.startContainer(server)
    runtime.container(server).writeFile('/etc/rancher/k3s/k3s.yaml', Buffer.from(k3sYaml))
  }
  const boot = () => {
    api.readiness = 'ready'
    api.nodeReady(server)
    api.dns.set({ isReady: true, startedMs: Date.now() })
  }
  /** Whatever was begun has ended: no timer is left, nothing is read or watched, nobody is asked in the minute after. */
  const expectNothingLeft = async () => {
    await pass(1)
    const { requests } = runtime
    const asked = api.requests
    expect([vi.getTimerCount(), runtime.openLogs, api.openWatches, api.isClosed]).toEqual([0, 0, 0, true])
    await pass(minute)
    expect([runtime.requests, api.requests]).toEqual([requests, asked])
  }

  it('ends when the API answers and every node says Ready, 10 s before a first lease', async () => {
    await startServer()
    const { done, stages } = wait(expectation(server))
    await pass(6000)
    expect(done).toEqual({})
    boot()
    await pass(200)
    expect([done.warnings, stages()]).toEqual([[], ['api done', `nodes ${server} done`, 'nodes done', 'dns done']])
    expect(api.nodes.value[0]?.leaseRenewedMs).toBeUndefined()
    await expectNothingLeft()
  })

  it('does not take what the datastore says of the run before for the present one', async () => {
    boot()
    await pass(5 * minute)
    await startServer()
    const { done } = wait(expectation(server))
    await pass(30_000)
    expect(done).toEqual({})
    api.nodeReady(server)
    await pass(100)
    expect(done).toEqual({})
    api.dns.set({ isReady: true, startedMs: Date.now() })
    await pass(100)
    expect(done).toEqual({ warnings: [] })
  })

  it('takes the lease of a kubelet whose Ready stood before, once it has had the time to say otherwise', async () => {
    boot()
    await pass(5 * minute)
    await startServer()
    const { done } = wait({ ...expectation(server), hasDns: false })
    await pass(5000)
    api.leaseRenewed(server)
    await pass(900)
    expect(done).toEqual({})
    await pass(500)
    expect(done).toEqual({ warnings: [] })

    await pass(5 * minute)
    await runtime.stopContainer(server, 1)
    await pass(1000)
    await startServer()
    const again = wait({ ...expectation(server), hasDns: false })
    await pass(5000)
    api.leaseRenewed(server)
    await pass(500)
    api.nodeRegisters(server)
    await pass(30_000)
    expect(again.done).toEqual({})
  })

  it('starts what is to come after the API, and waits for that in the run that it was started in', async () => {
    api.nodeReady(agent)
    api.nodeReady(server)
    await pass(minute)
    await startServer()
    let started = 0
    const { done, stages, lines } = wait(expectation(server, agent), {
      onApi: async () => {
        started += 1
        await runtime.startContainer(agent)
        runtime.container(agent).print(logrus('info', 'Starting k3s agent'))
      },
    })
    await pass(6000)
    expect([started, stages()]).toEqual([0, []])
    boot()
    await pass(3000)
    expect([started, stages(), lines(), done]).toEqual([
      1,
      ['api done', `nodes ${server} done`],
      [logrus('info', 'Starting k3s agent').trim()],
      {},
    ])
    api.nodeReady(agent)
    await pass(200)
    expect(done).toEqual({ warnings: [] })
    await expectNothingLeft()
  })

  it('starts what is to come after the API as soon as k3s has an answer for agents, whether its own node is there or not', async () => {
    await startServer()
    let started = 0
    const { done } = wait(expectation(server), {
      onApi: async () => {
        started += 1
      },
    })
    api.supervisor = 'refused'
    boot()
    api.nodeReady(server)
    await pass(3000)
    expect([started, done]).toEqual([0, {}])
    api.supervisor = 'ready'
    await pass(200)
    expect(started).toBe(1)
    ending.abort()
  })

  it('does not wait for ever for an answer for agents: they ask for themselves then', async () => {
    await startServer()
    let started = 0
    wait(expectation(server), {
      onApi: async () => {
        started += 1
      },
    })
    api.supervisor = 'refused'
    boot()
    await pass(9000)
    expect(started).toBe(0)
    await pass(2000)
    expect(started).toBe(1)
    ending.abort()
  })

  it('ends when what was started after the API dies', async () => {
    await startServer()
    const { done } = wait(expectation(server, agent), { onApi: () => runtime.startContainer(agent) })
    boot()
    await pass(1000)
    runtime.container(agent).print(logrus('fatal', 'Error: --token is required'))
    runtime.crash(agent, 1)
    await pass(500)
    expect(done.error).toMatchObject({ problem: { code: 'k3s.invalid_flag', params: { node: agent } } })
    await expectNothingLeft()
  })

  it('ends when what comes after the API cannot be started', async () => {
    await startServer()
    const failure = new ProblemError({ code: 'docker.lost', params: {} })
    const { done } = wait(expectation(server, agent), { onApi: () => Promise.reject(failure) })
    boot()
    await pass(500)
    expect(done.error).toBe(failure)
    await expectNothingLeft()
  })

  it.each([
    ['the API', () => undefined],
    [
      'the nodes',
      () => {
        api.readiness = 'ready'
      },
    ],
    [
      'DNS',
      () => {
        api.readiness = 'ready'
        api.nodeReady(server)
      },
    ],
  ])('leaves nothing running when a node is lost while %s is waited for', async (_, come) => {
    await startServer()
    const { done } = wait(expectation(server))
    come()
    await pass(2000)
    runtime.container(server).print(logrus('fatal', 'Error: flag provided but not defined: -foo'))
    runtime.crash(server, 1)
    await pass(500)
    expect(done.error).toMatchObject({ problem: { code: 'k3s.unknown_flag' } })
    await expectNothingLeft()
  })

  it.each([[500], [5000]])('leaves nothing running when it is called off after %i ms', async (ms) => {
    await startServer()
    const { done } = wait(expectation(server))
    if (ms > 1000) api.readiness = 'ready'
    await pass(ms)
    ending.abort(new DOMException('Cancelled', 'AbortError'))
    await pass(1)
    expect(done.error).toMatchObject({ message: 'Cancelled' })
    await expectNothingLeft()
  })

  it('says what is late when its patience is over, and the best that the log knows of it', async () => {
    await startServer()
    const patience = { ...defaultPatience, apiMs: 10_000, nodesMs: 20_000 }
    const silent = wait(expectation(server), { patience })
    await pass(10_000)
    expect(silent.done.error).toBeInstanceOf(OutOfPatienceError)
    expect(silent.done.error).toMatchObject({
      problem: { code: 'k3s.api_timeout', params: { node: server, seconds: 10 } },
    })
    await expectNothingLeft()

    api.readiness = 'ready'
    const { done } = wait(expectation(server, agent), { patience, onApi: () => runtime.startContainer(agent) })
    await pass(1000)
    api.nodeReady(server)
    runtime.container(agent).print(logrus('error', 'Failed to validate connection to cluster at https://x:6443: EOF'))
    await pass(20_000)
    expect(done.error).toBeInstanceOf(OutOfPatienceError)
    expect(done.error).toMatchObject({ problem: { code: 'k3s.server_unreachable', params: { node: agent } } })
    await expectNothingLeft()
  })

  it('says that a node has died meanwhile, when its patience is over before it is clear that it always will', async () => {
    await startServer()
    const { done } = wait(expectation(server), { patience: { ...defaultPatience, apiMs: 5000 } })
    await pass(500)
    runtime.crash(server, 137)
    await pass(5000)
    expect(done.error).toBeInstanceOf(OutOfPatienceError)
    expect(done.error).toMatchObject({ problem: { code: 'k3s.crash_loop', params: { node: server, restarts: 1 } } })
  })

  it('gives what is wrong with DNS as a warning', async () => {
    await startServer()
    const message = 'Back-off pulling image'
    const { done } = wait(expectation(server))
    api.readiness = 'ready'
    api.nodeReady(server)
    api.dns.set({
      isReady: false,
      startedMs: 0,
      pullFailure: { kind: 'container', pod: 'coredns-1', image: 'coredns', message },
    })
    await pass(500)
    expect(done.warnings).toEqual([
      { code: 'k3s.pull_failed', params: { pod: 'coredns-1', image: 'coredns' }, detail: message },
    ])
    await expectNothingLeft()

    const reason = '0/1 nodes are available'
    api.dns.set({ isReady: false, startedMs: 0, reason })
    const slow = wait(expectation(server), { patience: { ...defaultPatience, dnsMs: 5000 } })
    await pass(6000)
    expect(slow.done.warnings).toEqual([{ code: 'k3s.dns_timeout', params: { seconds: 5 }, detail: reason }])
    await expectNothingLeft()

    const hasty = wait(expectation(server), { patience: { ...defaultPatience, totalMs: 3000 } })
    await pass(4000)
    expect(hasty.done.warnings).toEqual([{ code: 'k3s.dns_timeout', params: { seconds: 3 }, detail: reason }])
  })

  it('says at once that the DNS node has no image for its sandboxes, and of another node only when DNS stays away', async () => {
    await startServer()
    api.readiness = 'ready'
    api.nodeReady(server)
    const missing = (node: string) => ({ kind: 'sandbox' as const, node, image: 'pause:3', message: 'no such host' })
    const said = (node: string) => [
      { code: 'k3s.sandbox_image_missing', params: { node, image: 'pause:3' }, detail: 'no such host' },
    ]
    api.dns.set({ isReady: false, startedMs: 0, pullFailure: { ...missing(server), isElsewhere: false } })
    const here = wait(expectation(server))
    await pass(500)
    expect(here.done.warnings).toEqual(said(server))
    await expectNothingLeft()

    api.dns.set({ isReady: false, startedMs: 0, pullFailure: { ...missing(agent), isElsewhere: true } })
    const there = wait(expectation(server))
    await pass(7000)
    expect(there.done).toEqual({})
    await pass(3500)
    expect(there.done.warnings).toEqual(said(agent))
    await expectNothingLeft()

    const only = wait(expectation(server))
    await pass(5000)
    api.dns.set({ isReady: true, startedMs: Date.now() })
    await pass(500)
    expect(only.done.warnings).toEqual([])
    await expectNothingLeft()
  })

  it('knows nodes by the name that they have in Kubernetes, also with an id behind it', async () => {
    await startServer()
    const [node] = expectation(server).nodes
    if (!node) throw new Error('There is one')
    const { done } = wait({ ...expectation(), nodes: [{ ...node, kubernetesName: 'first' }], hasDns: false })
    api.readiness = 'ready'
    api.nodeReady('first-other')
    await pass(500)
    expect(done).toEqual({})
    api.nodeReady('first-0123abcd')
    await pass(200)
    expect(done).toEqual({ warnings: [] })
  })
})
