import { expect, it } from 'vitest'
import type { Cluster } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { LatestValue } from '../../../electron/async/latest-value.ts'
import type { Output } from '../../../electron/cli/output.ts'
import { status } from '../../../electron/cli/reading.ts'
import { OutOfPatienceError } from '../../../electron/cluster/read/patience.ts'

const cluster: Cluster = { engineId: 'E', name: 'demo', state: 'running', image: 'k3s', nodes: [], ports: [] }
const late = new OutOfPatienceError(problem('k3s.api_timeout', { node: 'sampan-demo-server-0', seconds: 3 }))
const broken = new ProblemError(problem('k3s.exited', { node: 'sampan-demo-server-0', exitCode: 1 }))
const seconds = 1000

/** What `sampan status` prints of a running cluster that was asked for its readiness with this outcome. */
async function printed(failure: Error | undefined, ageMs: number): Promise<{ isReady: boolean; lines: string[] }> {
  const texts: string[] = []
  const output: Output = {
    isJson: false,
    result: (_value, text) => void texts.push(text),
    event: () => undefined,
    problem: () => undefined,
    warning: () => undefined,
  }
  const engine = {
    get: async () => cluster,
    whenReady: async () => {
      if (failure) throw failure
      return []
    },
    health: () => new LatestValue({ nodes: [], pods: [] }).watch(AbortSignal.abort()),
    lastStart: async () => ({ startedMs: 1_000_000, nowMs: 1_000_000 + ageMs }),
  }
  const isReady = await status(engine, 'demo', output, new AbortController().signal)
  return { isReady, lines: texts.join('\n').split('\n').slice(0, 2) }
}

it.each([
  ['ready', undefined, 5 * seconds, ['demo: ready', '']],
  ['starting, and no problem yet, just after a start', late, 5 * seconds, ['demo: starting', '']],
  [
    'degraded when it had time enough',
    late,
    1000 * seconds,
    ['demo: degraded', expect.stringContaining('The Kubernetes API is not responding')],
  ],
  [
    'degraded at once when a node is lost',
    broken,
    5 * seconds,
    ['demo: degraded', expect.stringContaining('server-0')],
  ],
])('status says that a running cluster is %s', async (_, failure, ageMs, lines) => {
  expect(await printed(failure, ageMs)).toEqual({ isReady: failure === undefined, lines })
})
