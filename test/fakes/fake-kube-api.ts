import type { ClusterHealth } from '#shared/health.ts'
import { LatestValue } from '../../electron/async/latest-value.ts'
import type { ConnectKubeApi, DnsPicture, KubeApi, NodePicture } from '../../electron/kubernetes/kube-api.ts'

/** A cluster's API by script: a test sets what it says, and whoever watches sees it at once. */
export class FakeKubeApi implements KubeApi {
  readiness: 'ready' | 'refused' | 'unauthorized' = 'refused'
  isClosed = false
  readonly nodes = new LatestValue<NodePicture[]>([])
  readonly dns = new LatestValue<DnsPicture>({ isReady: false })
  readonly health = new LatestValue<ClusterHealth>({ nodes: [], pods: [] })

  readonly connect: ConnectKubeApi = () => this

  async ready(signal: AbortSignal): Promise<'ready' | 'refused' | 'unauthorized'> {
    signal.throwIfAborted()
    return this.readiness
  }

  watchNodes(signal: AbortSignal): AsyncIterable<NodePicture[]> {
    return this.nodes.watch(signal)
  }

  watchDns(_sinceMs: number, signal: AbortSignal): AsyncIterable<DnsPicture> {
    return this.dns.watch(signal)
  }

  watchHealth(signal: AbortSignal): AsyncIterable<ClusterHealth> {
    return this.health.watch(signal)
  }

  close(): void {
    this.isClosed = true
  }

  /** A node's kubelet says Ready and renews its lease. */
  nodeReady(name: string): void {
    const now = Date.now()
    // Kubernetes' heartbeats have whole seconds.
    const picture = { name, isReady: true, reason: '', leaseRenewedMs: now, heartbeatMs: Math.floor(now / 1000) * 1000 }
    this.nodes.set([...this.nodes.value.filter((other) => other.name !== name), picture])
  }
}
