import { describe, expect, it } from 'vitest'
import { isReadyNow } from '../../../electron/cluster/read/readiness.ts'

const started = Date.parse('2026-11-23T10:00:00.500Z')
const node = { name: 'n', isReady: true, reason: '', leaseRenewedMs: started + 2000, heartbeatMs: started + 1500 }

describe('a node counts as Ready', () => {
  it('when it says so and both lease and heartbeat are of the present run', () => {
    expect(isReadyNow(node, started)).toBe(true)
  })

  it('not by a Ready condition that was left over from the run before', () => {
    expect(isReadyNow({ ...node, leaseRenewedMs: started - 1 }, started)).toBe(false)
    expect(isReadyNow({ ...node, leaseRenewedMs: undefined }, started)).toBe(false)
  })

  it('not by a lease that was renewed before the kubelet looked at itself', () => {
    expect(isReadyNow({ ...node, heartbeatMs: started - 60_000 }, started)).toBe(false)
  })

  it('when the heartbeat, which has whole seconds only, is of the second of the start', () => {
    expect(isReadyNow({ ...node, heartbeatMs: Date.parse('2026-11-23T10:00:00Z') }, started)).toBe(true)
  })

  it('with a fresh lease and an old heartbeat after half a minute: some kubelets report unchanged status rarely', () => {
    expect(isReadyNow({ ...node, heartbeatMs: started - 60_000, leaseRenewedMs: started + 31_000 }, started)).toBe(true)
  })
})
