import { z } from 'zod'
import { type ClusterSpec, PortMapping } from '#shared/cluster.ts'
import { isMeant } from '#shared/node-placement.ts'
import type { ContainerOptions } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from './cluster-record.ts'
import { type ContainerIdentity, type Labels, label, type NodeIdentity } from './labels.ts'
import { apiContainerPort, frontPorts } from './load-balancer.ts'

/** What stands before the servers publishes, or the only one. */
export function publishedPorts({ spec, api }: ClusterRecord): ContainerOptions['ports'] {
  return [
    ...api.hostIps.map((hostIp) => ({
      hostIp,
      hostPort: spec.apiPort,
      containerPort: apiContainerPort,
      protocol: 'tcp' as const,
    })),
    ...frontPorts(spec).map(containerPort),
  ]
}

/** What a node publishes that no other one does. */
export const portsOfNode = (spec: ClusterSpec, node: ContainerIdentity): ContainerOptions['ports'] =>
  ownPorts(spec, node).map(containerPort)

const containerPort = ({ hostIp, hostPort, nodePort, protocol }: PortMapping) => ({
  hostIp,
  hostPort,
  containerPort: nodePort,
  protocol,
})

const ownPorts = ({ ports }: ClusterSpec, { role, index }: ContainerIdentity) =>
  ports.filter(({ on }) => on === `${role}-${index}`)

/** By which a container's ports are known again. */
export function portLabels(spec: ClusterSpec, container: ContainerIdentity, isPublisher: boolean): Labels {
  const all = [...(isPublisher ? frontPorts(spec) : []), ...ownPorts(spec, container)]
  return {
    ...(isPublisher ? { [label.apiPort]: String(spec.apiPort) } : {}),
    ...(isPublisher || all.length > 0 ? { [label.ports]: JSON.stringify(all) } : {}),
  }
}

/** Labels are text that anybody could have written. */
export function portsOfLabels(labels: Labels): PortMapping[] {
  const text = labels[label.ports]
  if (text === undefined) return []
  try {
    return z.array(PortMapping).catch([]).parse(JSON.parse(text))
  } catch {
    return []
  }
}

/** The host's ports that a container has while it runs. */
export function hostPortsOf(labels: Labels): string[] {
  const api = labels[label.apiPort]
  const ports = portsOfLabels(labels).map(({ hostPort, protocol }) => `${hostPort}/${protocol}`)
  return api === undefined ? ports : [`${api}/tcp`, ...ports]
}

export const mountsOf = ({ volumes = [] }: ClusterSpec, node: NodeIdentity): NonNullable<ContainerOptions['mounts']> =>
  volumes
    .filter(({ on = 'all' }) => isMeant(on, node))
    .map(({ source, path, isReadOnly = false }) => ({ source, path, isReadOnly }))
