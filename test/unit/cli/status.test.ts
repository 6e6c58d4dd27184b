import { expect, it } from 'vitest'
import type { Cluster } from '#shared/cluster.ts'
import type { ClusterHealth } from '#shared/health.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { Output } from '../../../electron/cli/output.ts'
import { status } from '../../../electron/cli/reading.ts'
import { OutOfPatienceError } from '../../../electron/cluster/read/patience.ts'

const node = 'sampan-demo-server-0'
const cluster: Cluster = {
  engineId: 'E',
  name: 'demo',
  state: 'running',
  image: 'k3s',
  nodes: [{ name: node, role: 'server', index: 0, container: 'running' }],
  ports: [],
}
const nodes = [{ name: node, isReady: true, roles: [], kubeletVersion: 'v1', containerRuntime: '', osImage: '' }]
const whole: ClusterHealth = { nodes, pods: [] }
const late = new OutOfPatienceError(problem('k3s.api_timeout', { node: 'sampan-demo-server-0', seconds: 3 }))
const broken = new ProblemError(problem('k3s.exited', { node: 'sampan-demo-server-0', exitCode: 1 }))
const seconds = 1000

/** What `sampan status` prints of a running cluster that was asked for its readiness with this outcome. */
async function printed(
  failure: Error | undefined,
  ageMs: number,
  pictures: readonly ClusterHealth[] = [whole],
  state: Cluster['state'] = 'running',
): Promise<{ isReady: boolean; lines: string[]; row: string | undefined }> {
  const texts: string[] = []
  const output: Output = {
    isJson: false,
    language: 'en',
    result: (_value, text) => void texts.push(text),
    event: () => undefined,
    problem: () => undefined,
    warning: () => undefined,
    say: () => undefined,
  }
  const engine = {
    get: async () => ({ ...cluster, state }),
    whenReady: async () => {
      if (failure) throw failure
      return []
    },
    health: async function* (_name: string, signal: AbortSignal) {
      yield* pictures
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    },
    lastStart: async () => ({ startedMs: 1_000_000, nowMs: 1_000_000 + ageMs }),
    aging: async () => undefined,
  }
  const isReady = await status(engine, 'demo', output, new AbortController().signal, 300)
  const lines = texts.join('\n').split('\n')
  return { isReady, lines: lines.slice(0, 2), row: lines.find((line) => line.startsWith(node)) }
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
  expect(await printed(failure, ageMs)).toMatchObject({ isReady: failure === undefined, lines })
})

it('status shows the nodes of a cluster that it calls ready, though pods are heard of first', async () => {
  const { isReady, row } = await printed(undefined, 5 * seconds, [{ pods: [] }, whole])
  expect([isReady, row]).toEqual([true, `${node}   running     Ready        v1`])
})

it('status does not call a cluster ready whose nodes it could not see', async () => {
  const { isReady, lines } = await printed(undefined, 5 * seconds, [{ pods: [] }])
  expect([isReady, lines[0]]).toEqual([false, 'demo: starting'])
})

it('status shows what the API of a degraded cluster says, where one of its servers still has one', async () => {
  const { isReady, lines, row } = await printed(undefined, 5 * seconds, [whole], 'degraded')
  expect([isReady, lines[0], row]).toEqual([false, 'demo: degraded', `${node}   running     Ready        v1`])
})

it('status asks no API of a cluster that is stopped', async () => {
  const { row } = await printed(undefined, 5 * seconds, [whole], 'stopped')
  expect(row).toBe(`${node}   running     unknown      `.trimEnd())
})
