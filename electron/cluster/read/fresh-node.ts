import type { NodePicture } from '../../kubernetes/kube-api.ts'

/** The node's kubelet looks at itself once in this time (kubeletConfig), so what it reported before its lease is renewed by then. */
export const statusPeriodMs = 1000

/**
 * Whether a node is Ready in its present run. After a start the datastore still says Ready of the run before (recordings/README.md), so
 * that alone proves nothing. `fresh` is Ready of a node that was registered since the start, or whose heartbeat is not older.
 * `alive` means that only the lease was renewed since: some kubelets report an unchanged status no more than each five minutes,
 * and then Ready stands, but a kubelet renews its lease just before it looks at itself.
 *
 * @param startedMs when the node's container was started, on the engine's clock, which is also the node's
 */
export function readyProof(node: NodePicture, startedMs: number | undefined): 'fresh' | 'alive' | 'none' {
  if (!node.isReady || startedMs === undefined) return 'none'
  const { createdMs, heartbeatMs, leaseRenewedMs } = node
  // Both have whole seconds: what was written in the start's own second may be of before it. Of a Node object it never is, for a
  // k3s that has just registered one is not Ready within the second in which it is started again.
  const startedSecondMs = Math.floor(startedMs / 1000) * 1000
  if (createdMs !== undefined && createdMs >= startedSecondMs) return 'fresh'
  if (heartbeatMs !== undefined && heartbeatMs >= startedMs) return 'fresh'
  if (leaseRenewedMs === undefined || leaseRenewedMs < startedMs) return 'none'
  return heartbeatMs !== undefined && heartbeatMs >= startedSecondMs ? 'fresh' : 'alive'
}

/** With `--with-node-id` k3s appends eight hex digits to the host's name. */
export function isNamed(node: { readonly name: string }, name: string): boolean {
  return (
    node.name === name || (node.name.startsWith(`${name}-`) && /^[0-9a-f]{8}$/.test(node.name.slice(name.length + 1)))
  )
}
