import type { ClusterSpec } from '#shared/cluster.ts'
import type { NetworkSummary, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { ClusterRecord } from './cluster-record.ts'

/**
 * Where the API's port is published. On the host alone that is loopback and, where Docker runs on this machine's own kernel, the
 * gateway of its default bridge: that is what `host.docker.internal` means to other containers, and nobody else can reach it.
 * Elsewhere (Docker Desktop, rootless) the name leads to the host's loopback by itself.
 */
export function apiExposure(
  spec: Pick<ClusterSpec, 'apiAccess'>,
  {
    info,
    networks,
    lanAddresses,
  }: { info: RuntimeInfo; networks: readonly NetworkSummary[]; lanAddresses: readonly string[] },
): ClusterRecord['api'] {
  if (spec.apiAccess === 'lan') return { hostIps: ['0.0.0.0'], names: [...lanAddresses] }
  const bridge = networks.find(({ name }) => name === 'bridge')?.gateway
  const isOurs = info.isLocal && !info.isRootless
  return { hostIps: isOurs && bridge ? ['127.0.0.1', bridge] : ['127.0.0.1'], names: [] }
}
