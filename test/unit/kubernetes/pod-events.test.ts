import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KubeApi } from '../../../electron/kubernetes/kube-api.ts'
import { connectKubeApi } from '../../../electron/kubernetes/kube-client.ts'
import { KubeServer, kubeconfigOf } from './kube-server.ts'

const paths = {
  nodes: '/api/v1/nodes',
  pods: '/api/v1/namespaces/kube-system/pods',
  slices: '/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices',
  events: '/api/v1/namespaces/kube-system/events',
}
const startedMs = Date.parse('2026-11-23T10:00:00Z')
const signal = () => AbortSignal.timeout(10_000)

/** The first value that is as wanted. */
async function first<T>(values: AsyncIterable<T>, isIt: (value: T) => boolean = () => true): Promise<T | undefined> {
  for await (const value of values) if (isIt(value)) return value
  return undefined
}

describe('events, which alone tell what a sandbox waits for', () => {
  let server: KubeServer
  let api: KubeApi

  beforeEach(async () => {
    server = new KubeServer({ isSecure: true })
    api = connectKubeApi(kubeconfigOf(await server.listen()))
  })
  afterEach(async () => {
    api.close()
    await server.close()
  })

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
  const pod = (status: object) => ({
    metadata: { name: 'coredns-1', namespace: 'kube-system', uid: 'uid of coredns-1' },
    spec: { nodeName: 'n1', containers: [{ name: 'coredns', image: 'rancher/mirrored-coredns-coredns:1.14.4' }] },
    status,
  })
  const missing = { kind: 'sandbox', node: 'n1', image: 'rancher/mirrored-pause:3.10.2', message: noImage }
  /** The DNS picture once this event has been read. */
  const dnsAfter = (reason: string) => first(api.watchDns(startedMs, signal()), (picture) => picture.reason === reason)

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
    server.put(paths.nodes, { metadata: { name: 'n1' }, status: {} })
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
    server.put(paths.nodes, { metadata: { name: 'n1' }, status: {} })
    server.put(paths.slices, { metadata: { name: 'kube-dns-x' }, endpoints: [{ addresses: ['10.42.0.2'] }] })
    const state = { running: { startedAt: '2026-11-23T10:00:01Z' } }
    server.put(paths.pods, pod({ phase: 'Running', containerStatuses: [{ name: 'coredns', ready: true, state }] }))
    expect(await first(api.watchDns(startedMs, signal()))).toEqual({ isReady: true })
    server.put(paths.pods, pod(creating()))
    const reason = 'containers with unready status: [coredns]'
    expect((await first(api.watchHealth(signal())))?.pods).toMatchObject([{ name: 'coredns-1', reason }])
  })
})
