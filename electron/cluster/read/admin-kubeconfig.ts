import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { rewriteAdminKubeconfig } from '../../kubernetes/admin-kubeconfig.ts'

const kubeconfigPath = '/etc/rancher/k3s/k3s.yaml'

/**
 * The admin kubeconfig of a server, made usable from this machine: its address is the published port, and `default` has become
 * `sampan-<cluster>` everywhere. Undefined while k3s has not written it yet.
 */
export async function readKubeconfig(
  runtime: ContainerRuntime,
  { id, cluster, apiPort }: { id: string; cluster: string; apiPort: number },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const bytes = await runtime.readFile(id, kubeconfigPath, signal)
  const name = `sampan-${cluster}`
  return bytes && rewriteAdminKubeconfig(bytes.toString('utf8'), { name, server: `https://127.0.0.1:${apiPort}` })
}

/** The same kubeconfig for a place from which the API has another address. */
export function withServer(kubeconfig: string, server: string): string {
  const text = rewriteAdminKubeconfig(kubeconfig, { server })
  if (text === undefined) throw new TypeError('This is not the admin kubeconfig of a cluster')
  return text
}
