import { parseDocument } from 'yaml'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'

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
  return (
    bytes &&
    adaptKubeconfig(bytes.toString('utf8'), { name: `sampan-${cluster}`, server: `https://127.0.0.1:${apiPort}` })
  )
}

/** Undefined for a file that k3s is just writing. */
export function adaptKubeconfig(text: string, { name, server }: { name: string; server: string }): string | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0 || !document.hasIn(['users', 0, 'user', 'client-key-data'])) return undefined
  document.setIn(['clusters', 0, 'cluster', 'server'], server)
  document.setIn(['clusters', 0, 'name'], name)
  document.setIn(['contexts', 0, 'name'], name)
  document.setIn(['contexts', 0, 'context', 'cluster'], name)
  document.setIn(['contexts', 0, 'context', 'user'], name)
  document.setIn(['users', 0, 'name'], name)
  document.set('current-context', name)
  return document.toString({ lineWidth: 0 })
}

/** The same kubeconfig for a place from which the API has another address. */
export function withServer(kubeconfig: string, server: string): string {
  const document = parseDocument(kubeconfig)
  document.setIn(['clusters', 0, 'cluster', 'server'], server)
  return document.toString({ lineWidth: 0 })
}
