import { ProblemError, problem } from '#shared/problem.ts'
import { readKubeconfigText } from '../../../electron/kubeconfig/kubeconfig-text.ts'
import type { KubeconfigSource } from '../../../electron/kubeconfig/kubeconfigs.ts'
import type { ClusterEntry } from '../../../electron/kubeconfig/own-entries.ts'

export const demo: ClusterEntry = {
  cluster: { engineId: 'AAAA:1', name: 'demo' },
  place: 'local',
  server: 'https://127.0.0.1:6443',
  certificateAuthority: 'Q0E=',
  clientCertificate: 'Y2VydA==',
  clientKey: 'a2V5',
}

export const read = (text: string) => readKubeconfigText(Buffer.from(text), '/home/ann/.kube/config')

/** A cluster's own kubeconfig, as k3s writes it and the engine hands it on. */
export function k3sKubeconfig({
  server = demo.server,
  ca = demo.certificateAuthority,
  cert = 'Y2VydA==',
} = {}): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${ca}
    server: ${server}
  name: sampan-demo
contexts:
- context:
    cluster: sampan-demo
    user: sampan-demo
  name: sampan-demo
current-context: sampan-demo
kind: Config
users:
- name: sampan-demo
  user:
    client-certificate-data: ${cert}
    client-key-data: a2V5
`
}

/** A Docker Engine as far as kubeconfigs are concerned: its id, and what its clusters say of themselves. */
export function engineWith(engineId: string, clusters: Record<string, Parameters<typeof k3sKubeconfig>[0]>) {
  const source: KubeconfigSource = {
    id: async () => engineId,
    kubeconfigFor: async (name, place) => {
      const cluster = clusters[name]
      if (!cluster) throw new ProblemError(problem('cluster.not_found', { cluster: name }))
      const server = cluster.server ?? demo.server
      return k3sKubeconfig({
        ...cluster,
        server: place === 'local' ? server : server.replace('127.0.0.1', `${place}.test`),
      })
    },
  }
  return source
}
