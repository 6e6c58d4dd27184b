import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KubeApi } from '../../../electron/kubernetes/kube-api.ts'
import { connectKubeApi } from '../../../electron/kubernetes/kube-client.ts'
import { certificates } from './certificates.ts'
import { KubeServer } from './kube-server.ts'

const paths = {
  nodes: '/api/v1/nodes',
  leases: '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases',
  pods: '/api/v1/namespaces/kube-system/pods',
  slices: '/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices',
  endpoints: '/api/v1/namespaces/kube-system/endpoints',
  events: '/api/v1/namespaces/kube-system/events',
}

const startedMs = Date.parse('2026-11-23T10:00:00Z')
const node = (status: 'True' | 'False') => ({
  metadata: {
    name: 'n1',
    creationTimestamp: '2026-11-23T10:00:04Z',
    labels: { 'node-role.kubernetes.io/control-plane': 'true' },
  },
  status: {
    conditions: [
      { type: 'Ready', status, reason: 'x', message: 'the kubelet says', lastHeartbeatTime: '2026-11-23T10:00:05Z' },
    ],
    nodeInfo: {
      kubeletVersion: 'v1.36.2+k3s1',
      containerRuntimeVersion: 'containerd://2.1',
      osImage: 'K3s v1.36.2+k3s1',
    },
  },
})
const lease = { metadata: { name: 'n1' }, spec: { renewTime: '2026-11-23T10:00:06.250000Z' } }
const dnsPod = (status: object) => ({
  metadata: { name: 'coredns-1', namespace: 'kube-system' },
  spec: { nodeName: 'n1', containers: [{ name: 'coredns', image: 'rancher/mirrored-coredns-coredns:1.14.4' }] },
  status,
})
const running = (startedAt: string) => ({
  phase: 'Running',
  containerStatuses: [{ name: 'coredns', ready: true, restartCount: 0, state: { running: { startedAt } } }],
})

describe("a cluster's API", () => {
  let server: KubeServer
  let api: KubeApi
  let port: number
  const first = async <T>(
    values: AsyncIterable<T>,
    isIt: (value: T) => boolean = () => true,
  ): Promise<T | undefined> => {
    for await (const value of values) if (isIt(value)) return value
    return undefined
  }
  const signal = () => AbortSignal.timeout(10_000)

  beforeEach(async () => {
    server = new KubeServer({ isSecure: true })
    port = await server.listen()
    api = connectKubeApi(kubeconfig(port))
  })
  afterEach(async () => {
    api.close()
    await server.close()
  })

  it('is ready when it says so over TLS, and tells being refused from not being let in', async () => {
    // The first question also makes the connection, which may take longer than the question may on a busy machine.
    await expect.poll(() => api.ready(signal()), { timeout: 10_000 }).toBe('ready')
    const answers = [await api.ready(signal())]
    for (const status of [401, 403, 500, 503]) {
      server.status = status
      answers.push(await api.ready(signal()))
    }
    expect(answers).toEqual(['ready', 'unauthorized', 'unauthorized', 'refused', 'refused'])
  })

  it('asks again and again over one connection', async () => {
    for (let turn = 0; turn < 20; turn += 1) await api.ready(signal())
    expect(server.openSockets).toBe(1)
  })

  it.each([
    ['closes every connection', (socket: Socket) => void socket.end()],
    ['resets every connection', (socket: Socket) => void socket.resetAndDestroy()],
    ['speaks no TLS', (socket: Socket) => void socket.write('hello\n')],
    ['says nothing', () => undefined],
  ])('counts a server that %s as refusing', async (_, behave) => {
    const other = await listen(behave)
    const refused = connectKubeApi(kubeconfig(other.port))
    expect(await refused.ready(signal())).toBe('refused')
    refused.close()
    await other.close()
  })

  it('does not trust a server of another CA', async () => {
    const stranger = connectKubeApi(kubeconfig(port, certificates.clientCert))
    expect([await stranger.ready(signal()), server.requests]).toEqual(['refused', []])
    stranger.close()
  })

  it('throws only the abort of the one who asked', async () => {
    await expect(api.ready(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })

  it('shows nodes with their leases, and waits for neither', async () => {
    server.put(paths.nodes, node('False'))
    const pictures = api.watchNodes(signal())
    const seen = []
    for await (const picture of pictures) {
      seen.push(picture)
      if (seen.length === 1) server.put(paths.leases, lease)
      if (seen.length === 2) server.put(paths.nodes, node('True'))
      if (picture[0]?.isReady) break
    }
    expect(seen[0]).toEqual([
      {
        name: 'n1',
        isReady: false,
        reason: 'the kubelet says',
        createdMs: Date.parse('2026-11-23T10:00:04Z'),
        leaseRenewedMs: undefined,
        heartbeatMs: Date.parse('2026-11-23T10:00:05Z'),
      },
    ])
    expect(seen.at(-1)).toMatchObject([{ isReady: true, leaseRenewedMs: startedMs + 6250 }])
  })

  it('says DNS is ready when an address is, unless it is the state of the run before', async () => {
    server.put(paths.slices, {
      metadata: { name: 'kube-dns-x' },
      endpoints: [{ addresses: ['10.42.0.2'], conditions: { ready: true } }],
    })
    server.put(paths.pods, dnsPod(running('2026-11-23T09:00:00Z')))
    const pictures = api.watchDns(startedMs + 500, signal())
    const seen = []
    for await (const picture of pictures) {
      seen.push(picture.isReady)
      if (seen.length === 1) server.put(paths.pods, dnsPod(running('2026-11-23T10:00:00Z')))
      if (picture.isReady) break
    }
    expect([...new Set(seen)]).toEqual([false, true])
  })

  it('reads Endpoints where the server has no slices yet', async () => {
    server.unknownPaths.add(paths.slices)
    server.put(paths.endpoints, { metadata: { name: 'kube-dns' }, subsets: [{ addresses: [{ ip: '10.42.0.2' }] }] })
    server.put(paths.pods, dnsPod(running('2026-11-23T10:00:01Z')))
    expect(await first(api.watchDns(startedMs, signal()))).toEqual({ isReady: true })
  })

  it("tells in the kubelet's words why the image of DNS cannot be pulled", async () => {
    const message = 'Back-off pulling image'
    const containerStatuses = [
      {
        name: 'coredns',
        image: '',
        ready: false,
        restartCount: 0,
        state: { waiting: { reason: 'ImagePullBackOff', message } },
      },
    ]
    server.put(paths.pods, dnsPod({ phase: 'Pending', containerStatuses }))
    expect(await first(api.watchDns(startedMs, signal()))).toEqual({
      isReady: false,
      pullFailure: { kind: 'container', pod: 'coredns-1', image: 'rancher/mirrored-coredns-coredns:1.14.4', message },
      reason: message,
    })
  })

  describe('with events, which alone tell of a sandbox', () => {
    // recordings/k3s-v1.36.3/started-together
    const creating = (more: object = {}) => ({
      phase: 'Pending',
      conditions: [
        { type: 'PodReadyToStartContainers', status: 'False' },
        {
          type: 'Ready',
          status: 'False',
          reason: 'ContainersNotReady',
          message: 'containers with unready status: [coredns]',
          lastTransitionTime: '2026-11-23T10:00:05Z',
        },
      ],
      containerStatuses: [{ name: 'coredns', ready: false, state: { waiting: { reason: 'ContainerCreating' } } }],
      ...more,
    })
    const noNetwork =
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "c33b": plugin type="flannel" failed (add): failed to load flannel \'subnet.env\' file: open /run/flannel/subnet.env: no such file or directory. Check the flannel pod log for this node.'
    const noImage =
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to pull image "rancher/mirrored-pause:3.10.2": failed to pull and unpack image "docker.io/rancher/mirrored-pause:3.10.2": failed to resolve reference "docker.io/rancher/mirrored-pause:3.10.2": failed to do request: Head "https://registry-1.docker.io/v2/rancher/mirrored-pause/manifests/3.10.2": dial tcp: lookup registry-1.docker.io: no such host'
    const sandboxEvent = (message: string, time: string, { pod = 'coredns-1', host = 'n1' } = {}) => ({
      metadata: { name: `${pod}.${time}`, namespace: 'kube-system', creationTimestamp: `2026-11-23T${time}Z` },
      involvedObject: { kind: 'Pod', namespace: 'kube-system', name: pod, uid: `uid of ${pod}` },
      type: 'Warning',
      reason: 'FailedCreatePodSandBox',
      message,
      source: { component: 'kubelet', host },
      firstTimestamp: `2026-11-23T${time}Z`,
      lastTimestamp: `2026-11-23T${time}Z`,
      count: 1,
    })
    const pod = (status: object) => {
      const made = dnsPod(status)
      return { ...made, metadata: { ...made.metadata, uid: 'uid of coredns-1' } }
    }
    const missing = { kind: 'sandbox', node: 'n1', image: 'rancher/mirrored-pause:3.10.2', message: noImage }
    /** The DNS picture once this event has been read. */
    const dnsAfter = (reason: string) =>
      first(api.watchDns(startedMs, signal()), (picture) => picture.reason === reason)

    it('names the image that each pod of the node of DNS waits for', async () => {
      server.put(paths.pods, pod(creating()))
      server.put(paths.events, sandboxEvent(noNetwork, '10:00:06'))
      expect(await dnsAfter(noNetwork)).toEqual({ isReady: false, reason: noNetwork })
      server.put(paths.events, sandboxEvent(noImage, '10:00:18'))
      const pullFailure = { ...missing, isElsewhere: false }
      expect(await dnsAfter(noImage)).toEqual({ isReady: false, reason: noImage, pullFailure })
    })

    it('names it in the words of older releases', async () => {
      const message =
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "rancher/pause:3.1": failed to pull image "rancher/pause:3.1": failed to pull and unpack image "docker.io/rancher/pause:3.1": i/o timeout'
      server.put(paths.pods, pod(creating()))
      server.put(paths.events, sandboxEvent(message, '10:00:06'))
      expect((await dnsAfter(message))?.pullFailure).toMatchObject({ kind: 'sandbox', image: 'rancher/pause:3.1' })
    })

    it('takes the word of another pod for the same node, and tells another node from it', async () => {
      server.put(paths.pods, pod(creating()))
      server.put(paths.events, sandboxEvent(noNetwork, '10:00:06'))
      server.put(paths.events, sandboxEvent(noImage, '10:00:09', { pod: 'other-1', host: 'n2' }))
      const elsewhere = { ...missing, node: 'n2', isElsewhere: true }
      expect((await dnsAfter(noNetwork))?.pullFailure).toEqual(elsewhere)
      server.put(paths.events, sandboxEvent(noImage, '10:00:10', { pod: 'other-2' }))
      expect((await dnsAfter(noNetwork))?.pullFailure).toEqual({ ...missing, isElsewhere: false })
    })

    it.each([
      ['the run before said', creating(), [sandboxEvent(noImage, '09:59:59')]],
      [
        'was before the pod had its sandbox',
        creating({ conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }] }),
        [sandboxEvent(noImage, '10:00:10')],
      ],
      [
        'was before the pod had an address (older releases)',
        creating({ conditions: [], podIP: '10.42.0.2' }),
        [sandboxEvent(noImage, '10:00:10')],
      ],
      [
        'is over, because the node came further',
        creating(),
        [sandboxEvent(noImage, '10:00:10'), sandboxEvent(noNetwork, '10:00:22')],
      ],
    ])('does not complain of what %s', async (_, status, events) => {
      server.put(paths.pods, pod(status))
      const last = { ...sandboxEvent('the last of them', '10:00:30'), reason: 'FailedMount' }
      for (const event of [...events, last]) server.put(paths.events, event)
      expect(await dnsAfter('the last of them')).toEqual({ isReady: false, reason: 'the last of them' })
    })

    it('gives the last warning as the reason why a pod is not ready, where its status has no better one', async () => {
      server.put(paths.nodes, node('True'))
      server.put(paths.pods, pod(creating()))
      server.put(paths.events, sandboxEvent(noNetwork, '10:00:06'))
      server.put(paths.events, sandboxEvent(noImage, '10:00:18'))
      server.put(paths.events, sandboxEvent('of another pod', '10:00:20', { pod: 'other-1' }))
      expect((await first(api.watchHealth(signal())))?.pods).toMatchObject([{ isHealthy: false, reason: noImage }])
    })

    it.each([
      ['nobody may read', () => server.forbiddenPaths.add(paths.events)],
      ['are not known', () => server.unknownPaths.add(paths.events)],
      ['never come', () => server.silentPaths.add(paths.events)],
    ])('does without events that %s', async (_, deny) => {
      deny()
      server.put(paths.nodes, node('True'))
      server.put(paths.slices, { metadata: { name: 'kube-dns-x' }, endpoints: [{ addresses: ['10.42.0.2'] }] })
      server.put(paths.pods, pod(running('2026-11-23T10:00:01Z')))
      expect(await first(api.watchDns(startedMs, signal()))).toEqual({ isReady: true })
      server.put(paths.pods, pod(creating()))
      const reason = 'containers with unready status: [coredns]'
      expect((await first(api.watchHealth(signal())))?.pods).toMatchObject([{ name: 'coredns-1', reason }])
    })
  })

  it('shows the health of nodes and of the pods of kube-system', async () => {
    server.put(paths.nodes, node('True'))
    server.put(paths.pods, dnsPod(running('2026-11-23T10:00:00Z')))
    expect(await first(api.watchHealth(signal()), ({ kubernetesVersion }) => kubernetesVersion !== undefined)).toEqual({
      kubernetesVersion: 'v1.36.2+k3s1',
      nodes: [
        {
          name: 'n1',
          isReady: true,
          roles: ['control-plane'],
          kubeletVersion: 'v1.36.2+k3s1',
          containerRuntime: 'containerd://2.1',
          osImage: 'K3s v1.36.2+k3s1',
        },
      ],
      pods: [
        {
          namespace: 'kube-system',
          name: 'coredns-1',
          status: 'Running',
          isHealthy: true,
          readyContainers: 1,
          containers: 1,
          restarts: 0,
          node: 'n1',
        },
      ],
    })
  })

  it('leaves no connection behind when a watch is aborted', async () => {
    const controller = new AbortController()
    server.put(paths.nodes, node('True'))
    for await (const _ of api.watchHealth(controller.signal)) controller.abort()
    api.close()
    const end = Date.now() + 5000
    while (server.openSockets > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
    expect([server.openWatches, server.openSockets]).toEqual([0, 0])
  })
})

function kubeconfig(port: number, ca: string = certificates.ca): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  return `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'https://127.0.0.1:${port}', certificate-authority-data: ${base64(ca)} } }]
users: [{ name: u, user: { client-certificate-data: ${base64(certificates.clientCert)}, client-key-data: ${base64(certificates.clientKey)} } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`
}

async function listen(behave: (socket: Socket) => void): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    behave(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, close }
}
