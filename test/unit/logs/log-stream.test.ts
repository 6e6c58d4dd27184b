import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levels } from '../../../electron/logs/line-level.ts'
import { lineLevel } from '../../../electron/logs/log-level.ts'
import { LogStream } from '../../../electron/logs/log-stream.ts'

interface Line {
  readonly text: string
  readonly time: number
  readonly level: string | undefined
}

function reader() {
  const lines: Line[] = []
  const stream = new LogStream((bytes, start, end, time, level) => {
    lines.push({ text: bytes.toString('utf8', start, end), time, level: levels[level] })
  })
  return { lines, stream }
}

/** A record as Docker sends it: header, time, text. */
function frame(time: string, text: Buffer, stream = 2): Buffer {
  const payload = Buffer.concat([Buffer.from(`${time} `), text])
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

/** Later ones are later. */
const stamp = (index: number) =>
  `${new Date(Date.UTC(2026, 10, 23, 10) + index * 1000).toISOString().slice(0, 19)}.${String(index).padStart(9, '0')}Z`

/** Cuts bytes at any places. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length))
}

describe("Docker's log", () => {
  it('comes out line by line as it was printed, wherever the connection cut it', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\u0000', '\u001b[31mred', 'a\tb', ''),
    )
    const clean = text.map((value) => value.replace(/[\r\n]/g, ''))
    fc.assert(
      fc.property(
        fc.array(clean, { maxLength: 20 }),
        fc.array(fc.nat(5000), { maxLength: 30 }),
        fc.boolean(),
        (texts, cuts, isCrlf) => {
          const bytes = Buffer.concat(
            texts.map((value, index) => frame(stamp(index), Buffer.from(`${value}${isCrlf ? '\r\n' : '\n'}`))),
          )
          const { lines, stream } = reader()
          for (const piece of pieces(bytes, cuts)) stream.push(piece)
          stream.end()
          expect(lines.map((line) => line.text)).toEqual(texts)
          expect(lines.map(({ time }) => Math.round(time))).toEqual(
            texts.map((_, index) => Math.round(Date.parse(stamp(index)))),
          )
        },
      ),
    )
  })

  it('has long lines in one piece, though Docker cuts them, and those of two streams do not mix', () => {
    const long = 'x'.repeat(40_000)
    const other = 'y'.repeat(20_000)
    const { lines, stream } = reader()
    stream.push(frame(stamp(1), Buffer.from(long.slice(0, 16_384)), 1))
    stream.push(frame(stamp(2), Buffer.from(other.slice(0, 16_384)), 2))
    stream.push(frame(stamp(3), Buffer.from(long.slice(16_384, 32_768)), 1))
    stream.push(frame(stamp(4), Buffer.from(`${other.slice(16_384)}\n`), 2))
    stream.push(frame(stamp(5), Buffer.from(`${long.slice(32_768)}\n`), 1))
    expect(lines.map(({ text, time }) => [text, time])).toEqual([
      [other, Date.parse(stamp(2))],
      [long, Date.parse(stamp(1))],
    ])
  })

  it('goes on after any break without repeating or losing a line, also where several have the same time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(40), { maxLength: 6 }),
        (steps, breaks) => {
          // Times that stand still or move on; the line says which one it is.
          let at = 0
          const printed = steps.map((step, index) => {
            at += step === 0 ? 1 : 0
            return { time: stamp(at), text: `line ${index}` }
          })
          const frames = printed.map(({ time, text }) => frame(time, Buffer.from(`${text}\n`)))
          const { lines, stream } = reader()
          let sent = 0
          for (const until of [...breaks, printed.length].map((value) => Math.min(value, printed.length))) {
            // What Docker sends begins with lines of that very time, or with older ones.
            const since = stream.last?.text
            const isFrom = (time: string) => since === undefined || time >= since
            const again = frames.filter((_, index) => index < until && isFrom(printed[index]?.time ?? ''))
            stream.resume()
            for (const bytes of again) stream.push(bytes)
            sent = Math.max(sent, until)
          }
          expect(lines.map(({ text }) => text)).toEqual(printed.slice(0, sent).map(({ text }) => text))
        },
      ),
    )
  })

  it('goes on after any break where stdout and stderr are not in the order of their times', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ stream: fc.constantFrom(1, 2), step: fc.nat(3) }), { minLength: 1, maxLength: 40 }),
        fc.array(fc.record({ until: fc.nat(40), again: fc.nat(10) }), { maxLength: 6 }),
        (printed, breaks) => {
          const at = new Map<number, number>()
          const records = printed.map(({ stream, step }, index) => {
            at.set(stream, (at.get(stream) ?? 10) + step)
            return frame(stamp(at.get(stream) ?? 0), Buffer.from(`line ${index}\n`), stream)
          })
          const { lines, stream } = reader()
          let had = 0
          for (const { until, again } of [...breaks, { until: records.length, again: 10 }]) {
            stream.resume()
            // From one that was had on, or from the first.
            for (const record of records.slice(Math.max(0, had - 1 - again), Math.max(had, until))) stream.push(record)
            had = Math.min(records.length, Math.max(had, until))
          }
          expect(lines.map(({ text }) => text)).toEqual(records.map((_, index) => `line ${index}`))
        },
      ),
    )
  })

  it('has lines that were printed after the clock was set back, and stops before them where it is followed', () => {
    const [times, texts] = [
      [5, 6, 2, 3],
      ['a', 'b', 'c', 'd'],
    ]
    const frames = times.map((time, index) => frame(stamp(time), Buffer.from(`${texts[index]}\n`)))
    const whole = reader()
    for (const each of frames) whole.stream.push(each)
    expect(whole.lines.map(({ text }) => text)).toEqual(texts)
    const followed = reader()
    followed.stream.resume({ longestStepMs: 60_000 })
    const jumps = frames.map((each) => followed.stream.push(each))
    expect(jumps.slice(0, 3)).toEqual([undefined, undefined, { before: stamp(6), after: stamp(2), isBack: true }])
  })

  it('goes on where it was also on an engine that writes its own time zone, as Podman does', () => {
    const zoned = (index: number) =>
      new Date(Date.parse(stamp(index)) + 8 * 3_600_000)
        .toISOString()
        .slice(0, 19)
        .concat(stamp(index).slice(19))
        .replace('Z', '+08:00')
    const { lines, stream } = reader()
    stream.push(frame(zoned(309_222), Buffer.from('first\n')))
    stream.resume({ mustCover: true })
    for (const index of [309_221, 309_222, 309_223]) stream.push(frame(zoned(index), Buffer.from(`line ${index}\n`)))
    expect(lines.map(({ text, time }) => [text, time])).toEqual([
      ['first', microseconds(stamp(309_222))],
      ['line 309223', microseconds(stamp(309_223))],
    ])
  })
})

/** To the microsecond, as a double holds it. */
const microseconds = (time: string) => expect.closeTo(Date.parse(time) + Number(`0.${time.slice(23, 26)}`), 2)

describe('the lines that a real k3s printed', () => {
  const folder = fileURLToPath(new URL('../../recordings/', import.meta.url))
  const files = readdirSync(folder).filter((name) => name.endsWith('.log'))

  it.each(files)('have the level that their text says: %s', (name) => {
    const texts = readFileSync(`${folder}${name}`, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
    const { lines, stream } = reader()
    for (const [index, text] of texts.entries()) stream.push(frame(stamp(index), Buffer.from(`${text}\n`)))
    expect(lines.map(({ text, level }) => [text, level])).toEqual(
      texts.map((text) => [text.replace(/\r$/, ''), lineLevel(text)]),
    )
    expect(lines.map(({ time }) => time)).toEqual(texts.map((_, index) => microseconds(stamp(index))))
    const framed = texts.filter((text) => /^time="|^[IWEF]\d{4} \d\d:/.test(text))
    expect(lines.filter(({ level }) => level !== undefined).length).toBeGreaterThanOrEqual(framed.length)
  })
})
