import { describe, expect, it } from 'vitest'
import { Changes } from '../../../electron/async/changes.ts'
import type { DockerNodeLogs } from '../../../electron/logs/docker-node-logs.ts'
import { logSources } from '../../../electron/logs/log-sources.ts'

const unasked = (): Promise<never> => Promise.reject(new Error('not asked here'))
async function* unread(): AsyncGenerator<Buffer> {
  yield await unasked()
}
const nodes: DockerNodeLogs = {
  changes: new Changes(),
  list: async () => [{ name: 'sampan-dev-server-0', runsPods: true }],
  find: unasked,
  oldestTime: unasked,
  watch: unasked,
  chunks: unread,
  followCommand: unread,
}
const never = new AbortController().signal

describe('the sources of a log', { timeout: 30_000 }, () => {
  it('are told without the pods where the kubeconfig does not come', async () => {
    const sources = logSources(nodes, () => new Promise(() => undefined))
    const { sources: told, problem } = await sources.available(never)
    expect([told.map(({ kind }) => kind), problem?.code]).toEqual([['node', 'containerd'], 'logs.pods_unknown'])
  })

  it('open no connection any more once they were closed, also where one was about to be opened', async () => {
    let reads = 0
    let bring: (text: string) => void = () => undefined
    const sources = logSources(nodes, () => {
      reads += 1
      return new Promise((resolve) => {
        bring = resolve
      })
    })
    const failures: string[] = []
    const ending = new AbortController()
    const follow = () =>
      sources.follow(
        { kind: 'pod', namespace: 'a', pod: 'b', container: 'c', isPrevious: false },
        {
          line: () => undefined,
          batch: () => undefined,
          mark: () => undefined,
          state: (state) => {
            if (state.kind === 'reconnecting') failures.push(state.problem.detail ?? state.problem.code)
          },
        },
        ending.signal,
      )
    const before = follow()
    await expect.poll(() => reads).toBe(1)
    sources.close()
    bring('apiVersion: v1')
    const after = follow()
    await expect.poll(() => failures.length).toBeGreaterThanOrEqual(2)
    expect(new Set(failures)).toEqual(new Set(['The sources were closed']))
    expect(reads).toBe(1)
    ending.abort(new DOMException('enough', 'AbortError'))
    await Promise.all([before, after])
  })
})
