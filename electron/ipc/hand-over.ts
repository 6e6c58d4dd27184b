import { z } from 'zod'
import { type ViewFrame, type ViewName, type ViewParsed, views } from '#shared/contract.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'

/** One function for every view of the contract. Each joins the window's port with whoever answers; what it throws is told there. */
export type ViewHandlers<P> = { readonly [N in ViewName]: (query: ViewParsed<N>, port: P) => void }

interface FailingPort {
  postMessage(frame: ViewFrame): void
  close(): void
}

export function isViewName(name: unknown): name is ViewName {
  return typeof name === 'string' && Object.hasOwn(views, name)
}

/** Hands a window's port on, once what is asked for has been looked at. */
export function handOver<P extends FailingPort>(
  handlers: ViewHandlers<P>,
  { name, input }: { readonly name: ViewName; readonly input: unknown },
  port: P,
): void {
  try {
    const query = views[name].safeParse(input)
    if (!query.success) {
      const detail = z.prettifyError(query.error)
      throw new ProblemError(problem('ipc.invalid_input', { name }, { detail }), { cause: query.error })
    }
    // As in serve.ts: name and query belong together.
    const handler = handlers[name] as (query: unknown, port: P) => void
    handler(query.data, port)
  } catch (error) {
    if (!(error instanceof ProblemError)) console.error(`${name}:`, error)
    port.postMessage({ kind: 'failed', problem: problemOf(error) })
    port.close()
  }
}
