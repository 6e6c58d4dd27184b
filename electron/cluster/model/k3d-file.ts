import { z } from 'zod'
import { type ClusterSpec, mostServers } from '#shared/cluster.ts'
import { HostAlias, type NodeVolume } from '#shared/node-placement.ts'
import { refuseOtherK3d } from './k3d-shape.ts'
import { Remaining } from './remaining.ts'
import { bytesOf } from './written-limits.ts'
import { portsIn, volumeIn } from './written-parts.ts'
import type { ReadSpec } from './written-spec.ts'

const text = z.string().min(1)
const Filters = z.array(z.string()).nullish()
const Labels = z.object({ label: text, nodeFilters: Filters })
const Variable = z.object({ envVar: text, nodeFilters: Filters })
const Argument = z.object({ arg: text, nodeFilters: Filters })

/**
 * A cluster of k3d (k3d.io/v1alpha2 to v1alpha5, `kind: Simple`) as Sampan would make it; undefined for what is no file of k3d's. What is
 * not taken over is named, each by its path. Fails with `spec.invalid` for one of another version or kind, or that k3d would not read.
 */
export function specOfK3d(value: unknown): ReadSpec | undefined {
  const file = new Remaining(value)
  if (!/^k3d\.io\//.test(file.take(text, 'apiVersion') ?? '')) return undefined
  refuseOtherK3d(value)
  file.take(z.literal('Simple'), 'kind')
  // As the older versions of the file had it.
  const name = file.take(text, 'metadata', 'name') ?? file.take(text, 'name') ?? 'k3s-default'
  const agents = file.take(z.int().min(0).max(20), 'agents') ?? 0
  const endpoint = endpointIn(new Remaining(value), agents)
  const counts = z.int().min(1).max(mostServers)
  const servers = file.take(endpoint === undefined ? counts.refine(isOdd) : counts, 'servers') ?? 1
  const shape = { servers, agents }
  const image = file.take(text, 'image')
  const token = file.take(text, 'token')
  const ports = file.takeEach(z.object({ port: text, nodeFilters: Filters }), (each) => portOf(each), 'ports').flat()
  const volumes = file
    .takeEach(z.object({ volume: text, nodeFilters: Filters }), (each) => volumesOf(each, shape), 'volumes')
    .flat()
  const env = file.takeEach(Variable, (each) => pairOf(each, shape), 'env')
  const hostAliases = file.takeEach(
    z.object({ ip: text, hostnames: z.array(z.string()) }),
    ({ ip, hostnames }) => HostAlias.safeParse({ ip, names: hostnames }).data,
    'hostAliases',
  )
  const args = argumentsIn(file, shape).filter((each) => !isDatastore(each, servers))
  const disable = args.flatMap(({ flag }) => /^--disable=(.+)$/.exec(flag)?.[1]?.split(',') ?? [])
  const size = z.string().transform(bytesOf).pipe(z.number())
  const [memory, ofAgents] = [
    file.take(size, 'options', 'runtime', 'serversMemory'),
    file.take(size, 'options', 'runtime', 'agentsMemory'),
  ]
  const spec = {
    name,
    ...(servers > 1 ? { servers } : {}),
    ...(agents > 0 ? { agents } : {}),
    ...(endpoint === undefined ? {} : { datastore: { kind: 'external' as const, endpoint } }),
    ...(image === undefined ? {} : { image }),
    ...apiOf(file),
    ...(token === undefined ? {} : { token: { kind: 'given' as const, value: token } }),
    ports,
    env: Object.fromEntries(env.filter(([variable]) => variable !== endpointVariable)),
    k3sArgs: args.filter(({ flag }) => !flag.startsWith('--disable=')),
    disable,
    registries: file.take(z.string().regex(/\n|:\s/), 'registries', 'config') ?? '',
    limits: memory === undefined ? {} : { memoryBytes: memory },
    ...(ofAgents === undefined ? {} : { agentLimits: { memoryBytes: ofAgents } }),
    ...(volumes.length > 0 ? { volumes } : {}),
    ...(hostAliases.length > 0 ? { hostAliases } : {}),
  }
  takeOwnWays(file, servers)
  return { spec, leftOut: file.paths() }
}

/** What Sampan does in any case, or never does. */
function takeOwnWays(file: Remaining, servers: number): void {
  file.take(z.literal(true), 'options', 'k3d', 'wait')
  file.take(z.literal(true), 'options', 'k3d', 'disableImageVolume')
  for (const key of ['disableLoadbalancer', 'disableImageVolume', 'disableRollback'])
    file.take(z.literal(false), 'options', 'k3d', key)
  if (servers === 1) file.take(z.literal(true), 'options', 'k3d', 'disableLoadbalancer')
  for (const key of ['updateDefaultKubeconfig', 'switchCurrentContext'])
    file.take(z.literal(false), 'options', 'kubeconfig', key)
  file.take(z.literal(false), 'options', 'runtime', 'hostPidMode')
}

const isOdd = (count: number) => count % 2 === 1

function apiOf(file: Remaining): Pick<Partial<ClusterSpec>, 'apiPort' | 'apiAccess'> {
  // Every client is given 127.0.0.1.
  file.take(z.enum(['127.0.0.1', 'localhost', '0.0.0.0']), 'kubeAPI', 'host')
  const hostIp = file.take(z.enum(['127.0.0.1', '0.0.0.0']), 'kubeAPI', 'hostIP')
  const apiPort = file.take(z.coerce.number().int().min(1).max(65_535), 'kubeAPI', 'hostPort')
  return {
    ...(apiPort === undefined ? {} : { apiPort }),
    ...(hostIp === '0.0.0.0' ? { apiAccess: 'lan' as const } : {}),
  }
}

/** With several nodes each port needs one of its own; k3d publishes on every address unless one is named, Sampan only where that is said. */
function portOf({ port, nodeFilters }: { port: string; nodeFilters?: z.infer<typeof Filters> }) {
  const filters = nodeFilters ?? []
  if (filters.length > 1) return undefined
  return portsIn(filters.length === 0 ? port : `${port}@${filters[0]}`)
}

interface Shape {
  readonly servers: number
  readonly agents: number
}

function volumesOf(
  { volume, nodeFilters }: { volume: string; nodeFilters?: z.infer<typeof Filters> },
  shape: Shape,
): NodeVolume[] | undefined {
  const places = nodeFilters?.length ? nodeFilters.map((filter) => placesOf(filter, shape)) : [['all']]
  const volumes = places.map((each) =>
    // Nobody knows any more where the file lay.
    each?.map((on) => volumeIn(`${volume}@${on}`, (path) => (path.startsWith('/') ? path : ''))),
  )
  const found = volumes.flatMap((each) => each ?? [undefined])
  return found.every((each) => each !== undefined) ? found : undefined
}

/** A filter of k3d's in words of Sampan's; undefined where there is none. */
function placesOf(filter: string, { servers, agents }: Shape): string[] | undefined {
  const [, group = '', subset = '*'] = /^(all|servers?|agents?)(?::([\d,*-]+))?$/.exec(filter) ?? []
  if (group === '') return undefined
  if (group === 'all') return ['all']
  const role = group.replace(/s$/, '')
  if (subset === '*') return [`${role}s`]
  const count = role === 'server' ? servers : agents
  const numbers = subset.split(',').flatMap((part) => {
    const [, first = '', isRange, last = ''] = /^(\d*)(-?)(\d*)$/.exec(part) ?? []
    const end = isRange ? Number(last || count - 1) : Number(first)
    if (end >= count) return end
    return Array.from({ length: Math.max(0, end - Number(first) + 1) }, (_, index) => Number(first) + index)
  })
  return numbers.length > 0 && numbers.every((number) => number < count)
    ? numbers.map((number) => `${role}-${number}`)
    : undefined
}

/** The role that filters are for, where they are for all of its nodes. */
function roleOf(filters: z.infer<typeof Filters>, shape: Shape): ClusterSpec['k3sArgs'][number]['on'] | undefined {
  const places = (filters?.length ? filters : ['server:*']).map((filter) => placesOf(filter, shape)?.join())
  const isAll = (role: 'server' | 'agent') => {
    const count = role === 'server' ? shape.servers : shape.agents
    const each = Array.from({ length: count }, (_, index) => `${role}-${index}`)
    return places.includes(`${role}s`) || (count > 0 && each.join() === places.join())
  }
  if (places.some((place) => place === undefined)) return undefined
  if (places.includes('all') || (isAll('server') && isAll('agent'))) return 'all'
  return isAll('server') ? 'server' : isAll('agent') ? 'agent' : undefined
}

function argumentsIn(file: Remaining, shape: Shape): ClusterSpec['k3sArgs'] {
  const flagOf = (flag: string, filters: z.infer<typeof Filters>) => {
    const on = roleOf(filters, shape)
    return on === undefined ? undefined : { flag, on }
  }
  const k3s = ['options', 'k3s'] as const
  return [
    ...file.takeEach(Argument, ({ arg, nodeFilters }) => flagOf(arg, nodeFilters), ...k3s, 'extraArgs'),
    ...file.takeEach(
      Labels,
      ({ label, nodeFilters }) => flagOf(`--node-label=${label}`, nodeFilters?.length ? nodeFilters : ['all']),
      ...k3s,
      'nodeLabels',
    ),
    ...file.takeEach(text, (flag) => ({ flag, on: 'server' as const }), ...k3s, 'extraServerArgs'),
    ...file.takeEach(text, (flag) => ({ flag, on: 'agent' as const }), ...k3s, 'extraAgentArgs'),
  ]
}

const endpointFlag = '--datastore-endpoint='
const endpointVariable = 'K3S_DATASTORE_ENDPOINT'

/** The database that all the servers have. How many there may be depends on it, hence it is looked for in a copy of the file. */
function endpointIn(file: Remaining, agents: number): string | undefined {
  const servers = file.take(z.int().min(1).max(mostServers), 'servers') ?? 1
  const shape = { servers, agents }
  const flags = argumentsIn(file, shape).filter(({ flag, on }) => flag.startsWith(endpointFlag) && on !== 'agent')
  const variables = file.takeEach(Variable, (each) => pairOf(each, shape), 'env')
  const variable = variables.findLast(([name]) => name === endpointVariable)
  // As in k3s, a flag goes before a variable.
  return flags.at(-1)?.flag.slice(endpointFlag.length) || variable?.[1] || undefined
}

/** What the datastore of a spec says itself. */
const isDatastore = ({ flag, on }: ClusterSpec['k3sArgs'][number], servers: number) =>
  on !== 'agent' && (flag.startsWith(endpointFlag) || (servers > 1 && flag === '--cluster-init'))

/** A variable without a value is that of whoever runs k3d; one for some nodes alone has no word here. */
function pairOf(
  { envVar, nodeFilters }: { envVar: string; nodeFilters?: z.infer<typeof Filters> },
  shape: Shape,
): [name: string, value: string] | undefined {
  const at = envVar.indexOf('=')
  const on = nodeFilters?.length ? roleOf(nodeFilters, shape) : 'all'
  const isForAll = on === 'all' || (on === 'server' && shape.agents === 0)
  return at > 0 && isForAll ? [envVar.slice(0, at), envVar.slice(at + 1)] : undefined
}
