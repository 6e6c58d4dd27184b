import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KubeApi } from '../../../electron/kubernetes/kube-api.ts'
import { connectKubeApi } from '../../../electron/kubernetes/kube-client.ts'
import { certificates } from './certificates.ts'
import { KubeServer, kubeconfigOf } from './kube-server.ts'

const paths = {
  nodes: '/api/v1/nodes',
  leases: '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases',
  pods: '/api/v1/namespaces/kube-system/pods',
  slices: '/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices',
  endpoints: '/api/v1/namespaces/kube-system/endpoints',
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
    api = connectKubeApi(kubeconfigOf(port))
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

  it('asks for agents with their token, and tells a k3s that is not there yet from one that does not say', async () => {
    await expect.poll(() => api.ready(signal()), { timeout: 10_000 }).toBe('ready')
    const answers = [await api.supervisorReady('secret', signal()), await api.supervisorReady('wrong', signal())]
    for (const status of [503, 500, 404, 403]) {
      server.status = status
      answers.push(await api.supervisorReady('secret', signal()))
    }
    expect(answers).toEqual(['ready', 'unknown', 'refused', 'refused', 'unknown', 'unknown'])
    await server.close()
    expect(await api.supervisorReady('secret', signal())).toBe('refused')
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
    const refused = connectKubeApi(kubeconfigOf(other.port))
    expect(await refused.ready(signal())).toBe('refused')
    refused.close()
    await other.close()
  })

  it('does not trust a server of another CA', async () => {
    const stranger = connectKubeApi(kubeconfigOf(port, certificates.clientCert))
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
          logContainers: ['coredns'],
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
