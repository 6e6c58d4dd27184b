import type { StreamMessage } from '#shared/contract.ts'

type Command = StreamMessage<'app.commands'>

/** Commands from the menu and the tray to whichever window listens. */
export class CommandChannel {
  readonly #listeners = new Set<(command: Command) => void>()

  send(command: Command): void {
    for (const listener of [...this.#listeners]) listener(command)
  }

  async *watch(signal: AbortSignal): AsyncIterable<Command> {
    const queue: Command[] = []
    let wake: () => void = () => undefined
    const listener = (command: Command) => {
      queue.push(command)
      wake()
    }
    this.#listeners.add(listener)
    signal.addEventListener('abort', () => wake(), { once: true })
    try {
      while (!signal.aborted) {
        const next = queue.shift()
        if (next) yield next
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      this.#listeners.delete(listener)
    }
  }
}
