import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execute } from './docker.ts'

/** A deployment with an HTTP server, and services in front of it. In the stand-in every port of a pod has one. */
const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: example.org/web:1, ports: [{name: http, containerPort: 8080}, {name: dns, containerPort: 5353, protocol: UDP}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}, {name: closed, port: 81, targetPort: 9999}, {name: dns, port: 53, targetPort: dns, protocol: UDP}]}
---
apiVersion: v1
kind: Service
metadata: {name: elsewhere, namespace: default}
spec: {ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: default}
spec: {rules: [{host: shop.example.org, http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]}
`

/** kubectl with that kubeconfig, which is written into the folder. */
export async function kubectlWith(folder: string, kubeconfig: string) {
  const path = join(folder, 'kubectl')
  await writeFile(path, kubeconfig, { mode: 0o600 })
  const kubectl = async (...args: string[]) => (await execute('kubectl', ['--kubeconfig', path, ...args])).stdout
  return {
    kubectl,
    applyWeb: async () => {
      await writeFile(join(folder, 'web.yaml'), manifest)
      await kubectl('apply', '--validate=false', '-f', join(folder, 'web.yaml'))
    },
    readyPods: async () => {
      const { items }: { items: { metadata: { name: string; deletionTimestamp?: string }; status: Status }[] } =
        JSON.parse(await kubectl('get', 'pods', '-l', 'app=web', '-o', 'json'))
      return items
        .filter(({ metadata, status }) => !metadata.deletionTimestamp && isReady(status))
        .map(({ metadata }) => metadata.name)
    },
  }
}

interface Status {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[]
}

const isReady = ({ conditions }: Status) =>
  (conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True')
