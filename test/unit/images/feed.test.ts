import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { feed, type Taker } from '../../../electron/images/feed.ts'

const chunk = Buffer.alloc(1000)

/** Takes one chunk at a time, when it is let. */
function taker({ takes = Number.POSITIVE_INFINITY }: { takes?: number } = {}) {
  const state = { taken: 0, hasEnded: false, hasStalled: false, next: () => undefined as undefined }
  const input = new Writable({
    highWaterMark: 1000,
    write: (_chunk, _encoding, done) => {
      state.taken += 1
      if (state.taken <= takes) setImmediate(done)
    },
    final: (done) => {
      state.hasEnded = true
      done()
    },
  })
  input.on('error', () => undefined)
  const asTaker: Taker = {
    input,
    onStall: () => {
      state.hasStalled = true
    },
  }
  return { state, taker: asTaker, input }
}

async function* chunks(count: number, read: (number: number) => void = () => undefined) {
  for (let number = 1; number <= count; number += 1) {
    read(number)
    yield chunk
  }
}

describe('feeding several at once', () => {
  it('gives each all of it, and ends each', async () => {
    const all = [taker(), taker(), taker()]
    let bytes = 0
    await feed(
      chunks(50),
      all.map((each) => each.taker),
      {
        stallMs: 1000,
        onBytes: (more) => {
          bytes += more
        },
      },
    )
    expect(all.map(({ state }) => [state.taken, state.hasEnded])).toEqual(Array(3).fill([50, true]))
    expect(bytes).toBe(50_000)
  })

  it('reads no further ahead than the slowest takes', async () => {
    const slow = taker()
    let furthest = 0
    await feed(
      chunks(50, (number) => {
        furthest = Math.max(furthest, number - slow.state.taken)
      }),
      [taker().taker, slow.taker],
      {
        stallMs: 1000,
      },
    )
    expect(furthest).toBeLessThanOrEqual(2)
  })

  it('goes on without one that is gone, and stops where all are', async () => {
    const [gone, stays] = [taker(), taker()]
    await feed(
      chunks(20, (number) => {
        if (number === 5) gone.input.destroy()
      }),
      [gone.taker, stays.taker],
      { stallMs: 1000 },
    )
    expect([stays.state.taken, stays.state.hasEnded, gone.state.hasEnded]).toEqual([20, true, false])
    let read = 0
    const alone = taker()
    await feed(
      chunks(20, (number) => {
        read = number
        if (number === 5) alone.input.destroy()
      }),
      [alone.taker],
      { stallMs: 1000 },
    )
    expect(read).toBe(5)
  })

  it('lets go of one that takes nothing any more', async () => {
    const [stuck, stays] = [taker({ takes: 3 }), taker()]
    await feed(chunks(20), [stuck.taker, stays.taker], { stallMs: 20 })
    expect([stuck.state.hasStalled, stuck.input.destroyed, stays.state.taken]).toEqual([true, true, 20])
  })

  it('ends nobody where the stream fails: a part is not to be taken for the whole', async () => {
    const all = [taker(), taker()]
    const source = chunks(20, (number) => {
      if (number === 5) throw new Error('damaged')
    })
    await expect(
      feed(
        source,
        all.map((each) => each.taker),
        { stallMs: 1000 },
      ),
    ).rejects.toThrow('damaged')
    expect(all.map(({ state, input }) => [state.hasEnded, input.destroyed])).toEqual(Array(2).fill([false, true]))
  })
})
