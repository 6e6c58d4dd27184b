import { z } from 'zod'
import { type ProblemCode, type ProblemParams, problemCodes } from './problems.ts'

/** Pages that the window may have opened in the user's browser. Their addresses are known to the main process alone (app/links.ts). */
export const LinkId = z.enum(['docker-install', 'docker-linux-postinstall', 'k3s-registries', 'k3s-releases'])
export type LinkId = z.infer<typeof LinkId>

/** A ClusterRef. Written out, for cluster.ts is made of what is here. */
const AffectedCluster = z.object({ engineId: z.string().min(1), name: z.string() })

/** What the app can do about a Problem by itself. The window turns each into a button. */
export const ProblemAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('openLink'), link: LinkId }),
  z.object({ kind: z.literal('chooseEngine') }),
  z.object({ kind: z.literal('usePort'), port: z.int() }),
  z.object({ kind: z.literal('finishCluster'), cluster: AffectedCluster }),
  z.object({ kind: z.literal('revertUpgrade'), cluster: AffectedCluster }),
  z.object({ kind: z.literal('restartCluster'), cluster: AffectedCluster }),
  z.object({ kind: z.literal('repairCluster'), cluster: AffectedCluster }),
  z.object({ kind: z.literal('deleteCluster'), cluster: AffectedCluster }),
  z.object({ kind: z.literal('removeLock'), path: z.string() }),
])
export type ProblemAction = z.infer<typeof ProblemAction>

/** A failure that a user can meet. Its title, cause and remedy are texts of the message catalogue, by `code`. */
export const Problem = z.object({
  code: z.enum(problemCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The original words (of Docker, k3s, the OS), untranslated. */
  detail: z.string().optional(),
  actions: z.array(ProblemAction).optional(),
})
export type Problem = z.infer<typeof Problem>

/** The only error that is thrown on purpose. `cause` keeps the original. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.code}${problem.detail ? `: ${problem.detail}` : ''}`, options)
    this.problem = problem
  }
}

/**
 * Makes a Problem with the parameters that its texts need. A `reason` or an `operation` is a code that has a text of its own; `subject`
 * is what that speaks of: a name, a number or a quotation.
 */
export function problem<C extends ProblemCode>(
  code: C,
  params: ProblemParams<C> & { readonly subject?: string | number },
  more: { detail?: string | undefined; actions?: ProblemAction[] } = {},
): Problem {
  return {
    code,
    params,
    ...(more.detail ? { detail: more.detail } : {}),
    ...(more.actions?.length ? { actions: more.actions } : {}),
  }
}

/** The Problem in an error; anything that was not thrown on purpose becomes `internal.unexpected` with its own words. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  const detail = error instanceof Error ? error.message || error.name : String(error)
  return problem('internal.unexpected', {}, { detail })
}
