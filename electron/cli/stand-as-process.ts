import { createReadStream, fstatSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants } from 'node:os'
import { type Readable, Writable } from 'node:stream'
import { isatty, ReadStream, WriteStream } from 'node:tty'

/**
 * Gives a thread what only a process has: Node leads its stdout and stderr through the main thread, which sleeps here, and tells it
 * of no signal. After this a program cannot tell the difference.
 */
export function standAsProcess(): void {
  provide('stdout', () => output(1))
  provide('stderr', () => output(2))
  provide('stdin', input)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) listen(name)
  process.on('uncaughtException', (error) => {
    writeAll(2, Buffer.from(`${error.stack ?? error}\n`))
    process.exit(1)
  })
}

/** Opened when it is first asked for, as in a process: a stdin that somebody holds open would keep it alive. */
function provide(name: 'stdin' | 'stdout' | 'stderr', open: () => Readable | Writable): void {
  let stream: Readable | Writable | undefined
  const get = () => {
    stream ??= open()
    return stream
  }
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get })
}

/** Files and pipes are written at once, as in a process, so that its end cuts nothing off. */
function output(fd: number): Writable {
  if (isatty(fd)) return new WriteStream(fd)
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      try {
        writeAll(fd, chunk)
        done()
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
}

const pause = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
const fullPipeMs = 5

function writeAll(fd: number, chunk: Buffer): void {
  let written = 0
  while (written < chunk.length) {
    try {
      written += writeSync(fd, chunk, written)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      // Somebody at the other end made the pipe non-blocking, and it is full.
      Atomics.wait(pause, 0, 0, fullPipeMs)
    }
  }
}

/** Nothing is read before somebody asks for it: what stands in the pipe may be for a child. */
function input(): Readable {
  if (isatty(0)) return new ReadStream(0)
  const kind = fstatSync(0)
  const pipe = { fd: 0, readable: true, writable: false, manualStart: true }
  return kind.isFIFO() || kind.isSocket() ? new Socket(pipe) : createReadStream('', { fd: 0, autoClose: false })
}

/** What Node itself listens with: `process.on` of a thread only listens to nobody. */
interface SignalHandle {
  onsignal: (signal: number) => void
  start(signal: number): number
  unref(): void
  close(): void
}

function listen(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void {
  const handle = signalHandle()
  handle.onsignal = () => {
    if (process.emit(name, name)) return
    // Nobody listens: what the system does to a process then.
    handle.close()
    process.kill(process.pid, name)
  }
  const failed = handle.start(constants.signals[name])
  if (failed) throw new Error(`${name} cannot be listened to (${failed})`)
  handle.unref()
}

function signalHandle(): SignalHandle {
  // Node's own word about it, which users need not read. Whether the handle is there, a test sees on the packaged app.
  process.noDeprecation = true
  const binding: unknown = Reflect.get(process, 'binding')
  const found: unknown = typeof binding === 'function' ? binding.call(process, 'signal_wrap') : undefined
  const Signal: unknown = typeof found === 'object' && found ? Reflect.get(found, 'Signal') : undefined
  if (typeof Signal !== 'function') throw new Error(`Node ${process.versions.node} has no handle for signals`)
  return Reflect.construct(Signal, [])
}
