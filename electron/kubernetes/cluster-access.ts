/** What a kubeconfig of one cluster and one user says, decoded. */
export interface ClusterAccess {
  readonly server: URL
  readonly ca: Buffer
  readonly cert: Buffer
  readonly key: Buffer
}

/**
 * Reads a kubeconfig with client-node, which is loaded only now: it takes 250 ms, and nobody needs it before the first cluster's API
 * is about to answer. Throws where certificates are not embedded, as k3s embeds them.
 */
export async function readAccess(kubeconfig: string): Promise<ClusterAccess> {
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  config.loadFromString(kubeconfig)
  const cluster = config.getCurrentCluster()
  const user = config.getCurrentUser()
  const decode = (text: string | undefined) => {
    if (text === undefined) throw new TypeError('The kubeconfig has no embedded certificate')
    return Buffer.from(text, 'base64')
  }
  return {
    server: new URL(cluster?.server ?? ''),
    ca: decode(cluster?.caData),
    cert: decode(user?.certData),
    key: decode(user?.keyData),
  }
}
