import { expect, it } from 'vitest'
import { LatestValue } from '../../../electron/async/latest-value.ts'
import { readAhead } from '../../../electron/async/read-ahead.ts'

const never = new AbortController().signal

async function* failing(): AsyncGenerator<string> {
  yield 'one'
  throw new Error('broken')
}

it('is read before anybody asks, and gives the newest value first, then each new one', async () => {
  const source = new LatestValue('old')
  const stop = new AbortController()
  const values = readAhead(source.watch(stop.signal))(never)
  await expect.poll(() => source.waiting).toBe(1)
  source.set('new')
  await expect.poll(() => source.waiting).toBe(1)
  const found: string[] = []
  for await (const value of values) {
    found.push(value)
    if (value === 'new') source.set('newer')
    else break
  }
  expect(found).toEqual(['new', 'newer'])
  stop.abort()
  await expect.poll(() => source.waiting).toBe(0)
})

it('fails for its reader, after the last value, and for nobody before', async () => {
  const values = readAhead(failing())(never)
  await new Promise((resolve) => setTimeout(resolve, 5))
  const found: string[] = []
  const reading = async () => {
    for await (const value of values) found.push(value)
  }
  await expect(reading()).rejects.toThrow('broken')
  expect(found).toEqual(['one'])
})

it('is left by a reader whose signal aborts, and read by the next', async () => {
  const [source, stop, left] = [new LatestValue(1), new AbortController(), new AbortController()]
  const read = readAhead(source.watch(stop.signal))
  const reading = (async () => {
    for await (const _ of read(left.signal)) left.abort(new Error('left'))
  })()
  await expect(reading).rejects.toThrow('left')
  for await (const value of read(never)) {
    expect(value).toBe(1)
    break
  }
  stop.abort()
})
