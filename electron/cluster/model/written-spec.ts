import { LineCounter, parseAllDocuments, stringify } from 'yaml'
import { z } from 'zod'
import type { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { specOfK3d } from './k3d-file.ts'
import { specApiVersion } from './spec-schema.ts'
import { limitsForPeople, limitsOfSpec } from './written-limits.ts'

/** A spec as it was written down: what is left out is chosen by Sampan, or stays as it is. */
export type WrittenSpec = Partial<z.input<typeof ClusterSpec>> & { readonly name: string }

export interface ReadSpec {
  readonly spec: WrittenSpec
  /** What was written and has no place in a spec, by its path: of a file that another tool made. */
  readonly leftOut: readonly string[]
}

/** The specs in a text of YAML or JSON, one a document. Which values are good is the engine's to say. `source` names the text in Problems. */
export function specsIn(text: string, source: string): ReadSpec[] {
  const counter = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false })
  const specs = [...documents].flatMap((document) => {
    const [error] = document.errors
    if (error) {
      const { line, col: column } = counter.linePos(error.pos[0])
      const reason = error.message.split('\n')[0] ?? ''
      throw new ProblemError(problem('spec.unparsable', { path: source, line, column, reason }))
    }
    const value: unknown = document.toJS()
    if (value === null || value === undefined) return []
    return [specOfK3d(value) ?? { spec: specOf(value), leftOut: [] }]
  })
  if (specs.length === 0) throw new ProblemError(problem('spec.none', { path: source }))
  return specs
}

/** As `specsIn` reads it. */
export function specText(spec: ClusterSpec): string {
  const { agentLimits } = spec
  const ofAgents = agentLimits === undefined ? {} : { agentLimits: limitsForPeople(agentLimits) }
  return stringify({
    apiVersion: specApiVersion,
    kind: 'Cluster',
    ...spec,
    limits: limitsForPeople(spec.limits),
    ...ofAgents,
  })
}

/** `spec` is what `get --json` puts before a spec. */
const Written = z.looseObject({
  name: z.string(),
  apiVersion: z.literal(specApiVersion).optional(),
  kind: z.enum(['spec', 'Cluster']).optional(),
})

function specOf(value: unknown): WrittenSpec {
  const parsed = Written.safeParse(value)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') || 'spec'
    if (field === 'apiVersion' || field === 'kind') {
      const subject = field === 'kind' ? 'Cluster' : specApiVersion
      throw new ProblemError(problem('spec.invalid', { field, reason: 'reason.oneOf', subject }))
    }
    const reason = field === 'spec' ? 'a mapping of keys and values is expected' : `${field} is missing or no text`
    throw new ProblemError(problem('spec.invalid', { field, reason }))
  }
  const { kind: _, apiVersion: __, ...spec } = parsed.data
  const read: typeof spec = {
    ...spec,
    ...('limits' in spec ? { limits: limitsOfSpec(spec.limits) } : {}),
    ...('agentLimits' in spec ? { agentLimits: limitsOfSpec(spec.agentLimits) } : {}),
  }
  return read
}
