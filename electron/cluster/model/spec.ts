import { z } from 'zod'
import { ClusterSpec, nearestName } from '#shared/cluster.ts'
import { stableImage } from '#shared/k3s-releases.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
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

/** A spec with its defaults filled in. Fails with `spec.invalid`, which names the first field that is wrong. */
export function parseSpec(input: unknown): ClusterSpec {
  const parsed = ClusterSpec.safeParse(input)
  if (parsed.success) {
    refuseOwnFlags(parsed.data)
    refuseOwnVariables(parsed.data)
    const ipv6 = ipv6Range(parsed.data)
    if (ipv6) throw new ProblemError(problem('spec.ipv4_only', ipv6))
    return parsed.data
  }
  throw new ProblemError(invalid(input, parsed.error), { cause: parsed.error })
}

/** The Problem of the first thing that is wrong. Names and images, which everybody types, have words of their own. */
function invalid(input: unknown, error: z.ZodError): Problem {
  const [issue] = error.issues
  const { name, image } = Typed.parse(input)
  if (name !== undefined && issue?.path[0] === 'name')
    return problem('cluster.name_invalid', { name, suggestion: nearestName(name) })
  if (image !== undefined && issue?.path[0] === 'image') return problem('image.invalid', { image: image.trim() })
  const params = { field: issue?.path.join('.') || 'spec', reason: issue?.message ?? '' }
  return problem('spec.invalid', params, { detail: z.prettifyError(error) })
}

const Typed = z
  .object({ name: z.string().optional().catch(undefined), image: z.string().optional().catch(undefined) })
  .catch({})

/** Flags by which Sampan reaches, finds and keeps a cluster, and what to use instead. */
const ownFlags: Readonly<Record<string, string>> = {
  'https-listen-port': 'the API port is a field of its own (--api-port)',
  'bind-address': 'the API is published by Docker (--api-port, --lan)',
  'data-dir': 'the data lies on a volume',
  'write-kubeconfig': 'the kubeconfig is read from its usual place',
  'token-file': 'the token is a field of its own (--token)',
  token: 'the token is a field of its own (--token)',
  server: 'nodes find their server by themselves',
  config: 'flags are given one by one (--k3s-arg)',
  'cluster-reset': 'it ends the server as soon as it is done',
  rootless: 'the nodes run as root in their containers',
}

function refuseOwnFlags({ k3sArgs }: ClusterSpec): void {
  for (const [index, { flag }] of k3sArgs.entries()) {
    const name = flag.replace(/^--/, '').replace(/=.*$/s, '')
    const reason = Object.hasOwn(ownFlags, name) ? ownFlags[name] : undefined
    if (reason === undefined) continue
    const params = { field: `k3sArgs.${index}`, reason: `--${name} is set by Sampan: ${reason}` }
    throw new ProblemError(problem('spec.invalid', params))
  }
}

/** The same by the environment, as compose files have it (k3s.md 3.1). What only says where the kubeconfig lies does no harm. */
const ownVariables: Readonly<Record<string, string>> = {
  K3S_URL: 'nodes find their server by themselves',
  K3S_TOKEN: 'the token is a field of its own (--token)',
  K3S_TOKEN_FILE: 'the token is a field of its own (--token)',
  K3S_CLUSTER_SECRET: 'the token is a field of its own (--token)',
  K3S_DATA_DIR: 'the data lies on a volume',
  K3S_CONFIG_FILE: 'flags are given one by one (--k3s-arg)',
  K3S_CLUSTER_RESET: 'it ends the server as soon as it is done',
}

function refuseOwnVariables({ env }: ClusterSpec): void {
  for (const name of Object.keys(env)) {
    const reason = Object.hasOwn(ownVariables, name) ? ownVariables[name] : undefined
    if (reason === undefined) continue
    throw new ProblemError(
      problem('spec.invalid', { field: `env.${name}`, reason: `${name} is set by Sampan: ${reason}` }),
    )
  }
}
