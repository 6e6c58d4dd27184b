import { expect, it } from 'vitest'
import { ProblemError, problem } from '#shared/problem.ts'
import { awaitSources } from '../../../electron/cli/log-sources.ts'

const pod = { kind: 'pod', namespace: 'default', pod: 'web', container: 'main', isPrevious: false } as const
const missing = () => new ProblemError(problem('cluster.pod_missing', { pod: 'default/web' }))
const forever = new AbortController().signal

it('waits for a pod that comes a moment later than who follows it, and says once that it does', async () => {
  const told: string[] = []
  let looks = 0
  const choose = async () => {
    looks += 1
    if (looks < 3) throw missing()
    return [pod]
  }
  expect(await awaitSources(choose, (name) => told.push(name), forever)).toEqual([pod])
  expect(told).toEqual(['default/web'])
})

it('does not wait for what can never come, such as a node that the cluster does not have', async () => {
  const unknown = problem('cluster.no_such_node', { cluster: 'dev', node: 'server-9', known: 'server-0' })
  const choose = () => Promise.reject(new ProblemError(unknown))
  await expect(awaitSources(choose, () => expect.unreachable(), forever)).rejects.toMatchObject({ problem: unknown })
})

it('ends with Ctrl-C while it waits', async () => {
  const interrupt = new AbortController()
  const choose = () => Promise.reject(missing())
  const waiting = awaitSources(choose, () => interrupt.abort(new Error('interrupted')), interrupt.signal)
  await expect(waiting).rejects.toThrow('interrupted')
})
