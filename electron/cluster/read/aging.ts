import { X509Certificate } from 'node:crypto'
import { type Problem, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import { anyServer, type ObservedCluster } from '../model/observed-cluster.ts'

const dayMs = 86_400_000
/** From here on k3s renews a certificate when it starts. */
const nearDays = 90
/** More than this and certificates made now are not valid yet on the other side. */
export const toleratedSkewMs = 30_000

const servingPath = '/var/lib/rancher/k3s/server/tls/serving-kube-apiserver.crt'

/** What will end the good days of a cluster that is Ready: its certificates, or a clock that is not that of this computer. */
export async function agingOf(
  runtime: ContainerRuntime,
  { observed, host, engineId }: { observed: ObservedCluster; host: Pick<Host, 'now'>; engineId: string },
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const server = anyServer(observed)
  if (server?.state !== 'running') return undefined
  const [certificate, { systemTimeMs }] = await Promise.all([
    runtime.readFile(server.id, servingPath, signal),
    runtime.info(signal),
  ])
  const days = certificate && daysLeft(certificate, systemTimeMs)
  if (days !== undefined && days <= nearDays) {
    const cluster = { engineId, name: observed.name }
    const actions = [{ kind: 'restartCluster' as const, cluster }]
    return problem('cluster.certificates_end', { cluster: observed.name, days: Math.max(0, days) }, { actions })
  }
  const skewMs = Math.abs(systemTimeMs - host.now())
  return skewMs > toleratedSkewMs ? problem('clock.skewed', { seconds: Math.round(skewMs / 1000) }) : undefined
}

/** Whole days until a certificate (PEM) ends; undefined for what is none. */
export function daysLeft(pem: Buffer, nowMs: number): number | undefined {
  try {
    return Math.floor((Date.parse(new X509Certificate(pem).validTo) - nowMs) / dayMs)
  } catch {
    return undefined // Not ours to judge: a client will say what is wrong with it.
  }
}
