import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DockerFrame,
  demultiplex,
  splitTerminalLines,
  toLogRecord,
} from '../../../electron/docker/docker-frames.ts'

describe("Docker's multiplexed stream", () => {
  it('gives the same frames however the bytes are cut into chunks', async () => {
    const frames = fc.array(
      fc.record({ stream: fc.constantFrom('stdout' as const, 'stderr' as const), text: fc.string() }),
    )
    await fc.assert(
      fc.asyncProperty(frames, fc.array(fc.nat(40), { minLength: 1 }), async (expected, cuts) => {
        const bytes = Buffer.concat(expected.map(({ stream, text }) => frame(stream, Buffer.from(text))))
        const seen = await collect(demultiplex(inChunks(bytes, cuts)))
        expect(seen.map(({ stream, data }) => ({ stream, text: data.toString() }))).toEqual(expected)
      }),
    )
  })

  it('takes a frame that is larger than any chunk', async () => {
    const data = Buffer.alloc(100_000, 'x')
    const [seen] = await collect(demultiplex(inChunks(frame('stderr', data), [1000])))
    expect(seen).toEqual({ stream: 'stderr', data })
  })

  it('drops a frame that was cut off', async () => {
    const bytes = frame('stdout', Buffer.from('whole'))
    expect(await collect(demultiplex(inChunks(Buffer.concat([bytes, bytes.subarray(0, 10)]), [7])))).toHaveLength(1)
  })

  it('splits the stream of a terminal, which has no frames, at its lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-zé]*$/)),
        fc.array(fc.nat(9), { minLength: 1 }),
        async (lines, cuts) => {
          const seen = await collect(
            splitTerminalLines(inChunks(Buffer.from(lines.map((line) => `${line}\n`).join('')), cuts)),
          )
          expect(seen.map(({ data }) => data.toString())).toEqual(lines.map((line) => `${line}\n`))
        },
      ),
    )
  })

  it('takes the time off the front of a record and leaves the rest byte for byte', () => {
    const data = Buffer.from('2026-11-23T10:06:27.507608424Z a  line \xff\n', 'latin1')
    const record = toLogRecord({ stream: 'stderr', data })
    expect(record).toEqual({
      stream: 'stderr',
      time: '2026-11-23T10:06:27.507608424Z',
      data: Buffer.from('a  line \xff\n', 'latin1'),
    })
  })

  it('carries its time in UTC with all its digits, whatever zone the engine writes', () => {
    const timeOf = (time: string) => toLogRecord({ stream: 'stdout', data: Buffer.from(`${time} text`) }).time
    expect(timeOf('2026-11-27T13:19:41.309222133+08:00')).toBe('2026-11-27T05:19:41.309222133Z')
    expect(timeOf('2026-11-27T00:19:41-01:30')).toBe('2026-11-27T01:49:41Z')
    expect(timeOf('2026-11-27T13:19:41.309222133Z')).toBe('2026-11-27T13:19:41.309222133Z')
  })
})

function frame(stream: DockerFrame['stream'], data: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream === 'stdout' ? 1 : 2
  header.writeUInt32BE(data.length, 4)
  return Buffer.concat([header, data])
}

/** Cuts at the given sizes, over and over; at least one byte each. */
async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let offset = 0, turn = 0; offset < bytes.length; turn += 1) {
    const end = offset + 1 + (sizes[turn % sizes.length] ?? 0)
    yield bytes.subarray(offset, end)
    offset = end
  }
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}
