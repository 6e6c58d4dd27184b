import { LatestValue } from '../../electron/async/latest-value.ts'
import type {
  ConnectKubeApi,
  DnsPicture,
  HealthPicture,
  KubeApi,
  NodePicture,
} from '../../electron/kubernetes/kube-api.ts'

/** DNS as the datastore has it: with the time at which its pod was started. */
type DnsState = DnsPicture & { readonly startedMs: number }

/**
 * A cluster's API by script: a test sets what it says, and whoever watches sees it at once. What was said stays said, as in a
 * datastore, until a kubelet says something else: after a restart nodes and DNS are Ready of the run before.
 */
export class FakeKubeApi implements KubeApi {
  readiness: 'ready' | 'refused' | 'unauthorized' = 'refused'
  /** A k3s that does not say when it has an answer for agents is the default. */
  supervisor: 'ready' | 'refused' | 'unknown' = 'unknown'
  /** Questions and watches until now. */
  requests = 0
  openWatches = 0
  isClosed = false
  readonly nodes = new LatestValue<NodePicture[]>([])
  readonly dns = new LatestValue<DnsState>({ isReady: false, startedMs: 0 })
  readonly health = new LatestValue<HealthPicture>({ nodes: [], pods: [] })

  readonly connect: ConnectKubeApi = () => this

  async ready(signal: AbortSignal): Promise<'ready' | 'refused' | 'unauthorized'> {
    signal.throwIfAborted()
    this.requests += 1
    return this.readiness
  }

  async supervisorReady(_: string, signal: AbortSignal): Promise<'ready' | 'refused' | 'unknown'> {
    signal.throwIfAborted()
    this.requests += 1
    return this.supervisor
  }

  watchNodes(signal: AbortSignal): AsyncIterable<NodePicture[]> {
    return this.#watch(this.nodes.watch(signal))
  }

  /** Only a pod counts that was started in the second of `sinceMs` or later. */
  async *watchDns(sinceMs: number, signal: AbortSignal): AsyncIterable<DnsPicture> {
    for await (const { startedMs, isReady, ...rest } of this.#watch(this.dns.watch(signal)))
      yield { ...rest, isReady: isReady && startedMs >= Math.floor(sinceMs / 1000) * 1000 }
  }

  watchHealth(signal: AbortSignal): AsyncIterable<HealthPicture> {
    return this.#watch(this.health.watch(signal))
  }

  async *watchNodeHealth(signal: AbortSignal): AsyncIterable<HealthPicture> {
    for await (const { pods: _, ...rest } of this.watchHealth(signal)) yield rest
  }

  close(): void {
    this.isClosed = true
  }

  /** A node's kubelet registers, or comes back: it is not Ready yet. The lease of a new node comes much later. */
  nodeRegisters(name: string, now = Date.now()): void {
    const known = this.nodes.value.find((node) => node.name === name)
    this.#put({
      name,
      isReady: false,
      reason: 'container runtime network not ready',
      createdMs: known?.createdMs ?? wholeSecond(now),
      leaseRenewedMs: known && now,
      heartbeatMs: wholeSecond(now),
    })
  }

  /** A node's kubelet says Ready. */
  nodeReady(name: string, now = Date.now()): void {
    if (!this.nodes.value.some((node) => node.name === name)) this.nodeRegisters(name, now)
    for (const node of this.nodes.value)
      if (node.name === name) this.#put({ ...node, isReady: true, reason: '', heartbeatMs: wholeSecond(now) })
  }

  /** A node's kubelet renews its lease. */
  leaseRenewed(name: string, now = Date.now()): void {
    for (const node of this.nodes.value) if (node.name === name) this.#put({ ...node, leaseRenewedMs: now })
  }

  nodeDeleted(name: string): void {
    this.nodes.set(this.nodes.value.filter((node) => node.name !== name))
  }

  #put(node: NodePicture): void {
    this.nodes.set([...this.nodes.value.filter(({ name }) => name !== node.name), node])
  }

  async *#watch<T>(values: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    this.requests += 1
    this.openWatches += 1
    try {
      yield* values
    } finally {
      this.openWatches -= 1
    }
  }
}

/** Kubernetes writes most times without a fraction. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
