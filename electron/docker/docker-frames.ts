import type { LogRecord } from './container-runtime.ts'

export interface DockerFrame {
  readonly stream: 'stdout' | 'stderr'
  readonly data: Buffer
}

const headerBytes = 8

/** Takes the payload of one frame; `stream` is 1 for stdout, 2 for stderr. Who answers `false` has not taken it, and wants it again with the next push. */
export type TakeFrame = (bytes: Buffer, start: number, end: number, stream: number) => unknown

/**
 * Splits Docker's multiplexed stream: 8 bytes of header (1 or 2 for the stream, three zeros, the length), then the payload. One
 * chunk carries many frames, and a frame may lie across many chunks. A frame that is cut off at the end is dropped.
 */
export class FrameSplitter {
  readonly #take: TakeFrame
  #pending: Buffer[] = []
  #pendingBytes = 0
  #neededBytes = headerBytes

  constructor(take: TakeFrame) {
    this.#take = take
  }

  push(chunk: Buffer): void {
    this.#pending.push(chunk)
    this.#pendingBytes += chunk.length
    // Joined only when a whole frame is there: large frames in small chunks would otherwise be copied again and again.
    if (this.#pendingBytes < this.#neededBytes) return
    const bytes = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending)
    let offset = 0
    this.#neededBytes = headerBytes
    while (bytes.length - offset >= headerBytes) {
      const end = offset + headerBytes + bytes.readUInt32BE(offset + 4)
      if (end > bytes.length) {
        this.#neededBytes = end - offset
        break
      }
      if (this.#take(bytes, offset + headerBytes, end, bytes[offset] ?? 1) === false) break
      offset = end
    }
    this.#pending = offset < bytes.length ? [bytes.subarray(offset)] : []
    this.#pendingBytes = bytes.length - offset
  }

  /** Another connection follows: what was begun comes again or never. */
  reset(): void {
    this.#pending = []
    this.#pendingBytes = 0
    this.#neededBytes = headerBytes
  }
}

/** The frames of a multiplexed stream, one by one. */
export async function* demultiplex(chunks: AsyncIterable<Buffer>): AsyncGenerator<DockerFrame, void, undefined> {
  let frames: DockerFrame[] = []
  const splitter = new FrameSplitter((bytes, start, end, stream) =>
    frames.push({ stream: stream === 2 ? 'stderr' : 'stdout', data: bytes.subarray(start, end) }),
  )
  for await (const chunk of chunks) {
    splitter.push(chunk)
    const whole = frames
    frames = []
    yield* whole
  }
}

/** The stream of a container with a terminal has no frames: lines, each with its time in front. */
export async function* splitTerminalLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<DockerFrame, void, undefined> {
  let rest = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    let offset = 0
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, offset)) {
      yield { stream: 'stdout', data: bytes.subarray(offset, end + 1) }
      offset = end + 1
    }
    rest = Buffer.from(bytes.subarray(offset))
  }
  if (rest.length > 0) yield { stream: 'stdout', data: rest }
}

/** Takes the time off the front that Docker puts before every record when it is asked with `timestamps=1`. */
export function toLogRecord({ stream, data }: DockerFrame): LogRecord {
  const space = data.indexOf(0x20)
  if (space < 0) return { stream, time: '', data }
  return { stream, time: inUtc(data.toString('latin1', 0, space)), data: data.subarray(space + 1) }
}

/** A time as Docker writes it, with all its digits, in UTC. Podman writes the zone of its machine: `…T13:19:41.309222133+08:00`. */
function inUtc(time: string): string {
  const zoned = /^(.{19})(\.\d+)?([+-]\d\d:\d\d)$/.exec(time)
  const ms = zoned ? Date.parse(`${zoned[1]}${zoned[3]}`) : Number.NaN
  return Number.isNaN(ms) ? time : `${new Date(ms).toISOString().slice(0, 19)}${zoned?.[2] ?? ''}Z`
}
