import { parse } from 'yaml'
import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ClusterEntry } from './own-entries.ts'

const Kubeconfig = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), 'certificate-authority-data': z.string() }) }),
  ]),
  users: z.tuple([
    z.object({ user: z.object({ 'client-certificate-data': z.string(), 'client-key-data': z.string() }) }),
  ]),
})

/** A cluster's own kubeconfig, as k3s writes it, taken apart. */
export function entryOf(cluster: string, kubeconfig: string): ClusterEntry {
  const parsed = Kubeconfig.safeParse(parse(kubeconfig))
  if (!parsed.success) throw new ProblemError(problem('kubeconfig.unavailable', { cluster }), { cause: parsed.error })
  const [{ cluster: api }] = parsed.data.clusters
  const [{ user }] = parsed.data.users
  return {
    cluster,
    server: api.server,
    certificateAuthority: api['certificate-authority-data'],
    clientCertificate: user['client-certificate-data'],
    clientKey: user['client-key-data'],
  }
}
