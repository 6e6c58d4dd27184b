import { isIPv4 } from 'node:net'
import { z } from 'zod'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { ListedContainer, Made, toSummary } from './container-answers.ts'
import type { NetworkMember, NetworkOptions, NetworkSummary } from './container-runtime.ts'
import type { DockerGateway } from './docker-gateway.ts'

const Network = z.object({
  Id: z.string(),
  Name: z.string(),
  IPAM: z
    .object({ Config: z.array(z.object({ Subnet: z.string().optional(), Gateway: z.string().optional() })).nullish() })
    .nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
})

const NetworkMembers = z.object({
  Name: z.string(),
  Containers: z
    .record(z.string(), z.object({ Name: z.string().default(''), IPv4Address: z.string().default('') }))
    .nullish(),
})

const pathOf = (id: string) => `/networks/${encodeURIComponent(id)}`

export async function listNetworks(gateway: DockerGateway, signal?: AbortSignal): Promise<NetworkSummary[]> {
  const request = { method: 'GET', path: '/networks', operation: 'list networks', signal } as const
  return (await gateway.list(request, Network)).map(({ Id, Name, IPAM, Labels }) => ({
    id: Id,
    name: Name,
    subnets: (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []),
    labels: Labels ?? {},
  }))
}

/**
 * The host's IPv4 address in the default bridge; undefined where there is none (`--bridge=none`). Docker 20.10 does not name it until
 * it was restarted once, and then takes the first address of the subnet (engines.md F3).
 */
export async function bridgeAddress(gateway: DockerGateway, signal?: AbortSignal): Promise<string | undefined> {
  const request = {
    method: 'GET',
    path: '/networks/bridge',
    operation: 'inspect network',
    subject: 'bridge',
    signal,
  } as const
  const { IPAM } = (await gateway.find(request, Network)) ?? {}
  for (const { Gateway, Subnet } of IPAM?.Config ?? []) {
    const address = Gateway ? Gateway.replace(/\/\d+$/, '') : firstAddress(Subnet ?? '')
    if (address !== undefined && isIPv4(address)) return address
  }
  return undefined
}

function firstAddress(subnet: string): string | undefined {
  const bytes = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/\d+$/.exec(subnet)?.slice(1).map(Number)
  return bytes && [...bytes.slice(0, 3), (bytes[3] ?? 0) + 1].join('.')
}

export async function createNetwork(gateway: DockerGateway, options: NetworkOptions): Promise<string> {
  const { name, subnet, gateway: address, labels } = options
  // Other containers get addresses from the upper half, where no node has its own. Podman's leases are left as they are.
  const { isPodman } = await gateway.greeting()
  const range = isPodman ? {} : { IPRange: subnet.replace(/\.\d+\/24$/, '.128/25') }
  const ipam = { Config: [{ Subnet: subnet, Gateway: address, ...range }] }
  // Below API 1.44 Docker would otherwise make a second network of the same name.
  const body = { Name: name, Driver: 'bridge', CheckDuplicate: true, IPAM: ipam, Labels: labels }
  const about = { operation: 'create network', subject: name } as const
  try {
    return (await gateway.json({ method: 'POST', path: '/networks/create', body, ...about }, Made)).Id
  } catch (error) {
    const { detail = '' } = problemOf(error)
    // Docker's words, and Podman's.
    if (!/network with name \S+ already exists|network name \S+ already used/.test(detail)) throw error
    throw new ProblemError(problem('network.taken', { network: name }, { detail }), { cause: error })
  }
}

export async function removeNetwork(gateway: DockerGateway, id: string): Promise<void> {
  await gateway.send({ method: 'DELETE', path: pathOf(id), operation: 'remove network', subject: id }, [404])
}

export async function networkMembers(
  gateway: DockerGateway,
  id: string,
  signal?: AbortSignal,
): Promise<NetworkMember[]> {
  const about = { operation: 'inspect network', subject: id } as const
  const network = await gateway.find({ method: 'GET', path: pathOf(id), ...about, signal }, NetworkMembers)
  return Object.entries(network?.Containers ?? {}).map(([member, { Name, IPv4Address }]) => ({
    name: Name || member.slice(0, 12),
    ipv4: IPv4Address.replace(/\/\d+$/, ''),
  }))
}

export async function connect(gateway: DockerGateway, id: string, container: string): Promise<void> {
  const about = { operation: 'connect container', subject: container } as const
  try {
    await gateway.send({ method: 'POST', path: `${pathOf(id)}/connect`, body: { Container: container }, ...about })
  } catch (error) {
    // Docker's words, and Podman's.
    if (!/already exists in network|already connected to network/i.test(problemOf(error).detail ?? '')) throw error
  }
}

export async function disconnect(gateway: DockerGateway, id: string, container: string): Promise<void> {
  const body = { Container: container, Force: true }
  const about = { operation: 'empty network', subject: id } as const
  // 404: it has gone by itself, the container or the network. Docker says 500 or 403 of one that is on another network only.
  await gateway.send({ method: 'POST', path: `${pathOf(id)}/disconnect`, body, ...about }, [404])
}

/** Returns the names of those that were on it. */
export async function disconnectAll(gateway: DockerGateway, id: string, signal?: AbortSignal): Promise<string[]> {
  const about = { operation: 'empty network', subject: id } as const
  const network = await gateway.find({ method: 'GET', path: pathOf(id), ...about, signal }, NetworkMembers)
  if (!network) return []
  const members = new Map(
    Object.entries(network.Containers ?? {}).map(([member, { Name }]) => [member, Name || member.slice(0, 12)]),
  )
  // Podman does not remove a network that a container is on which does not run, and its inspect shows only those that do.
  if ((await gateway.greeting(signal)).isPodman) {
    const query = { all: true, filters: { network: [network.Name] } }
    const request = { method: 'GET', path: '/containers/json', query, ...about, signal } as const
    for (const { id, name } of (await gateway.list(request, ListedContainer)).map(toSummary)) members.set(id, name)
  }
  for (const container of members.keys()) {
    const body = { Container: container, Force: true }
    const path = `${pathOf(id)}/disconnect`
    // 404: it has gone by itself, the container or the network.
    await gateway.send({ method: 'POST', path, body, ...about, signal }, [404])
  }
  return [...members.values()].sort()
}
