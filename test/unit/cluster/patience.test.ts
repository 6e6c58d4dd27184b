import { describe, expect, it } from 'vitest'
import { ProblemError, problem } from '#shared/problem.ts'
import {
  defaultPatience,
  OutOfPatienceError,
  patienceOf,
  readinessState,
} from '../../../electron/cluster/read/patience.ts'

const late = new OutOfPatienceError(problem('k3s.nodes_timeout', { nodes: 'n', seconds: 3 }))
const nowMs = 1_000_000_000
const ago = (ms: number) => nowMs - ms

describe('a cluster that somebody asked about', () => {
  it.each([
    ['is ready when it said so', undefined, ago(1000), 'ready'],
    ['is starting when it was started lately and is only not there yet', late, ago(2000), 'starting'],
    ['is degraded when its time is up', late, ago(defaultPatience.totalMs), 'degraded'],
    [
      'is degraded when it is clear that it will not come',
      new ProblemError(problem('docker.lost', {})),
      ago(1),
      'degraded',
    ],
    ['is degraded when nobody knows when it was started', late, undefined, 'degraded'],
  ])('%s', (_, failure, startedMs, state) => {
    expect(readinessState({ failure, startedMs, nowMs })).toBe(state)
  })

  it('is waited for as long as the one who asks says, but never longer for DNS than it is worth', () => {
    expect(patienceOf(5000)).toEqual({ apiMs: 5000, nodesMs: 5000, dnsMs: defaultPatience.dnsMs, totalMs: 5000 })
    expect(patienceOf(undefined)).toEqual(defaultPatience)
  })
})
