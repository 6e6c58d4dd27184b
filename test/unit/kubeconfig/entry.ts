import { readKubeconfigText } from '../../../electron/kubeconfig/kubeconfig-text.ts'
import type { ClusterEntry } from '../../../electron/kubeconfig/own-entries.ts'

export const demo: ClusterEntry = {
  cluster: 'demo',
  server: 'https://127.0.0.1:6443',
  certificateAuthority: 'Q0E=',
  clientCertificate: 'Y2VydA==',
  clientKey: 'a2V5',
}

export const read = (text: string) => readKubeconfigText(Buffer.from(text), '/home/ann/.kube/config')
