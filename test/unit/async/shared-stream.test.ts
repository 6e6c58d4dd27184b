import { describe, expect, it } from 'vitest'
import { SharedStream } from '../../../electron/async/shared-stream.ts'
import { AsyncQueue } from '../../fakes/async-queue.ts'

describe('a shared stream', () => {
  const opened = () => {
    const sources: { queue: AsyncQueue<string>; signal: AbortSignal }[] = []
    const stream = new SharedStream<string>((signal) => {
      const source = { queue: new AsyncQueue<string>(), signal }
      source.queue.push(`opened ${sources.length + 1}`)
      sources.push(source)
      return source.queue.read(signal)
    })
    return { sources, stream }
  }

  it('is opened once for all readers, and tells a late one that it is open', async () => {
    const { sources, stream } = opened()
    const early = stream.read(new AbortController().signal)
    expect((await early.next()).value).toBe('opened 1')
    sources[0]?.queue.push('a')
    expect((await early.next()).value).toBe('a')
    const late = stream.read(new AbortController().signal)
    expect((await late.next()).value).toBe('opened 1')
    sources[0]?.queue.push('b')
    expect([(await early.next()).value, (await late.next()).value]).toEqual(['b', 'b'])
    expect(sources).toHaveLength(1)
  })

  it('is stopped when the last reader leaves, and opened anew for the next', async () => {
    const { sources, stream } = opened()
    const leaving = new AbortController()
    const first = stream.read(leaving.signal)
    const second = stream.read(new AbortController().signal)
    await first.next()
    await second.next()
    leaving.abort()
    expect(await first.next()).toMatchObject({ done: true })
    expect([stream.readers, sources[0]?.signal.aborted]).toEqual([1, false])
    await second.return()
    expect([stream.readers, sources[0]?.signal.aborted]).toEqual([0, true])
    expect((await stream.read(new AbortController().signal).next()).value).toBe('opened 2')
  })

  it('breaks for all readers at once, who may come back at once', async () => {
    const { sources, stream } = opened()
    const readers = [stream.read(new AbortController().signal), stream.read(new AbortController().signal)]
    for (const reader of readers) await reader.next()
    sources[0]?.queue.end(new Error('lost'))
    for (const reader of readers) await expect(reader.next()).rejects.toThrow('lost')
    expect((await stream.read(new AbortController().signal).next()).value).toBe('opened 2')
    expect(sources).toHaveLength(2)
  })
})
