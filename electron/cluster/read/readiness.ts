import type { Stage } from '#shared/operation.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import { deadline, delay } from '../../async/deadline.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ConnectKubeApi, KubeApi, NodePicture } from '../../kubernetes/kube-api.ts'
import { type Emit, reportSkipped, reportStep } from '../change/progress.ts'
import { readKubeconfig } from './admin-kubeconfig.ts'
import { NodeWatch } from './node-watch.ts'

/** What to wait for: every one of these nodes, in its present run. */
export interface Expectation {
  readonly cluster: string
  readonly apiPort: number
  readonly nodes: readonly {
    readonly name: string
    readonly id: string
    readonly role: 'server' | 'agent'
    /** Undefined for a server that registers no node. */
    readonly kubernetesName: string | undefined
  }[]
  /** Without one, nodes only have to register. */
  readonly hasNetwork: boolean
  readonly hasDns: boolean
  /** What was logged before does not matter: a node that has run for months has a long log. Default: all since its start. */
  readonly logsSinceMs?: number
}

/** How long each stage may take, in milliseconds. They are generous: a slow disk is no failure. */
export interface Patience {
  readonly apiMs: number
  readonly nodesMs: number
  readonly dnsMs: number
  /** For all of them together. */
  readonly totalMs: number
}

export const defaultPatience: Patience = { apiMs: 240_000, nodesMs: 180_000, dnsMs: 90_000, totalMs: 390_000 }

/** One limit for everything that Ready depends on, as `--timeout` gives it. */
export function patienceOf(timeoutMs: number | undefined): Patience {
  if (timeoutMs === undefined) return defaultPatience
  return { apiMs: timeoutMs, nodesMs: timeoutMs, dnsMs: defaultPatience.dnsMs, totalMs: timeoutMs }
}

interface Context {
  readonly runtime: ContainerRuntime
  readonly connectApi: ConnectKubeApi
  readonly emit: Emit
  readonly signal: AbortSignal
  /** Awaited once the API answers; it may start further nodes. */
  readonly onApi?: (signal: AbortSignal) => Promise<void>
}

/** How often the API is asked while it does not answer yet. Ready detection may take 200 ms; one question costs about 2 ms. */
const pollMs = 100

/**
 * Waits until the API answers `/readyz`, every node is Ready in its present run, and DNS answers. Throws as soon as it is clear
 * that it will not come to that. DNS is the one thing that a cluster can be used without, and whose image may have to come from
 * a registry that cannot be reached: what is wrong with it is returned as warnings.
 */
export async function waitUntilReady(expected: Expectation, patience: Patience, context: Context): Promise<Problem[]> {
  const { runtime, emit } = context
  const stop = new AbortController()
  const follow = () => stop.abort(context.signal.reason)
  if (context.signal.aborted) follow()
  context.signal.addEventListener('abort', follow, { once: true })
  const signal = stop.signal
  let api: KubeApi | undefined
  try {
    let starts = await startTimes(runtime, expected, signal)
    const watches = expected.nodes.map(
      ({ id, name }) =>
        new NodeWatch({ runtime, id, name, sinceMs: expected.logsSinceMs ?? starts.get(name) ?? 0, emit, signal }),
    )
    const endMs = Date.now() + patience.totalMs
    const inTime = <T>(stage: Stage, ms: number, work: (signal: AbortSignal) => Promise<T>, late: () => Problem) =>
      withinStage({ stage, ms: Math.min(ms, endMs - Date.now()), emit, signal, watches }, work, late)

    api = await inTime(
      'api',
      patience.apiMs,
      (own) => firstAnswer(expected, context, own),
      () => apiTimeout(expected, patience, watches),
    )
    const connected = api
    if (context.onApi) {
      await Promise.race([context.onApi(signal), ...watches.map(({ failure }) => failure)])
      starts = await startTimes(runtime, expected, signal)
    }
    const registering = expected.nodes.filter(({ kubernetesName }) => kubernetesName !== undefined)
    let missing = registering.map(({ name }) => name)
    await inTime(
      'nodes',
      patience.nodesMs,
      async (own) => {
        for await (const pictures of connected.watchNodes(own)) {
          const isUp = ({ name, kubernetesName = name }: (typeof registering)[number]) =>
            pictures.some(
              (picture) =>
                isNamed(picture, kubernetesName) &&
                isReadyNow(expected.hasNetwork ? picture : { ...picture, isReady: true }, starts.get(name)),
            )
          const now = registering.filter((node) => !isUp(node)).map(({ name }) => name)
          for (const name of missing.filter((old) => !now.includes(old))) {
            emit({ kind: 'step', stage: 'nodes', action: 'node ready', target: name, state: 'done', atMs: Date.now() })
          }
          missing = now
          if (missing.length === 0) return
        }
        throw endOfStream(own)
      },
      () => nodesTimeout(missing, patience, watches),
    )
    if (!expected.hasDns) {
      reportSkipped(emit, 'dns')
      return []
    }
    return await dnsWarnings(connected, Math.min(...starts.values()), Math.min(patience.dnsMs, endMs - Date.now()), {
      emit,
      signal,
    })
  } finally {
    context.signal.removeEventListener('abort', follow)
    stop.abort(new DOMException('No longer waited for', 'AbortError'))
    api?.close()
  }
}

/** One stage with its own clock; a node that dies meanwhile ends it. */
async function withinStage<T>(
  {
    stage,
    ms,
    emit,
    signal,
    watches,
  }: { stage: Stage; ms: number; emit: Emit; signal: AbortSignal; watches: NodeWatch[] },
  work: (signal: AbortSignal) => Promise<T>,
  late: () => Problem,
): Promise<T> {
  const limit = deadline(signal, ms)
  try {
    return await reportStep(emit, { stage }, async () => {
      try {
        return await Promise.race([work(limit.signal), ...watches.map(({ failure }) => failure)])
      } catch (error) {
        if (limit.hasExpired() && !(error instanceof ProblemError)) throw new ProblemError(late(), { cause: error })
        throw error
      }
    })
  } finally {
    limit.dispose()
  }
}

async function startTimes(
  runtime: ContainerRuntime,
  expected: Expectation,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const entries = await Promise.all(
    expected.nodes.map(async ({ id, name }) => {
      const details = await runtime.inspectContainer(id, signal)
      if (!details) throw new ProblemError(problem('cluster.node_missing', { node: name }))
      return [name, details.startedAtMs ?? Date.now()] as const
    }),
  )
  return new Map(entries)
}

/** Asks the published port with the cluster's own CA until it says ready. k3s writes its kubeconfig before the API answers. */
async function firstAnswer(
  expected: Expectation,
  { runtime, connectApi }: Context,
  signal: AbortSignal,
): Promise<KubeApi> {
  const server = expected.nodes.find(({ role }) => role === 'server')
  if (!server) throw new ProblemError(problem('cluster.node_missing', { node: expected.cluster }))
  let api: KubeApi | undefined
  let used: string | undefined
  try {
    for (;;) {
      // Read again at each try: a file from an earlier run may be there until k3s has written the new one.
      const kubeconfig = await readKubeconfig(
        runtime,
        { id: server.id, cluster: expected.cluster, apiPort: expected.apiPort },
        signal,
      )
      if (kubeconfig !== undefined && kubeconfig !== used) {
        api?.close()
        api = connectApi(kubeconfig)
        used = kubeconfig
      }
      if (api && (await api.ready(signal)) === 'ready') return api
      await delay(pollMs, signal)
    }
  } catch (error) {
    api?.close()
    throw error
  }
}

/** With `--with-node-id` k3s appends eight hex digits to the host's name. */
function isNamed(node: NodePicture, name: string): boolean {
  return (
    node.name === name || (node.name.startsWith(`${name}-`) && /^[0-9a-f]{8}$/.test(node.name.slice(name.length + 1)))
  )
}

/**
 * After a start the datastore still says Ready of the run before (recordings/README.md): only a lease that was renewed since the
 * container's start counts, and a heartbeat, unless the kubelet has not sent one for a while although its lease is fresh.
 */
export function isReadyNow(node: NodePicture, startedMs: number | undefined): boolean {
  if (!node.isReady || startedMs === undefined || node.leaseRenewedMs === undefined) return false
  if (node.leaseRenewedMs < startedMs) return false
  const wholeSecond = Math.floor(startedMs / 1000) * 1000
  const isHeartbeatFresh = node.heartbeatMs === undefined || node.heartbeatMs >= wholeSecond
  return isHeartbeatFresh || node.leaseRenewedMs - startedMs > 30_000
}

async function dnsWarnings(
  api: KubeApi,
  sinceMs: number,
  ms: number,
  { emit, signal }: { emit: Emit; signal: AbortSignal },
): Promise<Problem[]> {
  const limit = deadline(signal, ms)
  try {
    await reportStep(emit, { stage: 'dns' }, async () => {
      for await (const picture of api.watchDns(sinceMs, limit.signal)) {
        if (picture.isReady) return
        if (picture.pullFailure) {
          const { pod, image, message } = picture.pullFailure
          throw new ProblemError(problem('k3s.pull_failed', { pod, image }, { detail: message }))
        }
      }
      throw endOfStream(limit.signal)
    })
    return []
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ProblemError) return [error.problem]
    if (limit.hasExpired()) return [problem('k3s.dns_timeout', { seconds: Math.round(ms / 1000) })]
    throw error
  } finally {
    limit.dispose()
  }
}

/** A watch ends quietly when it is aborted. Whoever is not there yet by then is not Ready. */
function endOfStream(signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : new ProblemError(problem('docker.lost', {}))
}

function apiTimeout(expected: Expectation, patience: Patience, watches: NodeWatch[]): Problem {
  const server = watches[0]
  if (server?.suspicion) return server.suspicion
  const node = server?.name ?? expected.cluster
  return problem(
    'k3s.api_timeout',
    { node, seconds: Math.round(patience.apiMs / 1000) },
    { detail: server?.lastBadLine },
  )
}

function nodesTimeout(missing: string[], patience: Patience, watches: NodeWatch[]): Problem {
  const late = watches.filter(({ name }) => missing.includes(name))
  const suspicion = late.find((watch) => watch.suspicion)?.suspicion
  if (suspicion) return suspicion
  const params = { nodes: missing.join(', '), seconds: Math.round(patience.nodesMs / 1000) }
  return problem('k3s.nodes_timeout', params, { detail: late.find((watch) => watch.lastBadLine)?.lastBadLine })
}
