// The admin kubeconfig, written before the API answers.
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { info } from './log.mjs'

const DEFAULT_PATH = '/etc/rancher/k3s/k3s.yaml'
const base64 = (text) => Buffer.from(text).toString('base64')

export function writeKubeconfig({ settings, port, caPem, admin }) {
  const path = settings.writeKubeconfig ?? DEFAULT_PATH
  const host = settings.bindAddress && settings.bindAddress !== '0.0.0.0' ? settings.bindAddress : '127.0.0.1'
  const text = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(caPem)}
    server: https://${host}:${port}
  name: default
contexts:
- context:
    cluster: default
    user: default
  name: default
current-context: default
kind: Config
users:
- name: default
  user:
    client-certificate-data: ${base64(admin.cert)}
    client-key-data: ${base64(admin.key)}
`
  mkdirSync(dirname(path), { recursive: true })
  mkdirSync(dirname(DEFAULT_PATH), { recursive: true })
  writeFileSync(path, text)
  chmodSync(path, Number.parseInt(settings.writeKubeconfigMode ?? '600', 8))
  if (path !== DEFAULT_PATH) {
    rmSync(DEFAULT_PATH, { force: true })
    symlinkSync(path, DEFAULT_PATH)
  }
  info(`Wrote kubeconfig ${path}`)
  info('Run: k3s kubectl')
}
