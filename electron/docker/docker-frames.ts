import type { LogRecord } from './container-runtime.ts'

export interface DockerFrame {
  readonly stream: 'stdout' | 'stderr'
  readonly data: Buffer
}

const headerBytes = 8

/**
 * Splits Docker's multiplexed stream: 8 bytes of header (1 or 2 for the stream, three zeros, the length), then the payload. One
 * chunk carries many frames, and a frame may lie across many chunks. A frame that is cut off at the end is dropped.
 */
export async function* demultiplex(chunks: AsyncIterable<Buffer>): AsyncGenerator<DockerFrame, void, undefined> {
  let pending: Buffer[] = []
  let pendingBytes = 0
  let neededBytes = headerBytes
  for await (const chunk of chunks) {
    pending.push(chunk)
    pendingBytes += chunk.length
    // Joined only when a whole frame is there: large frames in small chunks would otherwise be copied again and again.
    if (pendingBytes < neededBytes) continue
    const bytes = pending.length === 1 ? chunk : Buffer.concat(pending)
    let offset = 0
    neededBytes = headerBytes
    while (bytes.length - offset >= headerBytes) {
      const end = offset + headerBytes + bytes.readUInt32BE(offset + 4)
      if (end > bytes.length) {
        neededBytes = end - offset
        break
      }
      yield { stream: bytes[offset] === 2 ? 'stderr' : 'stdout', data: bytes.subarray(offset + headerBytes, end) }
      offset = end
    }
    pending = offset < bytes.length ? [bytes.subarray(offset)] : []
    pendingBytes = bytes.length - offset
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
  return { stream, time: data.toString('latin1', 0, space), data: data.subarray(space + 1) }
}
