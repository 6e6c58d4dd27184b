import { describe, expect, it } from 'vitest'
import { KubeEvent } from '../../../../electron/kubernetes/objects.ts'
import { OwnedPod } from '../../../../electron/kubernetes/workloads/objects.ts'
import { podRow } from '../../../../electron/kubernetes/workloads/pod-row.ts'

const since = '2026-11-27T08:00:00Z'

function podOf({
  metadata = {},
  containers = [{}],
  ...status
}: {
  metadata?: object
  containers?: object[]
  [key: string]: unknown
}) {
  return OwnedPod.parse({
    metadata: { name: 'web-1', namespace: 'shop', uid: 'u1', creationTimestamp: since, ...metadata },
    spec: { nodeName: 'server-0', containers: containers.map((_, index) => ({ name: `c${index}`, image: 'app:1' })) },
    status: {
      phase: 'Running',
      containerStatuses: containers.map((one, index) => ({ name: `c${index}`, ready: false, restartCount: 0, ...one })),
      ...status,
    },
  })
}

const eventOf = (more: object) =>
  KubeEvent.parse({
    metadata: { name: 'e', namespace: 'shop' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'u1' },
    type: 'Warning',
    lastTimestamp: '2026-11-27T08:00:10Z',
    ...more,
  })

const told = (pod: OwnedPod, events: KubeEvent[] = []) => {
  const { health, status, reason } = podRow(pod, events)
  return { health, status, ...(reason === undefined ? {} : { reason }) }
}

const creating = { phase: 'Pending', containers: [{ state: { waiting: { reason: 'ContainerCreating' } } }] }

describe('a pod in a row', () => {
  it('is well when all of it is ready', () => {
    expect(told(podOf({ containers: [{ ready: true, state: { running: {} } }] }))).toEqual({
      health: 'well',
      status: 'Running',
    })
  })

  it('that is being created says what it waits for, from its events', () => {
    const mount = eventOf({ reason: 'FailedMount', message: 'MountVolume.SetUp failed: secret "keys" not found' })
    const pulling = eventOf({ type: 'Normal', reason: 'Pulling', message: 'Pulling image "app:1"' })
    const sandbox = eventOf({ reason: 'FailedCreatePodSandBox', message: 'failed to get sandbox image "pause"' })
    const pod = podOf(creating)
    expect([told(pod), told(pod, [pulling]), told(pod, [mount]), told(pod, [sandbox])]).toEqual([
      { health: 'busy', status: 'ContainerCreating' },
      { health: 'busy', status: 'ContainerCreating', reason: 'Pulling image "app:1"' },
      { health: 'ill', status: 'ContainerCreating', reason: 'MountVolume.SetUp failed: secret "keys" not found' },
      { health: 'ill', status: 'ContainerCreating', reason: 'failed to get sandbox image "pause"' },
    ])
  })

  it('that fits no node says so', () => {
    const message = '0/1 nodes are available: 1 Insufficient memory.'
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }]
    expect(told(podOf({ phase: 'Pending', containers: [], conditions }))).toEqual({
      health: 'ill',
      status: 'Pending',
      reason: message,
    })
  })

  it('whose container is ended again and again says how it last ended, and which container has a log before', () => {
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' }
    const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } }
    const row = podRow(podOf({ containers: [{ restartCount: 4, state: { waiting }, lastState }, { ready: true }] }), [])
    expect(row).toMatchObject({
      health: 'ill',
      status: 'CrashLoopBackOff',
      restarts: 4,
      reason: waiting.message,
      lastEnd: { reason: 'OOMKilled', exitCode: 137 },
      logContainers: [
        { name: 'c0', hasPrevious: true },
        { name: 'c1', hasPrevious: false },
      ],
    })
  })

  it('is done, not ill, when it has completed, and busy while it ends', () => {
    const terminated = { exitCode: 0, reason: 'Completed' }
    expect(told(podOf({ phase: 'Succeeded', containers: [{ state: { terminated } }] })).health).toBe('done')
    const ending = podOf({
      metadata: { deletionTimestamp: since },
      containers: [{ ready: true, state: { running: {} } }],
    })
    expect(told(ending)).toMatchObject({ health: 'busy', status: 'Terminating' })
  })

  it('belongs to the deployment behind its ReplicaSet', () => {
    const owned = (labels: object, owner: object) =>
      podRow(podOf({ metadata: { labels, ownerReferences: [{ controller: true, ...owner }] } }), []).owner
    const hash = { 'pod-template-hash': '7d9c' }
    expect([
      owned(hash, { kind: 'ReplicaSet', name: 'web-7d9c' }),
      owned({}, { kind: 'ReplicaSet', name: 'bare' }),
      owned({}, { kind: 'StatefulSet', name: 'db' }),
    ]).toEqual([
      { kind: 'Deployment', name: 'web' },
      { kind: 'ReplicaSet', name: 'bare' },
      { kind: 'StatefulSet', name: 'db' },
    ])
  })
})
