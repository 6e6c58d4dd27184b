import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Folding } from '../../../electron/logs/folding.ts'
import { flag, LineStore } from '../../../electron/logs/line-store.ts'
import { MergeQueue, type QueuedLine } from '../../../electron/logs/merge-queue.ts'
import { RowIndex } from '../../../electron/logs/row-index.ts'

afterEach(() => vi.useRealTimers())

describe('the store of lines', () => {
  it('gives back every line that it keeps, and gives up the oldest first', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300_000), { maxLength: 60 }), (lengths) => {
        const store = new LineStore(3 << 20)
        const lines = lengths.map((length, index) => Buffer.alloc(length, `${index % 10}`))
        for (const [index, line] of lines.entries())
          store.append(line, 0, line.length, { time: index, flags: 3, source: 1 })
        expect(store.end).toBe(lines.length)
        for (let number = store.first; number < store.end; number += 1) {
          expect(store.bytesOf(number)?.equals(lines[number] ?? Buffer.alloc(0))).toBe(true)
        }
        expect([store.bytesOf(store.first - 1), store.bytesOf(store.end)]).toEqual([undefined, undefined])
        expect(store.keptBytes).toBeLessThanOrEqual(3 << 20)
      }),
    )
  })

  it('finds the first line at or after a moment', () => {
    const store = new LineStore(4 << 20)
    for (let time = 0; time < 50_000; time += 2) store.append(Buffer.from('x'), 0, 1, { time, flags: 0, source: 0 })
    expect([store.atTime(0), store.atTime(31), store.atTime(49_998), store.atTime(1e9)]).toEqual([
      0, 16, 24_999, 24_999,
    ])
  })
})

describe('the index of rows', () => {
  it('is a list that only grows and is given up from its beginning', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 200 }), fc.array(fc.nat(300), { maxLength: 5 }), (steps, drops) => {
        const index = new RowIndex()
        let line = 0
        const model: number[] = []
        for (const step of steps) {
          line += step + 1
          index.push(line)
          model.push(line)
        }
        for (const drop of drops) index.dropBefore(drop)
        const gone = model.filter((each) => each < Math.max(0, ...drops)).length
        expect([index.first, index.end]).toEqual([gone, model.length])
        for (const [row, each] of model.entries()) expect(index.line(row)).toBe(row < gone ? undefined : each)
        for (const wanted of [0, 7, 100, line]) {
          expect(index.rowOf(wanted)).toBe(Math.max(gone, model.filter((each) => each < wanted).length))
        }
      }),
    )
  })
})

describe('an index of rows that grows at both ends', () => {
  it('keeps the number of every row, whatever is put in front, behind, or given up', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('behind' as const), count: fc.nat(70_000) }),
      fc.record({ kind: fc.constant('front' as const), count: fc.nat(70_000) }),
      fc.record({ kind: fc.constant('drop' as const), count: fc.nat(1000) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const index = new RowIndex()
        // A row's line is its number, moved to where no number is negative.
        const origin = 1_000_000
        let [first, end] = [0, 0]
        for (const { kind, count } of steps) {
          if (kind === 'behind') for (let row = 0; row < count; row += 1, end += 1) index.push(origin + end)
          else if (kind === 'front') {
            index.unshift(Uint32Array.from({ length: count }, (_, at) => origin + first - count + at))
            first -= count
          } else {
            first = Math.min(end, first + count)
            index.dropBefore(origin + first)
          }
          expect([index.first, index.end]).toEqual([first, end])
          for (const row of [first, (first + end) >> 1, end - 1])
            expect(index.line(row)).toBe(row >= first && row < end ? origin + row : undefined)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('lines that fold', () => {
  const flagsOf = (texts: readonly string[]) => {
    const folding = new Folding()
    return texts.map((text) => {
      const bytes = Buffer.from(text)
      const level = text.includes('level=error') || /^E\d/.test(text) ? 5 : 0
      return folding.flagsOf(0, bytes, 0, bytes.length, level)
    })
  }

  it('are equal ones in a row, whatever their time', () => {
    expect(
      flagsOf([
        'time="2026-11-23T10:00:00Z" level=error msg="no"',
        'time="2026-11-23T10:00:05Z" level=error msg="no"',
        'time="2026-11-23T10:00:06Z" level=error msg="other"',
        'time="2026-11-23T10:00:07Z" level=error msg="no"',
      ]),
    ).toEqual([5, 5 | flag.repeat, 5, 5])
  })

  it('are those of a stack trace, and not a line that only stands behind an error', () => {
    expect(
      flagsOf([
        'E1123 10:00:00.000000       7 runtime.go:79] Observed a panic',
        'goroutine 1 [running]:',
        '\t/go/src/x.go:12 +0x1d',
        'created by main.main',
        'Done.',
      ]),
    ).toEqual([5, 5 | flag.continuation, 5 | flag.continuation, 5 | flag.continuation, 0])
  })
})

describe('several sources', () => {
  const line = (source: number, time: number): QueuedLine => {
    const bytes = Buffer.from(`${source}`)
    return { bytes, start: 0, end: 1, time, flags: 0, source }
  }
  const merging = (options?: { isWhole: boolean }) => {
    const taken: [number, number][] = []
    return { taken, queue: new MergeQueue(({ source, time }) => taken.push([source, time]), options) }
  }

  it('come in the order of their times, and none waits long for one that is silent', async () => {
    const { taken, queue } = merging()
    for (const source of [0, 1, 2]) queue.add(source)
    queue.quiet(2)
    for (const time of [10, 20, 30]) queue.push(line(0, time))
    for (const time of [5, 25]) queue.push(line(1, time))
    queue.flush()
    expect(taken).toEqual([])
    await expect.poll(() => taken.length, { timeout: 1000, interval: 5 }).toBe(5)
    expect(taken).toEqual([
      [1, 5],
      [0, 10],
      [0, 20],
      [1, 25],
      [0, 30],
    ])
  })

  it('wait longer for one whose history has not come yet', () => {
    vi.useFakeTimers()
    const { taken, queue } = merging()
    for (const source of [0, 1]) queue.add(source)
    queue.push(line(0, 10))
    queue.flush()
    vi.advanceTimersByTime(400)
    expect(taken).toEqual([])
    queue.push(line(1, 5))
    vi.advanceTimersByTime(1000)
    expect(taken).toEqual([
      [1, 5],
      [0, 10],
    ])
  })

  it('wait for the last word of each where the order is all that counts', () => {
    const { taken, queue } = merging({ isWhole: true })
    for (const source of [0, 1]) queue.add(source)
    queue.push(line(0, 10))
    queue.push(line(0, 40))
    queue.finish(0)
    expect(taken).toEqual([])
    queue.push(line(1, 20))
    queue.finish(1)
    expect(taken).toEqual([
      [0, 10],
      [1, 20],
      [0, 40],
    ])
    queue.clear()
  })

  it('forget what they have handed over, however long they go on', () => {
    const { taken, queue } = merging({ isWhole: true })
    for (const source of [0, 1]) queue.add(source)
    for (let time = 0; time < 50_000; time += 1) {
      queue.push(line(time % 2, time))
      if (time % 100 === 0) queue.flush()
    }
    for (const source of [0, 1]) queue.finish(source)
    expect(taken.map(([, time]) => time)).toEqual(Array.from({ length: 50_000 }, (_, time) => time))
    queue.clear()
  })

  it('hold up a reader that is far ahead until its lines have gone, without asking again and again', async () => {
    const { taken, queue } = merging({ isWhole: true })
    for (const source of [0, 1]) queue.add(source)
    for (let time = 0; time < 10; time += 1) queue.push(line(0, time))
    let isThrough = false
    const through = queue.untilNoMoreThan(5, 0, new AbortController().signal).then(() => {
      isThrough = true
    })
    queue.push(line(1, 3.5))
    queue.flush()
    await Promise.resolve()
    expect([isThrough, taken.length]).toEqual([false, 5])
    queue.push(line(1, 4.5))
    queue.flush()
    await through
    expect(taken.length).toBe(7)
    const stop = new AbortController()
    const stopped = queue.untilNoMoreThan(0, 0, stop.signal)
    stop.abort()
    await stopped
    queue.clear()
  })

  it('do not wait when there is only one', () => {
    const { taken, queue } = merging()
    queue.add(0)
    queue.push(line(0, 1))
    expect(taken).toEqual([[0, 1]])
  })
})
