import type { ClusterSpec } from '#shared/cluster.ts'
import type { RuntimeInfo } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from './cluster-record.ts'

/**
 * Where the API's port is published. On the host alone that is loopback and, where Docker has one on this machine, its default
 * bridge's address: that is what `host.docker.internal` means to other containers, and nobody else can reach it. Elsewhere (Docker
 * Desktop, rootless) the name leads to the host's loopback by itself.
 */
export function apiExposure(
  spec: Pick<ClusterSpec, 'apiAccess'>,
  { bridgeIp, lanAddresses }: { bridgeIp: string | undefined; lanAddresses: readonly string[] },
): ClusterRecord['api'] {
  if (spec.apiAccess === 'lan') return { hostIps: ['0.0.0.0'], names: [...lanAddresses] }
  return { hostIps: bridgeIp === undefined ? ['127.0.0.1'] : ['127.0.0.1', bridgeIp], names: [] }
}

/**
 * The bridge's address where a port can be published on it: not where the engine has another kernel, and not with Podman, whose bridge
 * goes with the last container on it and would keep a stopped cluster from starting (engines.md F2). Whether a socket can really be
 * bound to it has to be tried (F3, F4).
 */
export function publishableBridge(
  info: Pick<RuntimeInfo, 'isLocal' | 'isRootless' | 'isPodman' | 'bridgeAddress'>,
): string | undefined {
  return info.isLocal && !info.isRootless && !info.isPodman ? info.bridgeAddress : undefined
}

/**
 * Whether other containers reach the API through `host.docker.internal`. On this machine's own kernel that is an address other than
 * loopback, so something has to be published there: with Podman, rootless as well, only what the whole local network reaches.
 */
export function isOpenToContainers(
  { hostIps }: ClusterRecord['api'],
  info: Pick<RuntimeInfo, 'isLocal' | 'isRootless' | 'isPodman'>,
): boolean {
  const leadsToLoopback = !info.isLocal || (info.isRootless && !info.isPodman)
  return leadsToLoopback || hostIps.some((ip) => ip !== '127.0.0.1')
}

/** Whether `host-gateway` means something there. Docker refuses a container with it where it does not (`--bridge=none`). */
export function hasHostGateway(info: Pick<RuntimeInfo, 'isPodman' | 'bridgeAddress'>): boolean {
  return info.isPodman || info.bridgeAddress !== undefined
}
