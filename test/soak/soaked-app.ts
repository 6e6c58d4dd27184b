import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { SoakAnswer, SoakAsk } from './app-process.ts'

/** The process under test, asked from outside so that nothing of the test is measured. */
export class SoakedApp {
  readonly #child: ChildProcess
  readonly #ended: Promise<never>
  #lastId = 0

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#ended = ended(child)
    this.#ended.catch(() => undefined) // Whoever asks is told.
  }

  static async open(program: string, socket: string): Promise<SoakedApp> {
    const child = fork(program, [socket], {
      // V8 doubles the room for young objects when many are made at once, 16 MB at a time: that is not what somebody keeps.
      execArgv: ['--expose-gc', '--min-semi-space-size=8', '--max-semi-space-size=8'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const app = new SoakedApp(child)
    await Promise.race([once(child, 'message'), app.#ended])
    return app
  }

  /** Fails when the process fails, or when it ends before it has answered. */
  async ask<K extends SoakAnswer['kind']>(kind: K, ask: SoakAsk): Promise<Extract<SoakAnswer, { kind: K }>> {
    const id = ++this.#lastId
    const answered = new Promise<SoakAnswer>((resolve, reject) => {
      const look = (message: { id: number; value?: SoakAnswer; error?: string }) => {
        if (message.id !== id) return
        this.#child.off('message', look)
        if (message.value) resolve(message.value)
        else reject(new Error(message.error))
      }
      this.#child.on('message', look)
    })
    this.#child.send({ id, ask })
    const answer = await Promise.race([answered, this.#ended])
    if (answer.kind !== kind) throw new Error(`Asked for ${kind}, was told ${answer.kind}`)
    return answer as Extract<SoakAnswer, { kind: K }> // the line above has checked it
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.disconnect()
    await exit
  }
}

async function ended(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`The process under test ended with ${code}`)
}
