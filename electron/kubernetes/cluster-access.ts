import { parse } from 'yaml'
import { z } from 'zod'

/** What a kubeconfig of one cluster and one user says, decoded. */
export interface ClusterAccess {
  readonly server: URL
  readonly ca: Buffer
  readonly cert: Buffer
  readonly key: Buffer
}

const Kubeconfig = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ server: z.url(), 'certificate-authority-data': z.base64() }) })]),
  users: z.tuple([
    z.object({ user: z.object({ 'client-certificate-data': z.base64(), 'client-key-data': z.base64() }) }),
  ]),
})

/**
 * Reads the kubeconfig that k3s writes: one cluster, one user, everything embedded. Twenty lines instead of client-node's
 * KubeConfig, which takes 250 ms to load in the main process. Throws where the text is anything else.
 */
export function readAccess(kubeconfig: string): ClusterAccess {
  const { clusters, users } = Kubeconfig.parse(parse(kubeconfig))
  const decode = (text: string) => Buffer.from(text, 'base64')
  return {
    server: new URL(clusters[0].cluster.server),
    ca: decode(clusters[0].cluster['certificate-authority-data']),
    cert: decode(users[0].user['client-certificate-data']),
    key: decode(users[0].user['client-key-data']),
  }
}
