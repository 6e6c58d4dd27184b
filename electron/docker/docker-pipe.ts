import { Duplex } from 'node:stream'
import { ProblemError, problem } from '#shared/problem.ts'
import { FrameSplitter } from './docker-frames.ts'
import type { DockerGateway } from './docker-gateway.ts'
import { attachExec } from './docker-streams.ts'

/**
 * What a command in a container reads and writes, as one stream of bytes. It fails with what the command said on its standard error where
 * that is all that it said.
 */
export async function openPipe(
  gateway: DockerGateway,
  { id, command }: { id: string; command: readonly string[] },
  signal: AbortSignal,
): Promise<Duplex> {
  const { connection } = await attachExec(gateway, { id, command, Tty: false }, signal)
  return new CommandStream(connection)
}

class CommandStream extends Duplex {
  readonly #inner: Duplex
  #said = ''
  #hasAnswered = false

  constructor(inner: Duplex) {
    super({ allowHalfOpen: false })
    this.#inner = inner
    const splitter = new FrameSplitter((bytes, from, to, stream) => this.#take(bytes.subarray(from, to), stream))
    inner.on('data', (chunk: Buffer) => splitter.push(chunk))
    inner.on('end', () => this.#end())
    inner.on('close', () => this.#end())
    inner.on('error', (error) => this.destroy(new ProblemError(problem('docker.lost', {}), { cause: error })))
  }

  #take(bytes: Buffer, stream: number): void {
    if (stream === 2) {
      this.#said += bytes.toString('utf8')
      return
    }
    this.#hasAnswered = true
    if (!this.push(Buffer.from(bytes))) this.#inner.pause()
  }

  #end(): void {
    const words = this.#said.trim()
    if (!this.#hasAnswered && words !== '') this.destroy(new Error(words))
    else if (!this.destroyed) this.push(null)
  }

  override _read(): void {
    this.#inner.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#inner.write(chunk, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#inner.end(done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inner.destroy()
    done(error)
  }
}
