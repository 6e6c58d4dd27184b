import { stringify } from 'yaml'
import type { Cluster } from '#shared/cluster.ts'
import type { ClusterHealth } from '#shared/health.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { nodeName } from '../cluster/labels.ts'
import { type Output, problemText, table } from './output.ts'

export async function list(engine: ClusterEngine, output: Output, signal: AbortSignal): Promise<void> {
  const clusters = await engine.list(signal)
  const rows = clusters.map((cluster) => [
    cluster.name,
    cluster.state,
    cluster.k3sVersion ?? cluster.image,
    count(cluster, 'server'),
    count(cluster, 'agent'),
    cluster.apiPort === undefined ? '' : `https://127.0.0.1:${cluster.apiPort}`,
  ])
  output.result(
    clusters,
    clusters.length === 0
      ? 'No clusters. Make one: sampan create NAME'
      : table([['NAME', 'STATE', 'K3S', 'SERVERS', 'AGENTS', 'API'], ...rows]),
  )
}

const count = (cluster: Cluster, role: 'server' | 'agent') => {
  const nodes = cluster.nodes.filter((node) => node.role === role)
  return `${nodes.filter(({ container }) => container === 'running').length}/${nodes.length}`
}

/** How long `status` waits for a cluster that looks as if it were Ready at any moment, milliseconds. */
const statusPatienceMs = 3000

/** Prints what Docker and the API say now; true when the cluster is Ready. */
export async function status(
  engine: ClusterEngine,
  name: string,
  output: Output,
  signal: AbortSignal,
): Promise<boolean> {
  const cluster = await engine.get(name, signal)
  if (cluster.state !== 'running') {
    output.result({ cluster, isReady: false }, statusText(cluster, undefined))
    return false
  }
  const [warnings, health] = await Promise.all([
    engine.whenReady(name, { signal, timeoutMs: statusPatienceMs }).catch((error: unknown) => problemOf(error)),
    firstHealth(engine, name, signal),
  ])
  const isReady = Array.isArray(warnings)
  const found = isReady ? warnings[0] : warnings
  const seen: Cluster = { ...cluster, state: isReady ? 'ready' : 'degraded', ...(found ? { problem: found } : {}) }
  output.result({ cluster: seen, isReady, health }, statusText(seen, health))
  return isReady
}

async function firstHealth(
  engine: ClusterEngine,
  name: string,
  signal: AbortSignal,
): Promise<ClusterHealth | undefined> {
  const own = new AbortController()
  const stop = () => own.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(() => own.abort(new DOMException('No answer', 'TimeoutError')), statusPatienceMs)
  try {
    for await (const health of engine.health(name, own.signal)) return health
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    if (own.signal.aborted || error instanceof ProblemError) return undefined
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    own.abort(new DOMException('Seen', 'AbortError'))
  }
}

function statusText(cluster: Cluster, health: ClusterHealth | undefined): string {
  const nodes = cluster.nodes.map((node) => {
    const seen = health?.nodes.find(({ name }) => name === node.name)
    const ready = seen ? (seen.isReady ? 'Ready' : `NotReady: ${seen.reason ?? ''}`) : 'unknown'
    return [node.name, node.container, ready, seen?.kubeletVersion ?? '']
  })
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
    table([['NODE', 'CONTAINER', 'KUBERNETES', 'VERSION'], ...nodes]),
    ...(pods.length > 0 ? ['', table([['POD (kube-system)', 'READY', 'STATUS', 'RESTARTS', 'REASON'], ...pods])] : []),
  ].join('\n')
}

export interface LogOptions {
  node?: string
  follow?: boolean
  tail?: number
}

/** Lines of one node as they are; of several, each with its node's name before it. */
export async function logs(
  engine: ClusterEngine,
  name: string,
  options: LogOptions,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const cluster = await engine.get(name, signal)
  const there = cluster.nodes.filter(({ container }) => container !== 'missing')
  const wanted = options.node
  const nodes = there.filter(
    (node) => wanted === undefined || node.name === wanted || node.name === `sampan-${name}-${wanted}`,
  )
  if (nodes.length === 0) {
    const node = wanted ?? nodeName(name, { role: 'server', index: 0 })
    throw new ProblemError(problem('cluster.node_missing', { node }))
  }
  const width = Math.max(...nodes.map((node) => node.name.length))
  const print = async (node: string) => {
    const query = { cluster: name, node, follow: options.follow === true, tailLines: options.tail ?? 100_000 }
    for await (const { lines } of engine.logs(query, signal)) {
      const text = lines.map((line) => {
        if (output.isJson) return JSON.stringify({ node, ...line })
        return nodes.length > 1 ? `${node.padEnd(width)} | ${line.text}` : line.text
      })
      if (!process.stdout.write(`${text.join('\n')}\n`))
        await new Promise((resolve) => process.stdout.once('drain', resolve))
    }
  }
  try {
    await Promise.all(nodes.map((node) => print(node.name)))
  } catch (error) {
    // Ctrl-C is how one stops following.
    if (!signal.aborted) throw error
  }
}

export async function spec(
  engine: ClusterEngine,
  name: string,
  format: 'yaml' | 'json',
  output: Output,
): Promise<void> {
  const value = await engine.spec(name)
  output.result(value, format === 'json' ? JSON.stringify(value, null, 2) : stringify(value))
}

export async function previewDeletion(
  engine: ClusterEngine,
  name: string,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const preview = await engine.previewDeletion(name, signal)
  const size = (value: number | undefined) => (value === undefined ? '' : `  (${(value / 1e6).toFixed(1)} MB)`)
  const text = [
    'This would be removed:',
    ...preview.containers.map((container) => `  container ${container}`),
    ...preview.volumes.map((volume) => `  volume ${volume.name}${size(volume.sizeBytes)}`),
    ...preview.networks.map((network) => `  network ${network}`),
  ].join('\n')
  output.result(preview, text)
}
