import { describe, expect, it } from 'vitest'
import type { LogSource } from '#shared/log-view.ts'
import type { FollowerEvents } from '../../../electron/logs/node-follower.ts'
import { type TailOptions, tailLogs } from '../../../electron/logs/tail-logs.ts'

const source: LogSource = { kind: 'node', node: 'server-0' }
const start = Date.UTC(2026, 10, 23, 10)

/** Says one line, then a marker where one is wanted, and goes on until it is no longer read. */
const following = (marker?: { from: number; until: number }) => ({
  follow: async (_: LogSource, events: FollowerEvents, signal: AbortSignal) => {
    const line = Buffer.from('a line')
    events.state({ kind: 'following' })
    events.line(line, 0, line.length, start, 0)
    if (marker) events.mark({ kind: 'rotated', ...marker, isCertain: true }, marker.until)
    events.line(line, 0, line.length, start + 2000, 0)
    // Followers take whatever fails while a log is read for a connection that broke.
    await Promise.resolve(events.batch()).catch(() => undefined)
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  },
})

const tail = (options: Partial<TailOptions>, marker?: { from: number; until: number }) =>
  tailLogs(
    [source],
    following(marker),
    { take: async () => undefined, mark: () => undefined, fail: () => undefined, ...options },
    new AbortController().signal,
  )

describe('the lines of several sources as one', () => {
  it('end with what their reader fails with, though more would come', async () => {
    const failure = new Error('the expression explodes')
    await expect(tail({ take: () => Promise.reject(failure) })).rejects.toBe(failure)
  })

  it('end with what the reader of a marker fails with', async () => {
    const failure = new Error('no')
    const mark = () => {
      throw failure
    }
    await expect(tail({ mark }, { from: start, until: start + 1000 })).rejects.toBe(failure)
  })

  it('have a gap in its place between them', async () => {
    const told: string[] = []
    const leaving = new AbortController()
    await tailLogs(
      [source],
      following({ from: start, until: start + 1000 }),
      {
        take: async (lines) => {
          told.push(...lines.map(({ time }) => `line ${time - start}`))
          if (told.length >= 3) leaving.abort()
        },
        mark: (_, marker) => void told.push(marker.kind),
        fail: () => undefined,
      },
      leaving.signal,
    )
    expect(told).toEqual(['line 0', 'rotated', 'line 2000'])
  })
})
