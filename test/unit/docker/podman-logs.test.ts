import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demultiplex, toLogRecord } from '../../../electron/docker/docker-frames.ts'
import { newestThenMore, podmanMoment } from '../../../electron/docker/podman-logs.ts'

const nowMs = Date.parse('2026-11-27T13:19:41.310+08:00')

const frame = ({ time, text }: Line): Buffer => piece({ time, text: `${text}\n` })

/** A record as an engine sends it. */
function piece({ time, text }: Line): Buffer {
  const payload = Buffer.from(`${time} ${text}`)
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

interface Line {
  readonly time: string
  readonly text: string
}

const timeOf = (tick: number) => `2026-11-27T13:19:41.${String(309_222_100 + tick).padStart(9, '0')}+08:00`

/** A log of which `there` lines exist when it is read first. Understands `since` as Podman does. */
function logOf(lines: readonly Line[], there: number, pieceBytes: number) {
  const asked: { since?: string | undefined; follow: boolean }[] = []
  const read = async function* (options: { since?: string | undefined; follow: boolean }) {
    asked.push(options)
    const isSince = ({ time }: Line) => {
      const seconds = `${Math.floor(Date.parse(time) / 1000)}.${time.slice(20, 29)}`
      return options.since === undefined || seconds >= options.since
    }
    const bytes = Buffer.concat((options.follow ? lines : lines.slice(0, there)).filter(isSince).map(frame))
    for (let offset = 0; offset < bytes.length; offset += pieceBytes) yield bytes.subarray(offset, offset + pieceBytes)
  }
  return { read, asked }
}

async function textsOf(chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const texts: string[] = []
  for await (const record of demultiplex(chunks)) texts.push(String(toLogRecord(record).data).trim())
  return texts
}

describe('the newest lines of a log of Podman and all that come', () => {
  it('has every line once and in order, however many share one time and wherever the log was when it was asked', async () => {
    const given = fc.record({
      steps: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 40 }),
      at: fc.nat(40),
      tailLines: fc.nat(12),
      pieceBytes: fc.integer({ min: 1, max: 200 }),
    })
    await fc.assert(
      fc.asyncProperty(given, async ({ steps, at, tailLines, pieceBytes }) => {
        const lines: Line[] = []
        let tick = 0
        for (const step of steps) {
          tick += Math.max(0, step)
          lines.push({ time: timeOf(tick), text: `line ${lines.length}` })
        }
        const there = Math.min(at, lines.length)
        const { read, asked } = logOf(lines, there, pieceBytes)
        const texts = await textsOf(newestThenMore(read, tailLines, nowMs))
        expect(texts).toEqual(lines.slice(Math.max(0, there - tailLines)).map(({ text }) => text))
        expect(asked.map(({ follow }) => follow)).toEqual([false, true])
      }),
    )
  })

  it('ends the history where it was asked, however fast more of it comes', async () => {
    const late = [0, 1, 2].map((index) => ({ time: timeOf(5_000_000 + index), text: `late ${index}` }))
    const { read } = logOf([{ time: timeOf(0), text: 'early' }, ...late], 4, 7)
    const texts = await textsOf(newestThenMore(read, 1, nowMs))
    expect(texts).toEqual(['early', 'late 0', 'late 1', 'late 2'])
  })

  it('counts lines, not the pieces that one was written in', async () => {
    const pieces = ['one\n', 'tw', 'o\n', 'thr', 'ee\n', 'fo'].map((text) => ({ time: timeOf(0), text }))
    const read = async function* ({ follow }: { follow: boolean }) {
      if (!follow) yield Buffer.concat(pieces.map(piece))
    }
    const texts: string[] = []
    for await (const record of demultiplex(newestThenMore(read, 2, nowMs))) texts.push(String(toLogRecord(record).data))
    expect(texts).toEqual(['thr', 'ee\n', 'fo'])
  })

  it('follows from the beginning where there is no line yet', async () => {
    const { read, asked } = logOf([], 0, 100)
    expect(await textsOf(newestThenMore(read, 5))).toEqual([])
    expect(asked).toEqual([{ follow: false }, { follow: true }])
  })
})

it.each([
  ['1795779873.844023001', '2026-11-27T11:44:33.844023000Z'],
  ['1795779873.5', '2026-11-27T11:44:33.499999999Z'],
  ['1795779873', '2026-11-27T11:44:32.999999999Z'],
  ['0', '1970-01-01T00:00:00.000Z'],
])('asks Podman for what comes from %s on', (seconds, moment) => {
  expect(podmanMoment(seconds)).toBe(moment)
})
