import type { Cluster, DeletionPreview } from '#shared/cluster.ts'
import { shownName } from '#shared/cluster-origin.ts'
import type { ClusterHealth, NodeHealth } from '#shared/health.ts'
import type { Language } from '#shared/preferences.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { describeExplanation, type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { isNamed } from '../cluster/read/fresh-node.ts'
import { OutOfPatienceError, readinessState } from '../cluster/read/patience.ts'
import type { CommonEngine } from './cluster-of.ts'
import { table, titlesIn } from './columns.ts'
import { inLine, type Output, problemText } from './output.ts'

export async function list(engine: ClusterEngine, output: Output, signal: AbortSignal): Promise<void> {
  const seen = async (its: CommonEngine & Pick<ClusterEngine, 'list'>) =>
    Promise.all((await its.list(signal)).map((cluster) => asked(its, cluster, signal)))
  const [clusters, madeByK3d] = await Promise.all([seen(engine), seen(engine.k3d)])
  signal.throwIfAborted()
  const ofK3d = madeByK3d.length > 0 ? await engine.k3dClusters(signal) : []
  const { language } = output
  const titles = titlesIn(language, ['name', 'state', 'k3s', 'servers', 'agents', 'api'])
  const rows = [...clusters, ...madeByK3d].map((cluster) => [
    shownName(cluster),
    stateText(language, cluster.state),
    cluster.k3sVersion ?? cluster.image,
    count(cluster, 'server'),
    count(cluster, 'agent'),
    cluster.apiPort === undefined ? '' : `https://127.0.0.1:${cluster.apiPort}`,
  ])
  output.result(
    { kind: 'clusters', clusters, ...(ofK3d.length > 0 ? { ofK3d } : {}) },
    rows.length === 0 ? translate(language, 'cli.list.none') : table([titles, ...rows]),
  )
}

/** A cluster whose containers run with what `status` would call it: the same word for the same thing. */
async function asked(engine: CommonEngine, cluster: Cluster, signal: AbortSignal): Promise<Cluster> {
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
    // Where a container is down, the others may well have an API.
    const health = cluster.state === 'degraded' ? await wholeHealth(engine, name, { patienceMs, signal }) : undefined
    signal.throwIfAborted()
    const seen = { kind: 'status' as const, cluster, isReady: false, ...(health ? { health } : {}) }
    output.result(seen, statusText(output.language, cluster, health))
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
  output.result({ kind: 'status', cluster: seen, isReady, health }, statusText(output.language, seen, health))
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

/** In English these are the words of `--json`. */
const stateText = (language: Language, state: Cluster['state']) => inLine(translate(language, `state.${state}`))
const containerText = (language: Language, state: Cluster['nodes'][number]['container']) =>
  inLine(translate(language, `container.${state}`))

/** What Kubernetes says of a node or pod: in words where it is known, else as it is. */
function reasonText(
  language: Language,
  { reason = '', explanation }: Pick<NodeHealth, 'reason' | 'explanation'>,
): string {
  const words = explanation && describeExplanation(language, explanation.id, explanation.params)
  return words?.title ?? reason
}

function statusText(language: Language, cluster: Cluster, health: ClusterHealth | undefined): string {
  const text = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const nodes = cluster.nodes.map((node) => {
    const seen = health?.nodes?.find((each) => isNamed(each, node.name))
    const absent = text(health?.nodes ? 'cli.node.notRegistered' : 'cli.node.unknown')
    const known = seen?.isReady
      ? text('cli.node.ready')
      : text('cli.node.notReady', { reason: reasonText(language, seen ?? {}) })
    return [node.name, containerText(language, node.container), seen ? known : absent, seen?.kubeletVersion ?? '']
  })
  const companions = (cluster.companions ?? []).map(({ name, container }) => [
    name,
    containerText(language, container),
    '',
    '',
  ])
  const pods = (health?.pods ?? []).map((pod) => [
    pod.name,
    `${pod.readyContainers}/${pod.containers}`,
    pod.status,
    String(pod.restarts),
    pod.isHealthy ? '' : reasonText(language, pod),
  ])
  const nodeTitles = titlesIn(language, ['node', 'container', 'kubernetes', 'version'])
  const podTitles = titlesIn(language, ['systemPod', 'ready', 'status', 'restarts', 'reason'])
  return [
    text('cli.status.is', { cluster: shownName(cluster), state: stateText(language, cluster.state) }),
    ...(cluster.problem ? [problemText(language, cluster.problem)] : []),
    '',
    table([nodeTitles, ...nodes, ...companions]),
    ...(pods.length > 0 ? ['', table([podTitles, ...pods])] : []),
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
  const text = deletionText(output.language, { cluster: name, preview, sizes })
  output.result({ kind: 'deletion', cluster: name, ...preview, sizes }, text)
}

type Sizes = Readonly<Record<string, number>>
const noSizes: Sizes = {}

/** How long Docker may count what volumes hold, milliseconds. */
const countingMs = 15_000

export const size = (bytes: number): string => {
  const [unit, factor] = bytes >= 2 ** 30 ? ['GiB', 2 ** 30] : ['MiB', 2 ** 20]
  return `${(bytes / Number(factor)).toFixed(1)} ${unit}`
}

export function deletionText(
  language: Language,
  { cluster, preview, sizes }: { cluster: string; preview: DeletionPreview; sizes: Sizes },
): string {
  const text = (key: MessageKey, params: MessageParams) => translate(language, key, params)
  const total = Object.values(sizes).reduce((sum, each) => sum + each, 0)
  const volumeText = (name: string) => {
    const bytes = sizes[name]
    const params = { name, ...(bytes === undefined ? {} : { size: size(bytes) }) }
    return text(bytes === undefined ? 'cli.deletion.volume' : 'cli.deletion.sizedVolume', params)
  }
  const things = [
    ...preview.containers.map((name) => text('cli.deletion.container', { name })),
    ...preview.volumes.map(volumeText),
    ...preview.networks.map((name) => text('cli.deletion.network', { name })),
  ]
  return [
    text('cli.deletion', { cluster }),
    ...things.map((thing) => `  ${thing}`),
    ...(total > 0 ? [text('cli.deletion.total', { size: size(total) })] : []),
  ].join('\n')
}
