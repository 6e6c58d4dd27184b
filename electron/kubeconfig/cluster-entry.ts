import { parse, parseDocument } from 'yaml'
import { z } from 'zod'
import type { ApiPlace } from '#shared/api-address.ts'
import type { ClusterRef } from '#shared/cluster.ts'
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

/** A cluster's own kubeconfig, as k3s writes it, taken apart. `place`: from where its address is called. */
export function entryOf(
  kubeconfig: string,
  { cluster, place }: { cluster: ClusterRef; place: ApiPlace },
): ClusterEntry {
  const parsed = Kubeconfig.safeParse(parse(kubeconfig))
  if (!parsed.success)
    throw new ProblemError(problem('kubeconfig.unavailable', { cluster: cluster.name }), { cause: parsed.error })
  const [{ cluster: api }] = parsed.data.clusters
  const [{ user }] = parsed.data.users
  return {
    cluster,
    place,
    server: api.server,
    certificateAuthority: api['certificate-authority-data'],
    clientCertificate: user['client-certificate-data'],
    clientKey: user['client-key-data'],
  }
}

/** Undefined for a file that is not such a kubeconfig. */
export function certificateAuthorityIn(kubeconfig: string): string | undefined {
  const document = parseDocument(kubeconfig)
  const found = document.getIn(['clusters', 0, 'cluster', 'certificate-authority-data'])
  return typeof found === 'string' ? found : undefined
}

/** The context, cluster and user of a cluster's own kubeconfig under another name. */
export function withContextName(kubeconfig: string, name: string): string {
  const document = parseDocument(kubeconfig)
  for (const list of ['clusters', 'contexts', 'users']) document.setIn([list, 0, 'name'], name)
  for (const reference of ['cluster', 'user']) document.setIn(['contexts', 0, 'context', reference], name)
  document.set('current-context', name)
  return document.toString({ lineWidth: 0 })
}
