import type { Cluster, DeletionPreview, K3dCluster } from '#shared/cluster.ts'
import type { ClusterHealth } from '#shared/health.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { isNamed } from '../cluster/read/fresh-node.ts'
import { OutOfPatienceError, readinessState } from '../cluster/read/patience.ts'
import { type Output, problemText, table } from './output.ts'

export async function list(engine: ClusterEngine, output: Output, signal: AbortSignal): Promise<void> {
  const clusters = await Promise.all((await engine.list(signal)).map((cluster) => asked(engine, cluster, signal)))
  signal.throwIfAborted()
  const ofK3d = await engine.k3dClusters(signal)
  const rows = clusters.map((cluster) => [
    cluster.name,
    cluster.state,
    cluster.k3sVersion ?? cluster.image,
    count(cluster, 'server'),
    count(cluster, 'agent'),
    cluster.apiPort === undefined ? '' : `https://127.0.0.1:${cluster.apiPort}`,
  ])
  output.result(
    { kind: 'clusters', clusters, ...(ofK3d.length > 0 ? { ofK3d } : {}) },
    clusters.length + ofK3d.length === 0
      ? 'No clusters. Make one: sampan create NAME'
      : table([['NAME', 'STATE', 'K3S', 'SERVERS', 'AGENTS', 'API'], ...rows, ...ofK3d.map(k3dRow)]),
  )
}

const k3dRow = ({ name, servers, agents, isRunning }: K3dCluster) => [
  `k3d/${name}`,
  isRunning ? 'running' : 'stopped',
  '',
  String(servers),
  String(agents),
  '',
]

/** A cluster whose containers run with what `status` would call it: the same word for the same thing. */
async function asked(engine: ClusterEngine, cluster: Cluster, signal: AbortSignal): Promise<Cluster> {
  if (cluster.state !== 'running') return cluster
  const { name } = cluster
  try {
    const failure = await engine.whenReady(name, { signal, timeoutMs: statusPatienceMs }).then(
      () => undefined,
      (error: unknown) => error,
    )
    return { ...cluster, state: readinessState({ failure, ...(await engine.lastStart(name, signal)) }) }
  } catch (error) {
    // It was removed meanwhile.
    if (error instanceof ProblemError) return cluster
    throw error
  }
}

const count = (cluster: Cluster, role: 'server' | 'agent') => {
  const nodes = cluster.nodes.filter((node) => node.role === role)
  return `${nodes.filter(({ container }) => container === 'running').length}/${nodes.length}`
}

/** How long `status` waits for a cluster that looks as if it were Ready at any moment, milliseconds. */
const statusPatienceMs = 3000

/** Prints what Docker and the API say now; true when the cluster is Ready. */
export async function status(
  engine: Pick<ClusterEngine, 'get' | 'whenReady' | 'health' | 'lastStart' | 'aging'>,
  name: string,
  output: Output,
  signal: AbortSignal,
  patienceMs = statusPatienceMs,
): Promise<boolean> {
  const cluster = await engine.get(name, signal)
  if (cluster.state !== 'running') {
    output.result({ kind: 'status', cluster, isReady: false }, statusText(cluster, undefined))
    return false
  }
  const [asked, early, times] = await Promise.all([
    engine.whenReady(name, { signal, timeoutMs: patienceMs }).then(
      ([warning]) => ({ warning, failure: undefined }),
      (failure: unknown) => ({ warning: undefined, failure }),
    ),
    wholeHealth(engine, name, { patienceMs, signal }),
    engine.lastStart(name, signal),
  ])
  // What was seen before it was Ready may lack the node that came last: what is said and what is shown are to be of one time.
  const health = asked.failure === undefined ? await wholeHealth(engine, name, { patienceMs, signal }) : early
  signal.throwIfAborted()
  const warning = asked.warning ?? (asked.failure === undefined ? await engine.aging(name, signal) : undefined)
  const failure = asked.failure ?? unseen(name, health)
  const state = readinessState({ failure, ...times })
  const found = state === 'degraded' ? problemOf(failure) : warning
  const seen: Cluster = { ...cluster, state, ...(found ? { problem: found } : {}) }
  const isReady = state === 'ready'
  output.result({ kind: 'status', cluster: seen, isReady, health }, statusText(seen, health))
  return isReady
}

/** Nobody can go on by a cluster whose nodes could not be seen. */
function unseen(cluster: string, health: ClusterHealth | undefined): OutOfPatienceError | undefined {
  return health?.nodes ? undefined : new OutOfPatienceError(problem('api.unreachable', { cluster }))
}

/** The first picture that has nodes and pods, which come one after the other; or what there is of it when patience is over. */
async function wholeHealth(
  engine: Pick<ClusterEngine, 'health'>,
  name: string,
  { patienceMs, signal }: { patienceMs: number; signal: AbortSignal },
): Promise<ClusterHealth | undefined> {
  const own = new AbortController()
  const stop = () => own.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(() => own.abort(new DOMException('No answer', 'TimeoutError')), patienceMs)
  let seen: ClusterHealth | undefined
  try {
    for await (const health of engine.health(name, own.signal)) {
      if (health.unknown) continue
      seen = health
      if (health.nodes && health.pods) break
    }
    return seen
  } catch (error) {
    signal.throwIfAborted()
    if (own.signal.aborted || error instanceof ProblemError) return seen
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    own.abort(new DOMException('Seen', 'AbortError'))
  }
}

function statusText(cluster: Cluster, health: ClusterHealth | undefined): string {
  const nodes = cluster.nodes.map((node) => {
    const seen = health?.nodes?.find((each) => isNamed(each, node.name))
    const absent = health?.nodes ? 'not registered' : 'unknown'
    const ready = seen ? (seen.isReady ? 'Ready' : `NotReady: ${seen.reason ?? ''}`) : absent
    return [node.name, node.container, ready, seen?.kubeletVersion ?? '']
  })
  const companions = (cluster.companions ?? []).map(({ name, container }) => [name, container, '', ''])
  const pods = (health?.pods ?? []).map((pod) => [
    pod.name,
    `${pod.readyContainers}/${pod.containers}`,
    pod.status,
    String(pod.restarts),
    pod.isHealthy ? '' : (pod.reason ?? ''),
  ])
  return [
    `${cluster.name}: ${cluster.state}`,
    ...(cluster.problem ? [problemText(cluster.problem)] : []),
    '',
    table([['NODE', 'CONTAINER', 'KUBERNETES', 'VERSION'], ...nodes, ...companions]),
    ...(pods.length > 0 ? ['', table([['POD (kube-system)', 'READY', 'STATUS', 'RESTARTS', 'REASON'], ...pods])] : []),
  ].join('\n')
}

export async function previewDeletion(
  engine: ClusterEngine,
  name: string,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const preview = await engine.previewDeletion(name, signal)
  // What is slow, or cannot be counted, keeps nobody from a decision.
  const sizes = await engine.volumeSizes(name, signal, countingMs).catch(() => {
    signal.throwIfAborted()
    return noSizes
  })
  output.result({ kind: 'deletion', cluster: name, ...preview, sizes }, deletionText(name, preview, sizes))
}

const noSizes: Readonly<Record<string, number>> = {}

/** How long Docker may count what volumes hold, milliseconds. */
const countingMs = 15_000

export const size = (bytes: number): string => {
  const [unit, factor] = bytes >= 2 ** 30 ? ['GiB', 2 ** 30] : ['MiB', 2 ** 20]
  return `${(bytes / Number(factor)).toFixed(1)} ${unit}`
}

export function deletionText(name: string, preview: DeletionPreview, sizes: Readonly<Record<string, number>>): string {
  const total = Object.values(sizes).reduce((sum, each) => sum + each, 0)
  const sizeOf = (volume: string) => (sizes[volume] === undefined ? '' : ` (${size(sizes[volume])})`)
  return [
    `This would be removed of ${name}:`,
    ...preview.containers.map((container) => `  container ${container}`),
    ...preview.volumes.map((volume) => `  volume ${volume}${sizeOf(volume)}`),
    ...preview.networks.map((network) => `  network ${network}`),
    ...(total > 0 ? [`Together ${size(total)}. --keep-volumes keeps the data.`] : []),
  ].join('\n')
}
