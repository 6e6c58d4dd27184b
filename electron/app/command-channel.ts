import type { StreamMessage } from '#shared/contract.ts'
import { Changes } from '../async/changes.ts'

type Command = StreamMessage<'app.commands'>

/** A window that is being made or reloaded listens within this time; later nobody expects the command to be carried out any more. */
const keptMs = 20_000

/** Commands from the menu and the tray to whichever window listens. Those given while none does wait for the next one. */
export class CommandChannel {
  readonly #changes = new Changes()
  readonly #queues = new Set<Command[]>()
  readonly #now: () => number
  #waiting: { readonly command: Command; readonly atMs: number }[] = []

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A window is being made: from now on commands are for it, and wait until it listens. */
  windowOpens(): void {
    this.#queues.clear()
  }

  send(command: Command): void {
    if (this.#queues.size === 0) this.#waiting.push({ command, atMs: this.#now() })
    for (const queue of this.#queues) queue.push(command)
    this.#changes.notify()
  }

  /** Ends quietly when aborted. */
  async *watch(signal: AbortSignal): AsyncIterable<Command> {
    const queue = this.#waiting.flatMap(({ command, atMs }) => (this.#now() - atMs <= keptMs ? [command] : []))
    this.#waiting = []
    this.#queues.add(queue)
    try {
      while (!signal.aborted) {
        const { version } = this.#changes
        const next = queue.shift()
        if (next) yield next
        else await this.#changes.after(version, signal).catch(() => undefined)
      }
    } finally {
      this.#queues.delete(queue)
    }
  }
}
