import type { Duplex } from 'node:stream'
import { z } from 'zod'
import type { TerminalSize } from '#shared/access.ts'
import type { DockerGateway } from './docker-gateway.ts'
import { type About, attachExec } from './docker-streams.ts'

/** A command in a terminal of a container, over a connection that Docker hands over to it. */
export class DockerTerminal {
  readonly #gateway: DockerGateway
  readonly #exec: string
  readonly #stream: Duplex
  readonly #about: About

  private constructor(parts: { gateway: DockerGateway; exec: string; stream: Duplex; about: About }) {
    this.#gateway = parts.gateway
    this.#exec = parts.exec
    this.#stream = parts.stream
    this.#about = parts.about
    // The reader tells of it.
    this.#stream.on('error', () => undefined)
  }

  /** Fails with `docker.failed` where the container does not run. The signal ends the connection, not the command. */
  static async open(
    gateway: DockerGateway,
    { id, command, size }: { id: string; command: readonly string[]; size: TerminalSize },
    signal: AbortSignal,
  ): Promise<DockerTerminal> {
    const attached = { id, command, Tty: true, Env: ['TERM=xterm-256color'] }
    const { exec, about, connection: stream } = await attachExec(gateway, attached, signal)
    const terminal = new DockerTerminal({ gateway, exec, stream, about })
    terminal.resize(size)
    return terminal
  }

  get output(): AsyncIterable<Buffer> {
    return this.#stream
  }

  write(data: Uint8Array): void {
    if (!this.#stream.destroyed && !this.#stream.writableEnded) this.#stream.write(data)
  }

  /** An early one may find the command not yet there (Docker answers with 404, 409 or 500 then): it is tried again for a moment. */
  resize({ columns, rows }: TerminalSize): void {
    this.#wanted = { columns, rows }
    this.#resizing ??= this.#resizeAll().finally(() => {
      this.#resizing = undefined
    })
  }

  #wanted: TerminalSize | undefined
  #resizing: Promise<void> | undefined

  /** One at a time, so that the last one counts. */
  async #resizeAll(): Promise<void> {
    let attempts = 0
    while (this.#wanted && !this.#stream.destroyed) {
      const size = this.#wanted
      this.#wanted = undefined
      try {
        const query = { w: size.columns, h: size.rows }
        await this.#gateway.send({ method: 'POST', path: `${this.#exec}/resize`, query, ...this.#about })
      } catch {
        attempts += 1
        if (attempts > 20) return
        this.#wanted ??= size
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }

  async exitCode(): Promise<number | undefined> {
    const answer = await this.#gateway.find(
      { method: 'GET', path: `${this.#exec}/json`, ...this.#about, timeoutMs: 5000 },
      z.object({ ExitCode: z.number().nullable(), Running: z.boolean() }),
    )
    return answer?.Running ? undefined : (answer?.ExitCode ?? undefined)
  }

  close(): void {
    this.#stream.destroy()
  }
}
