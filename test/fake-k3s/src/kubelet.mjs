// The kubelet as the API sees it: tries its lease, registers NotReady, and looks at the node again only at the next status
// update, where it turns Ready once the pod network runs.
import { mkdirSync, writeFileSync } from 'node:fs'
import { scaled, sleep } from './clock.mjs'
import { error, info, klog } from './log.mjs'
import { machineStatus, nodeObject, statusPeriods } from './node-object.mjs'

const LEASE_MS = 10_000
const now = () => `${new Date().toISOString().slice(0, 19)}Z`
const microTime = () => new Date().toISOString().replace('Z', '000Z')

const PRESSURES = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
]
const NO_NETWORK =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized'

/** Runs the kubelet of a node; `request(method, path, body)` asks the API with the node's certificate. */
export class Kubelet {
  #options
  #request
  #timers = []
  #transitions = new Map()
  #hasNetwork = false
  #isReady = false

  constructor(options) {
    this.#options = options
    this.#request = options.request
  }

  /** Registers the node; retries until the API takes it. */
  async register() {
    const { identity, version } = this.#options
    const { name } = identity
    klog('I', 'server.go:525', `"Kubelet version" kubeletVersion="${version.version}"`)
    klog('I', 'server.go:527', '"Golang settings" GOGC="" GOMAXPROCS="" GOTRACEBACK=""')
    klog('I', 'watchdog_linux.go:95', '"Systemd watchdog is not enabled"')
    klog(
      'I',
      'dynamic_cafile_content.go:161',
      '"Starting controller" name="client-ca-bundle::/var/lib/rancher/k3s/agent/client-ca.crt"',
    )
    klog('I', 'server.go:1395', '"Using cgroup driver setting received from the CRI runtime" cgroupDriver="cgroupfs"')
    klog('I', 'kubelet.go:480', '"Attempting to sync node with API server"')
    klog('I', 'kubelet.go:386', '"Adding apiserver pod source"')
    klog(
      'I',
      'kuberuntime_manager.go:279',
      `"Container runtime initialized" containerRuntime="containerd" version="v${version.containerd}" apiVersion="v1"`,
    )
    klog('I', 'server.go:1262', '"Started kubelet"')
    klog('I', 'server.go:180', '"Starting to listen" address="0.0.0.0" port=10250')
    klog('I', 'volume_manager.go:313', '"Starting Kubelet Volume Manager"')
    klog('I', 'cpu_manager.go:225', '"Starting" policy="none"')
    klog('I', 'kubelet_network_linux.go:54', '"Initialized iptables rules." protocol="IPv4"')
    klog(
      'E',
      'kubelet.go:3117',
      '"Container runtime network not ready" networkReady="NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized"',
    )
    this.#event('Normal', 'Starting', 'Starting kubelet.')
    // The lease comes first and fails on a first boot: a lease is owned by its node, which is not registered yet. The next
    // attempt is a whole period later (recordings: Ready at 05:29:11, the lease at 05:29:20).
    await this.#renewLease()
    this.#every(LEASE_MS, () => this.#renewLease())
    for (;;) {
      klog('I', 'kubelet_node_status.go:74', `"Attempting to register node" node="${name}"`)
      try {
        await this.#registerOnce()
        break
      } catch (failure) {
        klog(
          'E',
          'kubelet_node_status.go:106',
          `"Unable to register node with API server" err="${failure.message}" node="${name}"`,
        )
        await sleep(scaled(1000))
      }
    }
    klog('I', 'kubelet_node_status.go:77', `"Successfully registered node" node="${name}"`)
    for (const [type, reason] of [['NodeHasSufficientMemory'], ['NodeHasNoDiskPressure'], ['NodeHasSufficientPID']].map(
      ([one]) => [one, one],
    )) {
      this.#event('Normal', reason, `Node ${name} status is now: ${type}`)
    }
    this.#event('Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods')
    void this.#statusLoop()
  }

  async #registerOnce() {
    const node = nodeObject(this.#options)
    const { name } = this.#options.identity
    const existing = await this.#request('GET', `/api/v1/nodes/${name}`)
    if (existing.code === 200) {
      for (const { type, status, lastTransitionTime } of existing.json.status?.conditions ?? [])
        this.#transitions.set(type, { status, lastTransitionTime })
      klog('I', 'kubelet_node_status.go:116', `"Node was previously registered" node="${name}"`)
      const { annotations, labels } = node.metadata
      const status = { ...machineStatus(this.#options), conditions: this.#conditions(false) }
      const answer = await this.#request('PATCH', `/api/v1/nodes/${name}`, {
        metadata: { annotations, labels },
        status,
      })
      if (answer.code !== 200) throw new Error(answer.json?.message ?? `status ${answer.code}`)
      return
    }
    const status = { ...machineStatus(this.#options), conditions: this.#conditions(false) }
    const answer = await this.#request('POST', '/api/v1/nodes', { ...node, status })
    if (answer.code !== 201) throw new Error(answer.json?.message ?? `status ${answer.code}`)
  }

  /** What flannel and the CNI configuration bring; from now on a status update finds the node ready. */
  async startNetwork() {
    const { identity, settings, agentDir } = this.#options
    const { name, ip } = identity
    const backend = settings.flannelBackend ?? 'vxlan'
    const node = await this.#nodeWithPodCidr()
    const cidr = node.spec.podCIDR
    info(`Annotations and labels have been set successfully on node: ${name}`)
    if (backend !== 'none') info(`Starting flannel with backend ${backend}`)
    info(`Flannel found PodCIDR assigned for node ${name}`)
    info(`The interface eth0 with ipv4 address ${ip} will be used by flannel`)
    klog('I', 'kube.go:139', 'Waiting 10m0s for node controller to sync')
    klog('I', 'kube.go:537', 'Starting kube subnet manager')
    if (!settings.disableNetworkPolicy)
      info('Starting network policy controller version v2.6.3-k3s1, built on 2026-06-25T12:00:00Z, go1.26.0')
    await sleep(scaled(600))
    klog('I', 'kube.go:163', 'Node controller sync successful')
    klog('I', 'vxlan.go:141', 'VXLAN config: VNI=1 Port=0 GBP=false Learning=false DirectRouting=false')
    mkdirSync('/run/flannel', { recursive: true })
    writeFileSync(
      '/run/flannel/subnet.env',
      `FLANNEL_NETWORK=10.42.0.0/16\nFLANNEL_SUBNET=${cidr.replace('.0/', '.1/')}\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n`,
    )
    mkdirSync(`${agentDir}/etc/cni/net.d`, { recursive: true })
    writeFileSync(
      `${agentDir}/etc/cni/net.d/10-flannel.conflist`,
      '{"name":"cbr0","cniVersion":"1.0.0","plugins":[{"type":"flannel"},{"type":"portmap"},{"type":"bandwidth"}]}\n',
    )
    info('Wrote flannel subnet file to /run/flannel/subnet.env')
    info('Running flannel backend.')
    klog('I', 'iptables.go:115', 'Changing default FORWARD chain policy to ACCEPT')
    info('Tunnel authorizer set Kubelet Port 0.0.0.0:10250')
    this.#hasNetwork = process.env.FAKE_K3S_FAULT !== 'never-ready'
    const annotations = {
      'flannel.alpha.coreos.com/backend-data': '{"VNI":1,"VtepMAC":"ba:9f:df:aa:cc:36"}',
      'flannel.alpha.coreos.com/backend-type': backend,
      'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
      'flannel.alpha.coreos.com/public-ip': ip,
    }
    const condition = {
      type: 'NetworkUnavailable',
      status: 'False',
      reason: 'FlannelIsUp',
      message: 'Flannel is running on this node',
      lastHeartbeatTime: now(),
      lastTransitionTime: now(),
    }
    await this.#try(() =>
      this.#request('PATCH', `/api/v1/nodes/${name}`, {
        metadata: { annotations },
        status: { conditions: [condition] },
      }),
    )
  }

  async #nodeWithPodCidr() {
    for (;;) {
      const answer = await this.#try(() => this.#request('GET', `/api/v1/nodes/${this.#options.identity.name}`))
      if (answer?.json?.spec?.podCIDR) return answer.json
      await sleep(scaled(200))
    }
  }

  #conditions(isReady) {
    const reason = this.#hasNetwork ? 'PLEG is not healthy: pleg has yet to be successful' : NO_NETWORK
    const wanted = [
      ...PRESSURES.map(([type, why, message]) => ({ type, status: 'False', reason: why, message })),
      isReady
        ? { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
        : { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: reason },
    ]
    return wanted.map((condition) => {
      const before = this.#transitions.get(condition.type)
      const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : now()
      this.#transitions.set(condition.type, { status: condition.status, lastTransitionTime })
      return { lastHeartbeatTime: now(), lastTransitionTime, ...condition }
    })
  }

  async #statusLoop() {
    const { updateMs, lookMs, reportMs } = statusPeriods(this.#options.settings)
    while (!this.#isReady) {
      await sleep(updateMs)
      if (!this.#hasNetwork) {
        await this.#reportStatus(false)
        continue
      }
      const { name } = this.#options.identity
      klog('I', 'kubelet_node_status.go:439', '"Fast updating node status as it just became ready"')
      this.#isReady = (await this.#reportStatus(true)) === true
      if (this.#isReady) this.#event('Normal', 'NodeReady', `Node ${name} status is now: NodeReady`)
    }
    this.#every(reportMs, () => this.#reportStatus(true))
    // Meanwhile it looks at each update whether the API still says what it has said: the node monitor may have given it up.
    this.#every(lookMs, async () => {
      const answer = await this.#try(() => this.#request('GET', `/api/v1/nodes/${this.#options.identity.name}`))
      const ready = answer?.json?.status?.conditions?.find(({ type }) => type === 'Ready')
      if (answer?.code === 200 && ready?.status !== 'True') await this.#reportStatus(true)
    })
  }

  async #reportStatus(isReady) {
    const { name } = this.#options.identity
    const answer = await this.#try(() =>
      this.#request('PATCH', `/api/v1/nodes/${name}/status`, { status: { conditions: this.#conditions(isReady) } }),
    )
    if (answer && answer.code !== 200)
      klog(
        'E',
        'kubelet_node_status.go:549',
        `"Error updating node status, will retry" err="error getting node \\"${name}\\": ${answer.json?.message?.replace(/"/g, '\\"')}"`,
      )
    return answer?.code === 200
  }

  async #renewLease() {
    const { name } = this.#options.identity
    const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'
    const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: microTime() }
    await this.#try(async () => {
      const answer = await this.#request('PATCH', `${path}/${name}`, { spec })
      if (answer.code !== 404) return
      const node = await this.#request('GET', `/api/v1/nodes/${name}`)
      if (node.code !== 200) {
        const failure = `err="nodes \\"${name}\\" not found" node="${name}"`
        klog('E', 'nodelease.go:50', `"Failed to get node when trying to set owner ref to the node lease" ${failure}`)
        return
      }
      const owner = { apiVersion: 'v1', kind: 'Node', name, uid: node.json.metadata.uid }
      await this.#request('POST', path, {
        kind: 'Lease',
        apiVersion: 'coordination.k8s.io/v1',
        metadata: { name, namespace: 'kube-node-lease', ownerReferences: [owner] },
        spec,
      })
    })
  }

  #event(type, reason, message) {
    const { name } = this.#options.identity
    const event = {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: `${name}.${Math.random().toString(16).slice(2, 18).padEnd(16, '0')}`, namespace: 'default' },
      involvedObject: { kind: 'Node', name, uid: name },
      reason,
      message,
      type,
      source: { component: 'kubelet', host: name },
      firstTimestamp: now(),
      lastTimestamp: now(),
      count: 1,
    }
    void this.#try(() => this.#request('POST', '/api/v1/namespaces/default/events', event))
  }

  #every(ms, task) {
    this.#timers.push(setInterval(task, ms))
  }

  async #try(task) {
    try {
      return await task()
    } catch (failure) {
      error(`Failed to reach the API server: ${failure.message}`)
      return undefined
    }
  }

  stop() {
    for (const timer of this.#timers) clearInterval(timer)
  }
}
