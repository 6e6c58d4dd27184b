import { readFile } from 'node:fs/promises'
import { text as allOf } from 'node:stream/consumers'
import { LineCounter, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import type { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { limitsOfSpec } from './written-limits.ts'

/** A spec as it was written down: what is left out is chosen by Sampan, or stays as it is. */
export type WrittenSpec = Partial<z.input<typeof ClusterSpec>>

export async function readText(path: string): Promise<string> {
  try {
    return path === '-' || path === '/dev/stdin' ? await allOf(process.stdin) : await readFile(path, 'utf8')
  } catch (error) {
    throw fileProblem(path, error)
  }
}

/** The specs of a YAML or JSON file, one a document, or of standard input for `-`. Which values are good is the engine's to say. */
export async function readSpecs(path: string): Promise<(WrittenSpec & { readonly name: string })[]> {
  const counter = new LineCounter()
  const text = await readText(path)
  const source = path === '-' || path === '/dev/stdin' ? 'standard input' : path
  const documents = parseAllDocuments(text, { lineCounter: counter, prettyErrors: false })
  const specs = [...documents].flatMap((document) => {
    const [error] = document.errors
    if (error) {
      const { line, col: column } = counter.linePos(error.pos[0])
      const reason = error.message.split('\n')[0] ?? ''
      throw new ProblemError(problem('spec.unparsable', { path: source, line, column, reason }))
    }
    const value: unknown = document.toJS()
    return value === null || value === undefined ? [] : [specOf(value)]
  })
  if (specs.length === 0) throw new ProblemError(problem('spec.none', { path: source }))
  return specs
}

/** `kind` is what `get --json` puts before a spec. */
const Written = z.looseObject({ name: z.string(), kind: z.literal('spec').optional() })

function specOf(value: unknown): WrittenSpec & { readonly name: string } {
  const parsed = Written.safeParse(value)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') || 'spec'
    const reason = field === 'spec' ? 'a mapping of keys and values is expected' : `${field} is missing or no text`
    throw new ProblemError(problem('spec.invalid', { field, reason }))
  }
  const { kind: _, ...spec } = parsed.data
  const read: typeof spec = 'limits' in spec ? { ...spec, limits: limitsOfSpec(spec.limits) } : spec
  return read
}
