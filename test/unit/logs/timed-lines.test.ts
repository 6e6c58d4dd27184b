import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leadingTime, logrusTime, type ReadTime, TimedLines } from '../../../electron/logs/timed-lines.ts'

const second = Date.UTC(2026, 10, 23, 10)
const stamp = (ms: number) => new Date(second + ms).toISOString().replace('Z', '000000Z')

function reading(readTime: ReadTime): { lines: TimedLines; taken: { text: string; time: number }[] } {
  const taken: { text: string; time: number }[] = []
  const lines = new TimedLines(readTime, (bytes, start, end, time) =>
    taken.push({ text: bytes.toString('utf8', start, end), time }),
  )
  return { lines, taken }
}

/** Cuts bytes into pieces of the given lengths, again and again. */
function* pieces(bytes: Buffer, lengths: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const end = at + (lengths[turn % lengths.length] ?? 1)
    yield bytes.subarray(at, end)
    at = end
  }
}

describe('lines that say their time', () => {
  it('are the same wherever the chunks were cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ ms: fc.nat(5000), text: fc.stringMatching(/^[a-zü☃ ]*$/) }), { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (wanted, lengths) => {
          const { lines, taken } = reading(leadingTime())
          const bytes = Buffer.from(wanted.map(({ ms, text }) => `${stamp(ms)} ${text}\r\n`).join(''))
          for (const piece of pieces(bytes, lengths)) lines.push(piece)
          lines.end()
          expect(taken).toEqual(wanted.map(({ ms, text }) => ({ text, time: second + ms })))
        },
      ),
    )
  })

  it('are there once, however often the connection breaks and is asked for the whole second again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(300), { minLength: 1, maxLength: 60 }),
        fc.array(fc.nat(2000), { maxLength: 8 }),
        (gaps, cuts) => {
          let ms = 0
          // Several of one instant, and some without a time of their own.
          const all = gaps.map((gap, number) => {
            const hasTime = number === 0 || gap % 7 !== 0
            if (hasTime && gap % 3 !== 0) ms += gap
            return { ms, text: hasTime ? `${stamp(ms)} line ${number}` : `no time ${number}` }
          })
          const from = (since: number) => {
            const first = all.findIndex((line) => second + line.ms >= Math.floor(since / 1000) * 1000)
            return first < 0 ? [] : all.slice(first)
          }
          const { lines, taken } = reading(leadingTime())
          for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
            lines.resume()
            const bytes = Buffer.from(
              from(lines.lastTime ?? 0)
                .map(({ text }) => `${text}\n`)
                .join(''),
            )
            lines.push(bytes.subarray(0, cut))
          }
          expect(taken.map(({ text }) => text)).toEqual(all.map(({ text }) => text.replace(/^\S+Z /, '')))
        },
      ),
    )
  })

  it("keep containerd's own times in their text, and take a time zone for what it is", () => {
    const { lines, taken } = reading(logrusTime())
    lines.push(Buffer.from('time="2026-11-23T10:00:00.5Z" level=info msg=a\ngoroutine 1 [running]:\n'))
    lines.push(Buffer.from('time="2026-11-23T18:00:01.25+08:00" level=warning msg=b\n'))
    expect(taken).toEqual([
      { text: 'time="2026-11-23T10:00:00.5Z" level=info msg=a', time: second + 500 },
      { text: 'goroutine 1 [running]:', time: second + 500 },
      { text: 'time="2026-11-23T18:00:01.25+08:00" level=warning msg=b', time: second + 1250 },
    ])
  })

  it('do not take the end of a stack trace, with which a log may begin when it is asked again, for new', () => {
    const { lines, taken } = reading(logrusTime())
    const bytes = Buffer.from('goroutine 1 [running]:\ntime="2026-11-23T10:00:00.5Z" level=info msg=a\n')
    lines.push(bytes)
    lines.resume()
    lines.push(bytes)
    expect(taken).toHaveLength(2)
  })

  it('begin anew with another log', () => {
    const { lines, taken } = reading(leadingTime())
    lines.push(Buffer.from(`${stamp(900)} old\n`))
    lines.restart()
    lines.push(Buffer.from(`${stamp(100)} new\n`))
    expect(taken.map(({ text }) => text)).toEqual(['old', 'new'])
  })
})
