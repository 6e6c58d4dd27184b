import { z } from 'zod'
import { Cluster } from '#shared/cluster.ts'
import { DockerEngine } from '#shared/engine.ts'
import { ClusterHealth } from '#shared/health.ts'
import { KubeconfigChange } from '#shared/kubeconfig.ts'
import { LocalRegistry } from '#shared/local-registry.ts'
import { LogLine } from '#shared/log.ts'
import { PreflightCheck } from '#shared/preflight.ts'
import { Problem, ProblemAction } from '#shared/problem.ts'
import { AsideLine, StdoutLine } from './json-lines.ts'

/** What appears in several lines and has a name there. */
const nouns = z.registry<{ id: string }>()
nouns.add(Cluster, { id: 'Cluster' })
nouns.add(ClusterHealth, { id: 'ClusterHealth' })
nouns.add(DockerEngine, { id: 'DockerEngine' })
nouns.add(KubeconfigChange, { id: 'KubeconfigChange' })
nouns.add(LocalRegistry, { id: 'LocalRegistry' })
nouns.add(LogLine, { id: 'LogLine' })
nouns.add(PreflightCheck, { id: 'PreflightCheck' })
nouns.add(Problem, { id: 'Problem' })
nouns.add(ProblemAction, { id: 'ProblemAction' })

/** The part of JSON Schema that our own schemas come to. */
interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

/** JSON Schema (draft 2020-12) of every line that `--json` prints to a stream. */
export function lineSchema(stream: 'stdout' | 'stderr'): Schema {
  return z.toJSONSchema(stream === 'stdout' ? StdoutLine : AsideLine, { metadata: nouns }) as Schema // of the library's own making
}

/** The same for people: one line a kind, as TypeScript would write it, then the nouns that they mention. */
export function lineShapes(): { stdout: string[]; stderr: string[]; nouns: string[] } {
  const [out, aside] = [lineSchema('stdout'), lineSchema('stderr')]
  const named = Object.entries({ ...out.$defs, ...aside.$defs }).sort(([left], [right]) => (left < right ? -1 : 1))
  return {
    stdout: alternatives(out).map(shapeOf),
    stderr: alternatives(aside).map(shapeOf),
    nouns: named.map(([name, schema]) => `${name} = ${shapeOf(schema)}`),
  }
}

const alternatives = ({ anyOf, oneOf }: Schema): readonly Schema[] => anyOf ?? oneOf ?? []

function shapeOf(schema: Schema): string {
  if (schema.$ref) return schema.$ref.replace(/^.*\//, '')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  // A Problem's code is one of more than a hundred.
  if (schema.enum)
    return schema.enum.length > 20 ? 'string' : schema.enum.map((each) => JSON.stringify(each)).join(' | ')
  const choices = alternatives(schema)
  if (choices.length > 0) return choices.map(shapeOf).join(' | ')
  if (schema.type === 'array') return arrayShape(schema)
  if (schema.type === 'object') return objectShape(schema)
  return [schema.type ?? 'unknown'].flat().map(plainType).join(' | ')
}

const plainType = (type: string) => (type === 'integer' ? 'number' : type)

function arrayShape({ items, prefixItems }: Schema): string {
  if (prefixItems) return `[${prefixItems.map(shapeOf).join(', ')}]`
  const item = items ? shapeOf(items) : 'unknown'
  return /[ |]/.test(item) && !/^\{[^}]*\}$/.test(item) ? `(${item})[]` : `${item}[]`
}

function objectShape({ properties = {}, required = [], additionalProperties }: Schema): string {
  const kindFirst = Object.entries(properties).sort(
    ([left], [right]) => Number(right === 'kind') - Number(left === 'kind'),
  )
  const fields = kindFirst.map(([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${shapeOf(schema)}`)
  if (fields.length > 0) return `{ ${fields.join(', ')} }`
  return typeof additionalProperties === 'object' ? `{ [name]: ${shapeOf(additionalProperties)} }` : '{}'
}
