import { type Document, parseDocument } from 'yaml'
import { z } from 'zod'

/** What a kubeconfig of one cluster and one user says. Certificates and key are embedded: PEM in base64. */
export interface AdminKubeconfig {
  readonly server: string
  readonly certificateAuthority: string
  readonly clientCertificate: string
  readonly clientKey: string
}

const Shape = z.object({
  clusters: z.tuple([
    z.object({ cluster: z.object({ server: z.string(), 'certificate-authority-data': z.string() }) }),
  ]),
  users: z.tuple([
    z.object({ user: z.object({ 'client-certificate-data': z.string(), 'client-key-data': z.string() }) }),
  ]),
})

/** Takes apart the admin's kubeconfig, as k3s writes it; undefined for anything else, also for one that k3s is just writing. */
export function readAdminKubeconfig(text: string): AdminKubeconfig | undefined {
  return read(parseDocument(text))
}

/** The same kubeconfig with another address, or with another name for its context, cluster and user; undefined as above. */
export function rewriteAdminKubeconfig(
  text: string,
  { name, server }: { name?: string; server?: string },
): string | undefined {
  const document = parseDocument(text)
  if (!read(document)) return undefined
  if (server !== undefined) document.setIn(['clusters', 0, 'cluster', 'server'], server)
  if (name !== undefined) {
    for (const list of ['clusters', 'contexts', 'users']) document.setIn([list, 0, 'name'], name)
    for (const reference of ['cluster', 'user']) document.setIn(['contexts', 0, 'context', reference], name)
    document.set('current-context', name)
  }
  return document.toString({ lineWidth: 0 })
}

function read(document: Document.Parsed): AdminKubeconfig | undefined {
  const parsed = document.errors.length > 0 ? undefined : Shape.safeParse(document.toJS()).data
  if (!parsed) return undefined
  const [{ cluster }] = parsed.clusters
  const [{ user }] = parsed.users
  return {
    server: cluster.server,
    certificateAuthority: cluster['certificate-authority-data'],
    clientCertificate: user['client-certificate-data'],
    clientKey: user['client-key-data'],
  }
}
