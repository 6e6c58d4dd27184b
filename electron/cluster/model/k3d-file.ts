import { z } from 'zod'
import { type ClusterSpec, mostServers } from '#shared/cluster.ts'
import { bytesOf } from './written-limits.ts'
import type { ReadSpec } from './written-spec.ts'

const Strings = z.array(z.string()).catch([])

/** The parts of a k3d configuration (k3d.io/v1alpha5, `kind: Simple`) that a cluster of Sampan has a word for. */
const K3dFile = z.looseObject({
  apiVersion: z.string().regex(/^k3d\.io\//),
  metadata: z.looseObject({ name: z.string().optional() }).optional(),
  name: z.string().optional(),
  servers: z.int().optional(),
  agents: z.int().optional(),
  image: z.string().optional(),
  token: z.string().optional(),
  kubeAPI: z
    .looseObject({ hostIP: z.string().optional(), hostPort: z.union([z.string(), z.int()]).optional() })
    .optional(),
  ports: z.array(z.looseObject({ port: z.string() })).catch([]),
  env: z.array(z.looseObject({ envVar: z.string() })).catch([]),
  registries: z.looseObject({ config: z.string().optional() }).optional(),
  options: z
    .looseObject({
      k3s: z
        .looseObject({ extraArgs: z.array(z.looseObject({ arg: z.string(), nodeFilters: Strings })).catch([]) })
        .optional(),
      runtime: z.looseObject({ serversMemory: z.string().optional(), agentsMemory: z.string().optional() }).optional(),
    })
    .optional(),
})

/** A cluster of k3d as Sampan would make it; undefined for what is no file of k3d's. */
export function specOfK3d(value: unknown): ReadSpec | undefined {
  const { data: file } = K3dFile.safeParse(value)
  if (file === undefined) return undefined
  const ports = file.ports.map(({ port }) => ({ port, mapping: portOf(port) }))
  const args = (file.options?.k3s?.extraArgs ?? []).map(({ arg, nodeFilters }) => ({
    flag: arg,
    on: rolesOf(nodeFilters),
  }))
  const disable = args.flatMap(({ flag }) => /^--disable=(.+)$/.exec(flag)?.[1]?.split(',') ?? [])
  const memory = file.options?.runtime?.serversMemory ?? file.options?.runtime?.agentsMemory
  const memoryBytes = memory === undefined ? undefined : bytesOf(memory)
  const apiPort = Number(file.kubeAPI?.hostPort)
  const servers = file.servers ?? 1
  const hasServers = isPossible(servers)
  const spec = {
    name: file.metadata?.name ?? file.name ?? 'k3s-default',
    ...(servers > 1 && hasServers ? { servers } : {}),
    ...(file.agents === undefined ? {} : { agents: file.agents }),
    ...(file.image === undefined || file.image === '' ? {} : { image: file.image }),
    ...(Number.isInteger(apiPort) && apiPort > 0 ? { apiPort } : {}),
    ...(file.kubeAPI?.hostIP === '0.0.0.0' ? { apiAccess: 'lan' as const } : {}),
    ...(file.token ? { token: { kind: 'given' as const, value: file.token } } : {}),
    ports: ports.flatMap(({ mapping }) => mapping ?? []),
    env: Object.fromEntries(file.env.map(({ envVar }) => pairOf(envVar))),
    k3sArgs: args.filter(({ flag }) => !flag.startsWith('--disable=')),
    disable,
    registries: file.registries?.config ?? '',
    limits: memoryBytes === undefined ? {} : { memoryBytes },
  }
  const leftOut = [
    ...(hasServers ? [] : ['servers']),
    ...ports.flatMap(({ port, mapping }) => (mapping ? [] : [`ports: ${port}`])),
    ...['volumes', 'network', 'subnet', 'files', 'hostAliases'].filter((key) => hasContent(file[key])),
    ...['create', 'use'].filter((key) => hasContent(file.registries?.[key])).map((key) => `registries.${key}`),
  ]
  return { spec, leftOut }
}

/** With etcd, as k3d makes several of them. */
const isPossible = (servers: number) => servers >= 1 && servers <= mostServers && servers % 2 === 1

const hasContent = (value: unknown) => String(value ?? '') !== ''

/** `8080:80`, `0.0.0.0:8080:80/udp`; k3d publishes on every address unless one is named, Sampan only where that is said. */
function portOf(text: string): ClusterSpec['ports'][number] | undefined {
  const [, hostIp, host, node, protocol = 'tcp'] = /^(?:([\d.]+):)?(\d+):(\d+)(?:\/(tcp|udp))?$/.exec(text) ?? []
  if (host === undefined || node === undefined) return undefined
  return {
    hostIp: hostIp === '0.0.0.0' ? '0.0.0.0' : '127.0.0.1',
    hostPort: Number(host),
    nodePort: Number(node),
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
  }
}

function pairOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** `server:*`, `agents`, `all`; without filters k3d means every node that knows the flag. */
function rolesOf(filters: readonly string[]): ClusterSpec['k3sArgs'][number]['on'] {
  const text = filters.join(' ')
  const [isServer, isAgent] = [/\bservers?\b/.test(text), /\bagents?\b/.test(text)]
  if (isServer === isAgent) return text.includes('all') || (isServer && isAgent) ? 'all' : 'server'
  return isServer ? 'server' : 'agent'
}
