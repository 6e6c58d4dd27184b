import { type Document, LineCounter, parseAllDocuments, stringify } from 'yaml'
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
    const unparsable = (error: Error, position: number) => {
      const { line, col: column } = counter.linePos(position)
      const reason = error.message.split('\n')[0] ?? ''
      return new ProblemError(problem('spec.unparsable', { path: source, line, column, reason }), { cause: error })
    }
    const [error] = document.errors
    if (error) throw unparsable(error, error.pos[0])
    const value = plainValue(document, (reason) => unparsable(reason, document.range?.[0] ?? 0))
    if (value === null || value === undefined) return []
    return [specOfK3d(value) ?? { spec: specOf(value), leftOut: [] }]
  })
  if (specs.length === 0) throw new ProblemError(problem('spec.none', { path: source }))
  return specs
}

/** Aliases are looked up only now: one may lead nowhere, into itself, or to more than any file is meant to hold. */
function plainValue(document: Document, refused: (error: Error) => ProblemError): unknown {
  try {
    const value: unknown = document.toJS()
    JSON.stringify(value)
    return value
  } catch (error) {
    throw error instanceof Error ? refused(error) : error
  }
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
    if (field === 'spec') throw new ProblemError(problem('spec.invalid', { field, reason: 'reason.noMapping' }))
    const isThere = typeof value === 'object' && value !== null && field in value
    const reason = isThere ? { reason: 'reason.wrongType', subject: 'string' } : { reason: 'reason.missing' }
    throw new ProblemError(problem('spec.invalid', { field, ...reason }))
  }
  const { kind: _, apiVersion: __, ...spec } = parsed.data
  const read: typeof spec = {
    ...spec,
    ...('limits' in spec ? { limits: limitsOfSpec(spec.limits, 'limits') } : {}),
    ...('agentLimits' in spec ? { agentLimits: limitsOfSpec(spec.agentLimits, 'agentLimits') } : {}),
  }
  return read
}
