import { ProblemError, problem } from '#shared/problem.ts'
import { sharedAbort } from '../async/scope.ts'

interface RunningRequest {
  /** Whose window asked. */
  readonly owner: number
  readonly controller: AbortController
}

/** What windows have asked and not been answered yet. Whoever no longer waits says so, or is gone: what is asked of others then ends. */
export class RunningRequests {
  readonly #byId = new Map<string, RunningRequest>()

  get size(): number {
    return this.#byId.size
  }

  /** Runs `work` with a signal that aborts when the request is cancelled, and in any case once it is answered. */
  async run<T>(
    { id, owner }: { readonly id: string; readonly owner: number },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.#byId.has(id)) throw new ProblemError(problem('ipc.invalid_input', { name: 'id' }))
    const controller = sharedAbort()
    this.#byId.set(id, { owner, controller })
    try {
      return await work(controller.signal)
    } finally {
      this.#byId.delete(id)
      controller.abort(new DOMException('The request was answered', 'AbortError'))
    }
  }

  /** A request that was answered already is nothing to cancel. */
  cancel(id: string): void {
    this.#byId.get(id)?.controller.abort(new DOMException('The request was cancelled', 'AbortError'))
  }

  /** The window was closed or loaded anew. */
  cancelAllOf(owner: number): void {
    for (const request of this.#byId.values()) {
      if (request.owner === owner) request.controller.abort(new DOMException('The window is gone', 'AbortError'))
    }
  }
}
