import type { Stage } from '#shared/operation.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { delay } from '../../async/delay.ts'
import { readAhead } from '../../async/read-ahead.ts'
import { withRepeats } from '../../async/repeats.ts'
import { within } from '../../async/scope.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ConnectKubeApi, DnsPicture, KubeApi, NodePicture, PullFailure } from '../../kubernetes/kube-api.ts'
import { type Emit, reportSkipped, reportStep } from '../change/progress.ts'
import { readKubeconfig } from './admin-kubeconfig.ts'
import { isNamed, readyProof, statusPeriodMs } from './fresh-node.ts'
import { NodeWatches, type WatchableNode } from './node-watches.ts'
import { OutOfPatienceError, type Patience } from './patience.ts'
import { lookingAt, type WatchableCompanion } from './stopped-companions.ts'

/** What to wait for: every one of these nodes, in its present run. */
export interface Expectation {
  readonly cluster: string
  readonly apiPort: number
  /** With which agents join. */
  readonly token: string
  readonly nodes: readonly ExpectedNode[]
  /** What stands beside the nodes. */
  readonly companions?: readonly WatchableCompanion[]
  /** Without one, nodes only have to register. */
  readonly hasNetwork: boolean
  readonly hasDns: boolean
  /**
   * What was logged before does not matter: a long log of months. On the engine's clock. Default: all since each node's start.
   */
  readonly logsSinceMs?: number
  /** Where it is not where Sampan has k3s write it; undefined while there is none. */
  readonly readKubeconfig?: (signal: AbortSignal) => Promise<string | undefined>
}

interface ExpectedNode extends WatchableNode {
  readonly role: 'server' | 'agent'
  /** Undefined for a server that registers no node. */
  readonly kubernetesName: string | undefined
}

export interface WaitContext {
  readonly runtime: ContainerRuntime
  readonly connectApi: ConnectKubeApi
  readonly emit: Emit
  readonly signal: AbortSignal
  /** Called once, when the API says ready. */
  readonly onServed?: (() => void) | undefined
  /**
   * Called once, when the API answers, and awaited before the nodes are waited for. What it starts is waited for, too: agents that
   * come before the API sleep for seconds after it is there (recordings/README.md).
   */
  readonly onApi?: (signal: AbortSignal) => Promise<void>
  /** `onApi` starts agents, and is called when k3s has an answer for them; else as soon as the API says ready. */
  readonly waitsForAgents?: boolean
}

/** A wait on its way: what its stages share. */
interface Wait extends Omit<WaitContext, 'onApi' | 'onServed' | 'waitsForAgents'> {
  readonly expected: Expectation
  readonly patience: Patience
  readonly watches: NodeWatches
  /** When all patience is over, on the clock of `performance`. */
  readonly endMs: number
}

/** How often the API is asked while it does not answer yet. Ready detection may take 200 ms; one question costs about 2 ms. */
const pollMs = 100

/**
 * Waits until the API answers `/readyz`, every node is Ready in its present run, and DNS answers. Throws as soon as it is clear
 * that it will not come to that, and leaves nothing running. DNS is the one thing that a cluster can be used without, and whose
 * image may have to come from a registry that cannot be reached: what is wrong with it is returned as warnings.
 */
export async function waitUntilReady(
  expected: Expectation,
  patience: Patience,
  context: WaitContext,
): Promise<Problem[]> {
  const { runtime, emit, onApi } = context
  const endMs = performance.now() + patience.totalMs
  const opened = new Set<KubeApi>()
  const connectApi = (kubeconfig: string) => {
    const api = context.connectApi(kubeconfig)
    opened.add(api)
    return api
  }
  try {
    return await within(context.signal, {}, async (signal) => {
      const watches = new NodeWatches(expected.nodes, { runtime, logsSinceMs: expected.logsSinceMs, emit, signal })
      const wait = { runtime, connectApi, emit, signal, expected, patience, watches, endMs }
      await watches.begin({ onlyRunning: onApi !== undefined })
      const api = await waitForApi(wait)
      context.onServed?.()
      if (onApi) {
        if (context.waitsForAgents) await waitForSupervisor(api, wait)
        await onApi(signal)
        await watches.begin({ onlyRunning: false })
      }
      // What DNS looks like is known by the time that it counts.
      const dns = expected.hasDns ? readAhead(api.watchDns(watches.firstStartMs, signal)) : undefined
      await waitForNodes(api, wait)
      if (dns) return await waitForDns(dns, wait)
      reportSkipped(emit, 'dns')
      return []
    })
  } finally {
    for (const api of opened) api.close()
  }
}

/** One stage with its own clock; a node that is lost meanwhile ends it, and whatever it has begun ends with it. */
function inStage<T>(
  { emit, signal, watches, endMs }: Wait,
  { stage, ms, late }: { stage: Stage; ms: number; late: () => Problem },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeoutMs = Math.min(ms, endMs - performance.now())
  return reportStep(emit, { stage }, () =>
    within(signal, { timeoutMs }, async (own, hasExpired) => {
      try {
        return await watches.orLost(work(own))
      } catch (error) {
        if (hasExpired() && !(error instanceof ProblemError)) throw new OutOfPatienceError(late(), { cause: error })
        throw error
      }
    }),
  )
}

/** The API of the first server that says ready through the published port. */
async function waitForApi(wait: Wait): Promise<KubeApi> {
  const { expected, patience, watches } = wait
  const servers = expected.nodes.filter(({ role }) => role === 'server').map(({ name }) => name)
  const [server] = servers
  if (server === undefined) throw new ProblemError(problem('cluster.node_missing', { node: expected.cluster }))
  const late = () => {
    const { suspicion, lastBadLine } = watches.evidence(servers)
    const params = { node: server, seconds: Math.round(patience.apiMs / 1000) }
    return suspicion ?? problem('k3s.api_timeout', params, { detail: lastBadLine })
  }
  return inStage(wait, { stage: 'api', ms: patience.apiMs, late }, (signal) => firstAnswer(servers, wait, signal))
}

/** Asks with the cluster's own CA until it says ready. k3s writes its kubeconfig before the API answers. */
async function firstAnswer(
  servers: readonly string[],
  { runtime, connectApi, expected }: Wait,
  signal: AbortSignal,
): Promise<KubeApi> {
  let api: KubeApi | undefined
  let used: string | undefined
  const { cluster, apiPort, companions = [] } = expected
  const lookAtCompanions = lookingAt(companions, runtime)
  for (;;) {
    // Read again at each try: a file from an earlier run may be there until k3s has written the new one.
    let kubeconfig = await expected.readKubeconfig?.(signal)
    const own = expected.readKubeconfig ? [] : servers
    for (const id of own) kubeconfig ??= await readKubeconfig(runtime, { id, cluster, apiPort }, signal)
    if (kubeconfig !== undefined && kubeconfig !== used) {
      api?.close()
      api = connectApi(kubeconfig)
      used = kubeconfig
    }
    if (api && (await api.ready(signal)) === 'ready') return api
    await lookAtCompanions(signal)
    await delay(pollMs, signal)
  }
}

/** Later than this agents may as well ask by themselves. */
const supervisorMs = 10_000

/**
 * k3s has an answer for agents up to 2.5 s after `/readyz`, for it asks itself each 2 s; an agent that asks before sleeps for 5 to 10 s.
 * An old k3s does not say when: there the server's own node has to do, which registers at about that time, and a server without one is
 * not waited for.
 */
async function waitForSupervisor(api: KubeApi, { expected, watches, signal, endMs }: Wait): Promise<void> {
  const servers = expected.nodes.filter(({ role, kubernetesName }) => role === 'server' && kubernetesName !== undefined)
  const hasRegistered = (picture: NodePicture) =>
    servers.some(
      ({ name, kubernetesName = name }) =>
        isNamed(picture, kubernetesName) &&
        readyProof({ ...picture, isReady: true }, watches.startedMs(name)) !== 'none',
    )
  const timeoutMs = Math.min(supervisorMs, Math.max(0, endMs - performance.now()))
  await within(signal, { timeoutMs }, async (own, hasExpired) => {
    const registered = async () => {
      if (servers.length === 0) return
      for await (const pictures of api.watchNodes(own)) if (pictures.some(hasRegistered)) return
    }
    const answersAgents = async () => {
      for (;;) {
        const answer = await api.supervisorReady(expected.token, own)
        if (answer === 'ready') return
        if (answer === 'unknown') return registered()
        await delay(pollMs, own)
      }
    }
    try {
      await watches.orLost(answersAgents())
    } catch (error) {
      if (!hasExpired()) throw error
    }
  })
}

/** Every node that registers says Ready in its present run. */
async function waitForNodes(api: KubeApi, wait: Wait): Promise<void> {
  const { expected, patience, watches, emit } = wait
  let missing = expected.nodes.filter(({ kubernetesName }) => kubernetesName !== undefined)
  const late = () => {
    const names = missing.map(({ name }) => name)
    const { suspicion, lastBadLine } = watches.evidence(names)
    const params = { nodes: names.join(', '), seconds: Math.round(patience.nodesMs / 1000) }
    return suspicion ?? problem('k3s.nodes_timeout', params, { detail: lastBadLine })
  }
  await inStage(wait, { stage: 'nodes', ms: patience.nodesMs, late }, async (signal) => {
    const isUp = upInPresentRun(wait)
    for await (const pictures of withRepeats(api.watchNodes(signal), statusPeriodMs / 4)) {
      const up = new Set(missing.filter((node) => isUp(node, pictures)))
      missing = missing.filter((node) => !up.has(node))
      for (const { name } of up)
        emit({ kind: 'step', stage: 'nodes', action: 'node ready', target: name, state: 'done', atMs: Date.now() })
      if (missing.length === 0) return
    }
    throw endOfStream(signal)
  })
}

/** Tells whether a node is Ready in its present run. Where only its lease says so, its Ready must have stood for a while. */
function upInPresentRun({
  expected,
  watches,
}: Wait): (node: ExpectedNode, pictures: readonly NodePicture[]) => boolean {
  const aliveSinceMs = new Map<string, number>()
  return ({ name, kubernetesName = name }, pictures) => {
    const proofs = pictures
      .filter((picture) => isNamed(picture, kubernetesName))
      .map((picture) =>
        readyProof(expected.hasNetwork ? picture : { ...picture, isReady: true }, watches.startedMs(name)),
      )
    if (proofs.includes('fresh')) return true
    if (!proofs.includes('alive')) {
      aliveSinceMs.delete(name)
      return false
    }
    const sinceMs = aliveSinceMs.get(name) ?? performance.now()
    aliveSinceMs.set(name, sinceMs)
    return performance.now() - sinceMs >= statusPeriodMs
  }
}

/**
 * How long DNS may be on its way while another node cannot pull. Its own node tries a sandbox again after 12 s where the first try came
 * before the network, and whoever waits should hear within 15 s of the first pull that fails.
 */
const elsewhereMs = 8000

async function waitForDns(read: ReturnType<typeof readAhead<DnsPicture>>, wait: Wait): Promise<Problem[]> {
  const ms = Math.min(wait.patience.dnsMs, wait.endMs - performance.now())
  let reason: string | undefined
  const late = () => problem('k3s.dns_timeout', { seconds: Math.round(ms / 1000) }, { detail: reason })
  let elsewhereSinceMs: number | undefined
  let pullFailure: ProblemError | undefined
  try {
    await inStage(wait, { stage: 'dns', ms, late }, async (signal) => {
      for await (const picture of withRepeats(read(signal), elsewhereMs / 4)) {
        if (picture.isReady) return
        reason = picture.reason
        const failure = picture.pullFailure
        if (!failure) continue
        if (failure.kind === 'sandbox' && failure.isElsewhere) {
          elsewhereSinceMs ??= performance.now()
          if (performance.now() - elsewhereSinceMs < elsewhereMs) continue
        }
        pullFailure = new ProblemError(pullProblem(failure))
        throw pullFailure
      }
      throw endOfStream(signal)
    })
    return []
  } catch (error) {
    if (error instanceof OutOfPatienceError) return [error.problem]
    if (pullFailure && error === pullFailure) return [pullFailure.problem]
    throw error
  }
}

function pullProblem({ image, message: detail, ...failure }: PullFailure): Problem {
  return failure.kind === 'sandbox'
    ? problem('k3s.sandbox_image_missing', { node: failure.node, image }, { detail })
    : problem('k3s.pull_failed', { pod: failure.pod, image }, { detail })
}

/** A watch ends quietly when it is aborted. Whoever is not there yet by then is not Ready. */
function endOfStream(signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : new ProblemError(problem('docker.lost', {}))
}
