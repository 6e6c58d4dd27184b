import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type Feed, livePicture } from '../../../electron/kubernetes/live-picture.ts'

it('tells what one waits for at the pace of the beginning, and what comes later at its own', async () => {
  const told: string[] = []
  const tells =
    (what: string, afterMs: number): Feed =>
    async (changed, signal) => {
      await delay(afterMs, undefined, { signal })
      told.push(what)
      changed()
      await delay(60_000, undefined, { signal })
    }
  const ending = new AbortController()
  const pictures = livePicture({
    feeds: [tells('few', 0), tells('many', 50)],
    picture: () => [...told],
    // A minute that is waited for in vain is longer than a test may take.
    intervalMs: () => (told.includes('many') ? 60_000 : 1),
    signal: ending.signal,
  })
  const seen: string[][] = []
  for await (const picture of pictures) {
    seen.push(picture)
    if (picture.includes('many')) ending.abort()
  }
  expect(seen).toEqual([['few'], ['few', 'many']])
})
