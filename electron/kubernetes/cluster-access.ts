import { readAdminKubeconfig } from './admin-kubeconfig.ts'

/** What a kubeconfig of one cluster and one user says, decoded. */
export interface ClusterAccess {
  readonly server: URL
  readonly ca: Buffer
  readonly cert: Buffer
  readonly key: Buffer
}

/** Rejects where certificates are not embedded, as k3s embeds them. */
export async function readAccess(kubeconfig: string): Promise<ClusterAccess> {
  const admin = readAdminKubeconfig(kubeconfig)
  if (!admin) throw new TypeError('The kubeconfig is not one of a cluster of k3s, with embedded certificates')
  return {
    server: new URL(admin.server),
    ca: Buffer.from(admin.certificateAuthority, 'base64'),
    cert: Buffer.from(admin.clientCertificate, 'base64'),
    key: Buffer.from(admin.clientKey, 'base64'),
  }
}
