import { setTimeout as pause } from 'node:timers/promises'
import type { ConnectKubeApi } from '../../electron/kubernetes/kube-api.ts'
import type { FakeContainer } from './fake-container.ts'
import { FakeKubeApi } from './fake-kube-api.ts'
import { FakeRuntime } from './fake-runtime.ts'

/**
 * k3s clusters on a FakeRuntime. A started server prints, writes its kubeconfig and answers after `bootMs`; agents of its network
 * join when it answers; each node becomes Ready with a lease of its present run. DNS follows the server.
 */
export class FakeK3s {
  bootMs = 10
  readonly runtime = new FakeRuntime({ onStart: (container) => this.#boot(container) })
  /** By network name: one cluster has one network. */
  #apis = new Map<string, FakeKubeApi>()
  #networkByPort = new Map<number, string>()

  /** Finds the cluster by the published port, as a real client would. */
  readonly connect: ConnectKubeApi = (kubeconfig) => {
    const port = Number(/server: ["']?https:\/\/[^\s:]+:(\d+)/.exec(kubeconfig)?.[1])
    const network = this.#networkByPort.get(port)
    return network === undefined ? new FakeKubeApi() : this.api(network)
  }

  api(network: string): FakeKubeApi {
    const api = this.#apis.get(network) ?? new FakeKubeApi()
    this.#apis.set(network, api)
    return api
  }

  async #boot(container: FakeContainer): Promise<void> {
    const { network, ports, command } = container.options
    const api = this.api(network.name)
    const isServer = command[0] === 'server'
    container.print(`time="${new Date().toISOString()}" level=info msg="Starting k3s ${command[0]}"\n`)
    await pause(this.bootMs)
    if (isServer) {
      const published = ports.find(({ containerPort }) => containerPort === 6443)
      if (published) this.#networkByPort.set(published.hostPort, network.name)
      container.writeFile('/etc/rancher/k3s/k3s.yaml', Buffer.from(kubeconfigText))
      api.readiness = 'ready'
      api.dns.set({ isReady: true })
    }
    while (container.isRunning && api.readiness !== 'ready') await pause(5)
    if (!container.isRunning) return
    api.nodeReady(container.options.hostname)
    if (!isServer) return
    await container.untilStopped(new AbortController().signal)
    api.readiness = 'refused'
    api.dns.set({ isReady: false })
  }
}

const kubeconfigText = `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority-data: ZmFrZQ==
    server: https://127.0.0.1:6443
  name: default
contexts:
- context:
    cluster: default
    user: default
  name: default
current-context: default
users:
- name: default
  user:
    client-certificate-data: ZmFrZQ==
    client-key-data: ZmFrZQ==
`
