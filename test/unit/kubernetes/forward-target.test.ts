import { describe, expect, it } from 'vitest'
import {
  ingressBackends,
  inOrder,
  isReachable,
  PortfulPod,
  podChoices,
  podPort,
  replacerOf,
  selectorText,
  serviceChoices,
  servicePort,
} from '../../../electron/kubernetes/forward-target.ts'
import { Ingress, Service } from '../../../electron/kubernetes/workloads/objects.ts'

const ready = [{ type: 'Ready', status: 'True' }]
const pod = (name: string, more: object = {}, status: object = { conditions: ready }) =>
  PortfulPod.parse({ metadata: { name, ...more }, spec: { containers: [{ name: 'web' }] }, status })
const service = Service.parse({
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    selector: { app: 'web' },
    ports: [
      { name: 'http', port: 80, targetPort: 'http' },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ],
  },
})

describe('the pods that a connection may go to', () => {
  it('are ready and not on their way out', () => {
    const pods = [
      pod('ready'),
      pod('leaving', { deletionTimestamp: '2026-11-27T10:00:00Z' }),
      pod('starting', {}, { phase: 'Pending' }),
      pod('failing', {}, { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] }),
      pod('new', {}, {}),
    ]
    expect(pods.filter((one) => isReachable(one)).map(({ metadata }) => metadata.name)).toEqual(['ready'])
  })

  it('need not be ready where the service says so, but have to run', () => {
    const pods = [pod('failing', {}, { phase: 'Running' }), pod('starting', {}, { phase: 'Pending' })]
    expect(pods.map((one) => isReachable(one, { isLenient: true }))).toEqual([true, false])
  })

  it('are taken in a firm order: the one that was asked for, then the oldest', () => {
    const pods = [
      pod('young', { creationTimestamp: '2026-11-27T10:00:00Z' }),
      pod('old', { creationTimestamp: '2026-11-20T10:00:00Z' }),
      pod('asked', { creationTimestamp: '2026-11-27T12:00:00Z' }),
    ]
    expect(inOrder(pods, ['asked']).map(({ metadata }) => metadata.name)).toEqual(['asked', 'old', 'young'])
  })

  it('are others in the place of a pod only where one is as good as another', () => {
    const owned = (kind: string, controller = true) => replacerOf([{ kind, name: 'x', controller }])
    expect([owned('ReplicaSet'), owned('DaemonSet'), owned('Job')]).toEqual(['ReplicaSet', 'DaemonSet', 'Job'])
    // db-0 comes back by its own name, and db-1 has other data.
    expect([owned('StatefulSet'), owned('Node'), owned('ReplicaSet', false), replacerOf(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('are asked for by labels and by expressions', () => {
    expect(
      selectorText({
        matchLabels: { app: 'web', tier: 'front' },
        matchExpressions: [
          { key: 'env', operator: 'In', values: ['a', 'b'] },
          { key: 'old', operator: 'NotIn', values: ['x'] },
          { key: 'here', operator: 'Exists' },
          { key: 'gone', operator: 'DoesNotExist' },
        ],
      }),
    ).toBe('app=web,tier=front,env in (a,b),old notin (x),here,!gone')
    expect([selectorText(undefined), selectorText({}), selectorText({ matchLabels: {} })]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('the port that is meant', () => {
  const named = PortfulPod.parse({
    metadata: { name: 'web-1' },
    spec: {
      initContainers: [
        { name: 'setup', ports: [{ name: 'setup', containerPort: 1 }] },
        { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'proxy', containerPort: 15001 }] },
      ],
      containers: [
        {
          name: 'web',
          ports: [
            { name: 'http', containerPort: 8080 },
            { name: 'dns', containerPort: 53, protocol: 'UDP' },
          ],
        },
        { name: 'metrics', ports: [{ containerPort: 9090 }] },
      ],
    },
  })

  it('is found in a service by number and by name', () => {
    expect([servicePort(service, 80).targetPort, servicePort(service, 'http').port]).toEqual(['http', 80])
  })

  it.each([
    [81, 'forward.no_port'],
    ['https', 'forward.no_port'],
    ['dns', 'forward.not_tcp'],
  ] as const)('is refused where the service has no such one, or not for TCP: %s', (port, code) => {
    expect(() => servicePort(service, port)).toThrow(code)
  })

  it('is found in a pod by name, in a sidecar as well, and taken as it is by number', () => {
    expect(['http', 'proxy', 'setup', 'dns', 'nothing', 4000].map((port) => podPort(named, port))).toEqual([
      8080,
      15001,
      undefined,
      undefined,
      undefined,
      4000,
    ])
  })

  it('is one of those that are offered', () => {
    const target = { kind: 'Pod', namespace: 'shop', name: 'web-1' } as const
    expect(podChoices(target, named.spec).map(({ port, name }) => [port, name])).toEqual([
      [8080, 'http'],
      [9090, undefined],
      [15001, 'proxy'],
    ])
    expect(serviceChoices(service)).toEqual([
      { target: { kind: 'Service', namespace: 'shop', name: 'web' }, port: 80, name: 'http' },
    ])
  })

  it('is one of each service that an ingress sends to, by its first route', () => {
    const backend = (name: string, port: object) => ({ backend: { service: { name, port } } })
    const ingress = Ingress.parse({
      metadata: { name: 'shop', namespace: 'shop' },
      spec: {
        defaultBackend: backend('fallback', { number: 80 }).backend,
        rules: [
          { host: 'shop.example', http: { paths: [{ path: '/', ...backend('web', { name: 'http' }) }] } },
          { host: 'www.example', http: { paths: [{ path: '/api', ...backend('web', { name: 'http' }) }] } },
          { http: { paths: [{ backend: { resource: { kind: 'Bucket' } } }] } },
        ],
      },
    })
    expect(ingressBackends(ingress).map(({ target, port, route }) => [target.name, port, route])).toEqual([
      ['web', 'http', 'shop.example/'],
      ['fallback', 80, '*'],
    ])
  })
})
