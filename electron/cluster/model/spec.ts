import { z } from 'zod'
import { ClusterSpec, defaultDatastore, leastMemoryMib, nearestName } from '#shared/cluster.ts'
import { shapeFault } from '#shared/cluster-shape.ts'
import { packagedComponents, stableImage } from '#shared/k3s-releases.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { MessageKey } from '#shared/translate.ts'
import { ipv6Range } from './k3s-config.ts'

/** The first spec to offer: `local`, then `local-2`, `local-3`… */
export function suggestSpec({
  names,
  apiPort,
  image,
}: {
  names: readonly string[]
  apiPort: number
  image?: string | undefined
}): ClusterSpec {
  const candidates = ['local', ...Array.from({ length: names.length + 1 }, (_, index) => `local-${index + 2}`)]
  const name = candidates.find((candidate) => !names.includes(candidate)) ?? 'local'
  return ClusterSpec.parse({ version: 1, name, image: image || stableImage, apiPort })
}

/** Of a spec that was suggested, or that there is, what a file may leave out without its becoming the default. */
export function leftToSampan({ version, image, apiPort, token, localRegistries }: ClusterSpec) {
  return { version, image, apiPort, token, ...(localRegistries && { localRegistries }) }
}

/** A spec with its defaults filled in. Fails with `spec.invalid`, which names the first field that is wrong. */
export function parseSpec(written: unknown): ClusterSpec {
  const input = withDatastore(written)
  const parsed = ClusterSpec.safeParse(input)
  if (parsed.success) {
    refuseOwnFlags(parsed.data)
    refuseOwnVariables(parsed.data)
    refuseUnknownComponents(parsed.data)
    refuseLittleMemory(parsed.data)
    const fault = shapeFault(parsed.data)
    if (fault) throw new ProblemError(problem('spec.invalid', { ...fault }))
    const ipv6 = ipv6Range(parsed.data)
    if (ipv6) throw new ProblemError(problem('spec.ipv4_only', ipv6))
    return parsed.data
  }
  throw new ProblemError(invalid(input, parsed.error), { cause: parsed.error })
}

/** Who says how many servers need not say what that takes. */
function withDatastore(written: unknown): unknown {
  const { data } = z.looseObject({ servers: z.number(), datastore: z.undefined().optional() }).safeParse(written)
  return data === undefined ? written : { ...data, datastore: defaultDatastore(data.servers) }
}

/** The Problem of the first thing that is wrong. Names and images, which everybody types, have words of their own. */
function invalid(input: unknown, error: z.ZodError): Problem {
  const [issue] = error.issues
  const { name, image } = Typed.parse(input)
  if (name !== undefined && issue?.path[0] === 'name')
    return problem('cluster.name_invalid', { name, suggestion: nearestName(name) })
  if (image !== undefined && issue?.path[0] === 'image') return problem('image.invalid', { image: image.trim() })
  const params = { field: issue?.path.join('.') || 'spec', ...reasonOf(issue, input) }
  return problem('spec.invalid', params, { detail: z.prettifyError(error) })
}

const Typed = z
  .object({ name: z.string().optional().catch(undefined), image: z.string().optional().catch(undefined) })
  .catch({})

/** Flags by which Sampan reaches, finds and keeps a cluster, with the text that says what to use instead. */
const ownFlags: Readonly<Record<string, Reason>> = {
  'https-listen-port': 'reason.ownFlag.apiPort',
  'bind-address': 'reason.ownFlag.apiPort',
  'data-dir': 'reason.ownFlag',
  'write-kubeconfig': 'reason.ownFlag',
  'token-file': 'reason.ownFlag.token',
  token: 'reason.ownFlag.token',
  server: 'reason.ownFlag',
  config: 'reason.ownFlag.config',
  'cluster-reset': 'reason.ownFlag.reset',
  rootless: 'reason.ownFlag',
}

function refuseOwnFlags({ k3sArgs }: ClusterSpec): void {
  for (const [index, { flag }] of k3sArgs.entries()) {
    const name = flag.replace(/^--/, '').replace(/=.*$/s, '')
    const reason = Object.hasOwn(ownFlags, name) ? ownFlags[name] : undefined
    if (reason === undefined) continue
    throw new ProblemError(problem('spec.invalid', { field: `k3sArgs.${index}`, reason, subject: name }))
  }
}

/** What is said of a wrong value: a text of the catalogue. */
type Reason = Extract<MessageKey, `reason.${string}` | `invalid.${string}`>

/** By the first part of the path: how its text has to look. */
const formats: Readonly<Record<string, Reason>> = {
  name: 'invalid.name',
  image: 'invalid.image',
  env: 'invalid.envName',
  k3sArgs: 'invalid.flag',
  disable: 'invalid.disable',
  registries: 'invalid.registries',
  token: 'reason.token',
}

function reasonOf(issue: z.core.$ZodIssue | undefined, input: unknown): { reason: Reason; subject?: string | number } {
  const format = formats[String(issue?.path[0])] ?? 'reason.notAllowed'
  switch (issue?.code) {
    case 'invalid_type':
      return isMissing(input, issue.path)
        ? { reason: 'reason.missing' }
        : { reason: 'reason.wrongType', subject: issue.expected }
    case 'unrecognized_keys':
      return { reason: 'reason.unknownKey', subject: issue.keys.join(', ') }
    case 'invalid_value':
      return { reason: 'reason.oneOf', subject: issue.values.map(String).join(', ') }
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) > 1 ? { reason: format } : { reason: 'reason.missing' }
      if (issue.path.at(-1) === 'memoryBytes') return { reason: 'reason.atLeast', subject: leastMemory }
      return { reason: 'reason.atLeast', subject: Number(issue.minimum) }
    case 'too_big':
      return issue.origin === 'string'
        ? { reason: format }
        : { reason: 'reason.atMost', subject: Number(issue.maximum) }
    default:
      return { reason: format }
  }
}

function isMissing(input: unknown, path: readonly PropertyKey[]): boolean {
  const found = path.reduce(
    (value: unknown, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    input,
  )
  return found === undefined
}

/** k3s ignores a name that it does not know. A flag of one's own (`--disable=…`) is not looked at. */
function refuseUnknownComponents({ disable }: ClusterSpec): void {
  const unknown = disable.findIndex((component) => !packagedComponents.includes(component))
  if (unknown < 0) return
  const subject = packagedComponents.join(', ')
  throw new ProblemError(problem('spec.invalid', { field: `disable.${unknown}`, reason: 'reason.oneOf', subject }))
}

const leastMemory = `${leastMemoryMib} MiB`

/** k3s would begin, be killed, and begin again. */
function refuseLittleMemory({ limits, agentLimits }: ClusterSpec): void {
  const all = { limits, agentLimits }
  for (const field of ['limits', 'agentLimits'] as const) {
    const memoryBytes = all[field]?.memoryBytes
    if (memoryBytes === undefined || memoryBytes >= leastMemoryMib * 1024 ** 2) continue
    const params = { field: `${field}.memoryBytes`, reason: 'reason.atLeast', subject: leastMemory }
    throw new ProblemError(problem('spec.invalid', params))
  }
}

/** The same by the environment, as compose files have it (k3s.md 3.1). What only says where the kubeconfig lies does no harm. */
const ownVariables: Readonly<Record<string, Reason>> = {
  K3S_URL: 'reason.ownVariable',
  K3S_TOKEN: 'reason.ownVariable.token',
  K3S_TOKEN_FILE: 'reason.ownVariable.token',
  K3S_CLUSTER_SECRET: 'reason.ownVariable.token',
  K3S_DATA_DIR: 'reason.ownVariable',
  K3S_CONFIG_FILE: 'reason.ownVariable.config',
  K3S_CLUSTER_RESET: 'reason.ownVariable.reset',
  K3S_DATASTORE_ENDPOINT: 'reason.ownVariable.datastore',
}

function refuseOwnVariables({ env }: ClusterSpec): void {
  for (const name of Object.keys(env)) {
    const reason = Object.hasOwn(ownVariables, name) ? ownVariables[name] : undefined
    if (reason === undefined) continue
    throw new ProblemError(problem('spec.invalid', { field: `env.${name}`, reason, subject: name }))
  }
}
