import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type ApiConnection, ApiStatusError } from '../../../electron/kubernetes/api-connection.ts'
import type { FollowOptions } from '../../../electron/logs/node-follower.ts'
import { followPod, type PodContainer } from '../../../electron/logs/pod-follower.ts'

const target: PodContainer = { namespace: 'default', pod: 'web-1', container: 'app', isPrevious: false }
const stamped = (second: number, text: string) =>
  `2026-11-23T10:00:${String(second).padStart(2, '0')}.000000000Z ${text}\n`

/** A pod whose container runs for the n-th time; what its logs answer is said for each question. */
class FakeApi {
  uid = 'a'
  restarts = 0
  readonly asked: string[] = []
  /** Answers the n-th question for a log; the last one stands. */
  logs: ((query: URLSearchParams) => string | Error)[] = []

  get connection(): Promise<ApiConnection> {
    // Only what a follower of a pod uses of it.
    return Promise.resolve(this as unknown as ApiConnection)
  }

  async json(path: string): Promise<unknown> {
    this.asked.push(path)
    return {
      metadata: { name: 'web-1', namespace: 'default', uid: this.uid },
      spec: { containers: [{ name: 'app' }] },
      status: {
        containerStatuses: [{ name: 'app', restartCount: this.restarts, ready: true, state: { running: {} } }],
      },
    }
  }

  async stream(path: string): Promise<Readable> {
    this.asked.push(path)
    const query = new URLSearchParams(path.split('?')[1])
    if (query.has('limitBytes')) return Readable.from([Buffer.from(stamped(0, 'oldest'))])
    const answer = (this.logs.length > 1 ? this.logs.shift() : this.logs[0])?.(query) ?? ''
    if (answer instanceof Error) throw answer
    return Readable.from([Buffer.from(answer)])
  }
}

/** What a follower tells until it tells `last`. */
async function told(api: FakeApi, last: string, options?: FollowOptions, pod = target): Promise<string[]> {
  const stop = new AbortController()
  const all: string[] = []
  const tell = (text: string) => {
    all.push(text)
    if (text === last) stop.abort()
  }
  const events = {
    line: (bytes: Buffer, start: number, end: number) => tell(bytes.toString('utf8', start, end)),
    batch: () => undefined,
    state: () => undefined,
    mark: ({ kind }: { kind: string }) => tell(`<${kind}>`),
  }
  await followPod(pod, () => api.connection, events, stop.signal, options)
  return all
}

describe('a follower of a container in a pod', () => {
  it('says that there are older lines than it reads', async () => {
    const api = new FakeApi()
    api.logs = [() => stamped(1, 'first') + stamped(2, 'second')]
    expect(await told(api, 'second')).toEqual(['<cut>', 'first', 'second'])
  })

  it('says nothing of older lines where the log is whole, or where somebody has asked for its newest alone', async () => {
    const api = new FakeApi()
    api.logs = [() => stamped(0, 'oldest') + stamped(1, 'second')]
    expect(await told(api, 'second')).toEqual(['oldest', 'second'])
    api.logs = [() => stamped(1, 'second')]
    expect(await told(api, 'second', { historyLines: 1 })).toEqual(['second'])
  })

  it('asks for no more than is wanted since a moment', async () => {
    const api = new FakeApi()
    api.logs = [() => stamped(3, 'of that second, but before') + stamped(4, 'wanted')]
    const sinceMs = Date.UTC(2026, 10, 23, 10, 0, 3, 500)
    expect(await told(api, 'wanted', { sinceMs })).toEqual(['wanted'])
    const log = new URLSearchParams(api.asked.find((path) => path.includes('/log?'))?.split('?')[1])
    expect([log.get('sinceTime'), log.get('tailLines')]).toEqual(['2026-11-23T10:00:03Z', null])
  })

  it('says where lines are lost because the rest of a run cannot be read any more', async () => {
    const api = new FakeApi()
    api.logs = [
      () => stamped(1, 'one'),
      () => {
        api.restarts = 1
        return new Error('socket hang up')
      },
      () => new ApiStatusError(400, 'previous terminated container not found'),
      () => stamped(5, 'two'),
    ]
    expect(await told(api, 'two', { historyLines: 10 })).toEqual(['one', '<lost>', '<restarted>', '<resumed>', 'two'])
  })

  it('reads the rest of a run where it is still there, and says nothing of a loss', async () => {
    const api = new FakeApi()
    api.logs = [
      () => stamped(1, 'one'),
      () => {
        api.restarts = 1
        return new Error('socket hang up')
      },
      (query) => (query.has('previous') ? stamped(1, 'one') + stamped(2, 'its last words') : ''),
      () => stamped(5, 'two'),
    ]
    expect(await told(api, 'two', { historyLines: 10 })).toEqual([
      'one',
      '<resumed>',
      'its last words',
      '<restarted>',
      'two',
    ])
  })

  it('cannot be led to another path by a name', async () => {
    const api = new FakeApi()
    api.logs = [() => stamped(1, 'one')]
    await told(api, 'one', { historyLines: 1 }, { ...target, namespace: 'a/../b', pod: 'c?watch=1' })
    for (const path of api.asked)
      expect(path).toMatch(/^\/api\/v1\/namespaces\/a%2F\.\.%2Fb\/pods\/c%3Fwatch%3D1(\/log\?.*)?$/)
  })
})
