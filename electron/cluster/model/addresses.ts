import type { ContainerRole } from '#shared/cluster.ts'
import type { ContainerIdentity } from './labels.ts'

/**
 * Fixed addresses, since an address that changes stops etcd members and, from k3s 1.32.6, any server (k3d.md 4.2).
 * .1 gateway, .2–.9 what stands beside the nodes (load balancer, database), from .10 servers, from .100 agents.
 */
export function containerAddress(subnet: string, { role, index }: ContainerIdentity): string {
  return addressIn(subnet, firstHost[role] + index)
}

const firstHost: Readonly<Record<ContainerRole, number>> = { loadbalancer: 2, datastore: 3, server: 10, agent: 100 }

/** Of a /24, the host of a number. */
export function addressIn(subnet: string, host: number): string {
  return `${subnet.split('.').slice(0, 3).join('.')}.${host}`
}
