import { describe, expect, it } from 'vitest'
import { readyProof } from '../../../electron/cluster/read/fresh-node.ts'
import type { NodePicture } from '../../../electron/kubernetes/kube-api.ts'

const started = Date.parse('2026-11-27T05:29:03.614Z')
const second = (time: string) => Date.parse(`2026-11-27T${time}Z`)
/** A node of the run before, which stands in the datastore as it was left. */
const stale: NodePicture = {
  name: 'n',
  isReady: true,
  reason: '',
  createdMs: second('04:00:00'),
  heartbeatMs: second('05:27:15'),
  leaseRenewedMs: started - 700,
}

describe('a node is Ready in its present run', () => {
  it('when its Node object is younger than the start, although its lease comes 10 s later', () => {
    // As recorded of k3s v1.36.3: registered and Ready at 05:29:10, the lease at 05:29:20.
    const node = { ...stale, createdMs: second('05:29:10'), heartbeatMs: second('05:29:10'), leaseRenewedMs: undefined }
    expect(readyProof(node, started)).toBe('fresh')
  })

  it('when its heartbeat is not older than the start, whatever its lease says', () => {
    expect(readyProof({ ...stale, heartbeatMs: second('05:29:04') }, started)).toBe('fresh')
    expect(readyProof({ ...stale, heartbeatMs: second('05:29:04'), leaseRenewedMs: undefined }, started)).toBe('fresh')
  })

  it('not because the datastore still says so of the run before', () => {
    expect(readyProof(stale, started)).toBe('none')
    expect(readyProof({ ...stale, leaseRenewedMs: undefined }, started)).toBe('none')
  })

  it('not by a heartbeat of the second of the start, which may be of just before it, until the lease says which', () => {
    const node = { ...stale, heartbeatMs: second('05:29:03') }
    expect(readyProof(node, started)).toBe('none')
    expect(readyProof({ ...node, leaseRenewedMs: started + 1 }, started)).toBe('fresh')
  })

  it('by its lease alone only as a kubelet that lives: what it said of itself may still be of before', () => {
    expect(readyProof({ ...stale, leaseRenewedMs: started + 1 }, started)).toBe('alive')
  })

  it('only when it says so, and was started', () => {
    const fresh = { ...stale, heartbeatMs: started + 5000 }
    expect(readyProof({ ...fresh, isReady: false }, started)).toBe('none')
    expect(readyProof(fresh, undefined)).toBe('none')
  })
})
