import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { Claims } from '../../../electron/cluster/change/claims.ts'
import { openClusterEngine } from '../../../electron/cluster/cluster-engine.ts'
import { watchList } from '../../../electron/cluster/read/watch-list.ts'
import { askDatabase } from '../../../electron/datastore/ask-database.ts'
import type { RuntimeEvent } from '../../../electron/docker/container-runtime.ts'
import { fakeHost } from '../../engine/fake-host.ts'
import { AsyncQueue } from '../../fakes/async-queue.ts'
import { FakeKubeApi } from '../../fakes/fake-kube-api.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

describe('watching the list of clusters', () => {
  it('tells of a failed list, and leaves nothing open', async () => {
    const runtime = new FakeRuntime()
    const claims = new Claims()
    const engine = openClusterEngine({
      askDatabase,
      claims,
      runtime,
      connectApi: new FakeKubeApi().connect,
      host: fakeHost(),
      entrypoint: '',
    })
    const refusal = problem('docker.unreachable', { endpoint: 'fake' })
    runtime.failNext('listContainers', refusal)
    const controller = new AbortController()
    const broken = engine.watch(controller.signal)[Symbol.asyncIterator]()
    await expect(broken.next()).rejects.toMatchObject({ problem: refusal })
    expect([runtime.subscribers, getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0])
    const again = engine.watch(controller.signal)[Symbol.asyncIterator]()
    expect((await again.next()).value).toMatchObject({ clusters: [] })
    const end = again.next()
    controller.abort()
    expect(await end).toMatchObject({ done: true })
    expect(runtime.subscribers).toBe(0)
  })

  it('fails when the events end without a word, since nobody would hear of a change', async () => {
    const events = new AsyncQueue<RuntimeEvent>()
    events.push({ kind: 'connected' })
    const watching = watchList(
      { runtime: { events: (_, signal) => events.read(signal) }, list: async () => [], forget: () => undefined },
      new AbortController().signal,
    )
    expect((await watching.next()).value).toEqual({ clusters: [], changed: new Set() })
    events.end()
    await expect(watching.next()).rejects.toMatchObject({ problem: { code: 'docker.lost' } })
  })

  it('gives up a list that hangs when it is aborted', async () => {
    const runtime = new FakeRuntime()
    const controller = new AbortController()
    let isAsked: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve
    })
    const watching = watchList(
      {
        runtime,
        list: (signal) => {
          isAsked()
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        },
        forget: () => undefined,
      },
      controller.signal,
    )
    const first = watching.next()
    await asked
    controller.abort()
    expect(await first).toMatchObject({ done: true })
    expect(runtime.subscribers).toBe(0)
  })

  it('lists again what changed while it listed', async () => {
    const events = new AsyncQueue<RuntimeEvent>()
    events.push({ kind: 'connected' })
    const change = (cluster: string): RuntimeEvent => ({
      kind: 'changed',
      object: 'container',
      action: 'die',
      name: 'sampan-demo-server-0',
      labels: { 'dev.sampan.cluster': cluster, 'dev.sampan.role': 'server' },
    })
    let lists = 0
    const watching = watchList(
      {
        runtime: { events: (_, signal) => events.read(signal) },
        list: async () => {
          lists += 1
          if (lists === 1) events.push(change('demo'))
          // The event arrives before the answer does.
          await new Promise(setImmediate)
          return []
        },
        forget: () => undefined,
      },
      new AbortController().signal,
    )
    expect((await watching.next()).value).toEqual({ clusters: [], changed: new Set() })
    expect((await watching.next()).value).toEqual({ clusters: [], changed: new Set(['demo']) })
    await watching.return()
  })
})
