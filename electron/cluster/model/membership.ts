import { type Blueprint, type ContainerBlueprint, dataVolume, passwordVolume } from './blueprint.ts'
import { label } from './labels.ts'
import { digest, type NodeFile } from './node-files.ts'
import { currentNodes, type ObservedCluster, type ObservedNode } from './observed-cluster.ts'
import type { Phase } from './plan.ts'
import type { Change } from './plan-changes.ts'

/** The files by which a container is to work now: a server that does not know its cluster yet begins it, or joins it. */
export function filesNow(
  { name, files, entering }: ContainerBlueprint,
  wanted: Blueprint,
  observed: ObservedCluster,
): readonly NodeFile[] {
  const members = currentNodes(observed).filter(({ isMember }) => isMember)
  if (entering === undefined) return files
  const own = members.find((member) => member.name === name)
  // A member heeds neither word: at rest, there is no reason to write the other one.
  if (own) return (wanted.desired === 'running' ? undefined : wordIn(own, entering)) ?? files
  if (members.length > 0) return entering.joining
  const servers = wanted.containers.filter((container) => container.entering !== undefined)
  // Where all containers were removed by hand, one that may still have its data: to that the word means nothing.
  const beginner = servers.find((server) => hasData(server.name, observed)) ?? servers[0]
  return name === beginner?.name ? entering.beginning : entering.joining
}

/** The files whose word about the cluster lies in a server: that it begins it, or that it joins it. */
function wordIn(
  { files: present = {} }: ObservedNode,
  { beginning, joining }: NonNullable<ContainerBlueprint['entering']>,
): readonly NodeFile[] | undefined {
  const differing = beginning.flatMap(({ path, content }) =>
    joining.some((file) => file.path === path && file.content !== content) ? [path] : [],
  )
  const lies = ({ path, content }: NodeFile) => !differing.includes(path) || present[path]?.content === digest(content)
  return [beginning, joining].find((files) => files.every(lies))
}

/** Whether a server that is down can be started before the API answers: as the one that publishes or begins it, or as one that knows the others. */
export function startable(wanted: Blueprint, observed: ObservedCluster): (change: Change) => boolean {
  const servers = currentNodes(observed).filter(({ role }) => role === 'server')
  const members = servers.filter(({ isMember }) => isMember).length
  const needed = wanted.containers.filter(({ role }) => role === 'server').length / 2
  return (change) => {
    const { name, files, entering, container } = change.container
    if (entering === undefined || container.labels[label.apiPort] !== undefined) return true
    if (members === 0 && files === entering.beginning) return true
    if (change.kind !== 'make') return change.old.isMember === true
    // Its volume is there and its container is not: somebody removed that, or an operation was interrupted before it was made, and only
    // the volume could tell. It may wait for the others where they are enough without it; else all are started, and k3s tries again.
    return hasData(name, observed) && (servers.length === 0 || (members > 0 && members <= needed))
  }
}

/** Whether it has been in the cluster: its data is there, or Kubernetes is yet to be told that it is not. */
export function isReturning(
  { name, kubernetesName: inKubernetes }: ContainerBlueprint,
  { record: { owed } }: Blueprint,
  observed: ObservedCluster,
): boolean {
  return hasData(name, observed) || (inKubernetes !== undefined && owed.includes(inKubernetes))
}

const hasData = (name: string, { volumes }: ObservedCluster) =>
  volumes.some((volume) => volume.name === dataVolume(name))

/** Names of nodes that Docker no longer has after this plan, or has not now, and that Kubernetes would go on waiting for. */
export function leavingNodes(wanted: Blueprint, observed: ObservedCluster): ObservedNodeName[] {
  const names = new Set(wanted.containers.map(({ name }) => name))
  const staying = leavingServers(wanted, observed).map(({ name }) => name)
  const nodes = currentNodes(observed).map(({ role, name }) => ({ role, name }))
  // Of a node whose container somebody removed by hand the password is left.
  const ofVolumes = observed.volumes.flatMap(({ name }) => nodeOfVolume(wanted, name) ?? [])
  const all = new Map([...nodes, ...ofVolumes].map((node) => [node.name, node]))
  return [...all.values()].filter(({ name }) => !names.has(name) && !staying.includes(name))
}

type ObservedNodeName = Pick<ObservedNode, 'role' | 'name'>

/**
 * Names in Kubernetes of agents that come back without the volume in which their password was: Kubernetes still has the one of before,
 * under which no node of that name could join again.
 */
export function rebornAgents(wanted: Blueprint, observed: ObservedCluster): string[] {
  return wanted.containers.flatMap(({ role, name, kubernetesName: inKubernetes }) => {
    const hasPassword = observed.volumes.some((volume) => volume.name === passwordVolume(name).name)
    return role === 'agent' && inKubernetes !== undefined && !hasPassword ? [inKubernetes] : []
  })
}

/**
 * Names in Kubernetes of servers that lost their data while others have theirs: etcd still counts the member of before, and takes no
 * other one of that name. `known`: those that there were until now.
 */
export function rebornServers(
  wanted: Blueprint,
  observed: ObservedCluster,
  known: (name: string) => boolean,
): string[] {
  if (!currentNodes(observed).some(({ isMember }) => isMember)) return []
  return wanted.containers.flatMap(({ entering, name, kubernetesName: inKubernetes }) =>
    entering !== undefined && inKubernetes !== undefined && known(name) && !hasData(name, observed)
      ? [inKubernetes]
      : [],
  )
}

export function nodeOfVolume(
  { network }: { readonly network: { readonly name: string } },
  volume: string,
): ObservedNodeName | undefined {
  const rest = volume.startsWith(`${network.name}-`) ? volume.slice(network.name.length + 1) : ''
  const [, role, index] = /^(server|agent)-(\d+)-[a-z0-9]+$/.exec(rest) ?? []
  if (role !== 'server' && role !== 'agent') return undefined
  return { role, name: `${network.name}-${role}-${index}` }
}

/**
 * Servers that are not wanted and can only be removed while the cluster runs: of those that know each other through etcd each has a
 * vote until it has left. A cluster that is to rest keeps them until it runs again.
 */
export function leavingServers(wanted: Blueprint, observed: ObservedCluster): ObservedNode[] {
  const names = new Set(wanted.containers.map(({ name }) => name))
  return currentNodes(observed)
    .filter(({ role, name, state }) => role === 'server' && !names.has(name) && state !== 'dead')
    .filter(({ isMember, state }) => isMember || (wanted.desired === 'running' && state === 'running'))
    .sort((left, right) => right.index - left.index)
}

/** Whether it does something to one of several servers that have to agree. */
export function touchesMajority({ containers }: Blueprint, phases: readonly Phase[]): boolean {
  const servers = new Set(containers.flatMap(({ role, name }) => (role === 'server' ? [name] : [])))
  return phases.some(({ steps }) =>
    steps.some((step) => {
      if (step.kind === 'removeServer') return true
      if (servers.size === 1 || step.kind === 'writeFiles' || step.kind === 'reloadContainer') return false
      return servers.has('container' in step ? step.container.name : 'name' in step ? step.name : '')
    }),
  )
}
