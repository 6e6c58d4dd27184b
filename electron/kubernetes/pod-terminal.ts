import { z } from 'zod'
import type { TerminalSize } from '#shared/access.ts'
import { type Problem, problem } from '#shared/problem.ts'
import { objectPath } from './object-paths.ts'
import { Pod } from './objects.ts'
import type { PodChannels } from './pod-channels.ts'

// Kubernetes' remote command, version 4 (k8s.io/apimachinery, pkg/util/remotecommand).
const stdinChannel = 0
const stdoutChannel = 1
const errorChannel = 3
const resizeChannel = 4

export interface PodCommand {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly command: readonly string[]
}

export function execPath({ namespace, pod, container, command }: PodCommand, { hasTerminal = true } = {}): string {
  const query = new URLSearchParams({ container, stdout: 'true' })
  if (hasTerminal) for (const name of ['stdin', 'tty']) query.set(name, 'true')
  for (const word of command) query.append('command', word)
  return `${objectPath({ kind: 'Pod', namespace, name: pod })}/exec?${query}`
}

const Status = z.object({
  status: z.string().optional(),
  message: z.string().default(''),
  reason: z.string().optional(),
  details: z
    .object({ causes: z.array(z.object({ reason: z.string().optional(), message: z.string().default('') })).nullish() })
    .nullish(),
})

/** How a command ended, by the words of the error channel. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'failed'; readonly message: string }

export function commandEnd(words: string): CommandEnd {
  const status = statusOf(words)
  if (!status) return { kind: 'failed', message: words }
  if (status.status === 'Success') return { kind: 'exited', exitCode: 0 }
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message
  if (status.reason === 'NonZeroExitCode' && code !== undefined) return { kind: 'exited', exitCode: Number(code) }
  return { kind: 'failed', message: status.message }
}

/** The command was not there to be run (runc, crun and what containerd and CRI-O put around it). */
export function isMissingCommand(message: string): boolean {
  return /executable file .*not found|no such file or directory|executable file `[^`]*` not found/i.test(message)
}

/** The terminal of a command in a container. It may end without ever having begun: see `end`. */
export class PodTerminal {
  readonly #channels: PodChannels
  #words = ''

  constructor(channels: PodChannels, size: TerminalSize) {
    this.#channels = channels
    this.resize(size)
  }

  /** Known once the output has ended; undefined when the connection was closed without a word. */
  get end(): CommandEnd | undefined {
    return this.#words === '' ? undefined : commandEnd(this.#words)
  }

  readonly output: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: () => this.#read() }

  write(data: Uint8Array): void {
    void this.#channels.send(stdinChannel, data)
  }

  resize({ columns, rows }: TerminalSize): void {
    void this.#channels.send(resizeChannel, Buffer.from(JSON.stringify({ Width: columns, Height: rows })))
  }

  async exitCode(): Promise<number | undefined> {
    const { end } = this
    return end?.kind === 'exited' ? end.exitCode : undefined
  }

  close(): void {
    this.#channels.close()
  }

  async *#read(): AsyncGenerator<Buffer, void, undefined> {
    try {
      for await (const { channel, data } of this.#channels.messages) {
        if (channel === errorChannel) this.#words += data.toString()
        // The first message is empty: it says that the channel is open.
        else if (channel === stdoutChannel && data.length > 0) yield data
      }
    } catch (error) {
      // Errors after the exit status do not matter any more.
      if (this.#words === '') throw error
    }
  }
}

function statusOf(words: string): z.infer<typeof Status> | undefined {
  try {
    return Status.parse(JSON.parse(words))
  } catch {
    return undefined
  }
}

/** The annotation says which of its containers is the one that users mean. */
const MarkedPod = Pod.extend({
  metadata: Pod.shape.metadata.extend({ annotations: z.record(z.string(), z.string()).optional() }),
})

/** What a shell needs to know of its pod: when it opens, and when it has ended. */
export interface ShellPod {
  readonly container: string
  /** Changes when the container is another one than before. */
  readonly run: string
  /** Why no shell can be in it. */
  readonly problem: Problem | undefined
}

/** Takes an object of the API. Without a name it is the container that kubectl would choose. */
export function shellPod(
  object: unknown,
  { pod, container }: { pod: string; container: string | undefined },
): ShellPod {
  const { metadata, spec, status } = MarkedPod.parse(object)
  const marked = metadata.annotations?.['kubectl.kubernetes.io/default-container']
  const names = spec.containers.map(({ name }) => name)
  const chosen = container ?? names.find((name) => name === marked) ?? names[0] ?? ''
  const found = status.containerStatuses?.find(({ name }) => name === chosen)
  const reason = found?.state?.waiting?.reason ?? found?.state?.terminated?.reason
  return {
    container: chosen,
    run: `${metadata.uid} ${found?.restartCount}`,
    problem:
      metadata.deletionTimestamp !== undefined
        ? problem('shell.pod_gone', { pod })
        : found?.state?.running === undefined
          ? problem('shell.container_not_running', { pod, container: chosen }, { detail: reason })
          : undefined,
  }
}
