import { describe, expect, it } from 'vitest'
import { podHealth } from '../../../electron/kubernetes/health.ts'
import { Pod } from '../../../electron/kubernetes/objects.ts'
import { podStatus } from '../../../electron/kubernetes/pod-status.ts'

interface Parts {
  phase?: string
  reason?: string
  deleted?: boolean
  containers?: number
  init?: { name: string; restartPolicy?: string }[]
  initStatuses?: object[]
  statuses?: object[]
  conditions?: object[]
}

const pod = ({
  phase = 'Running',
  reason,
  deleted = false,
  containers = 1,
  init = [],
  initStatuses,
  statuses,
  conditions,
}: Parts) =>
  Pod.parse({
    metadata: {
      name: 'p',
      namespace: 'kube-system',
      ...(deleted ? { deletionTimestamp: '2026-11-23T10:00:00Z' } : {}),
    },
    spec: {
      containers: Array.from({ length: containers }, (_, index) => ({ name: `c${index}` })),
      initContainers: init,
    },
    status: { phase, reason, conditions, containerStatuses: statuses, initContainerStatuses: initStatuses },
  })

const up = { name: 'c0', ready: true, restartCount: 2, state: { running: {} } }
const waiting = (reason: string, message?: string) => ({
  name: 'c0',
  ready: false,
  restartCount: 3,
  state: { waiting: { reason, message } },
})
const ended = (terminated: object) => ({ name: 'c0', ready: false, restartCount: 0, state: { terminated } })

describe('the status of a pod, as kubectl prints it', () => {
  it.each<[string, Parts]>([
    ['Running', { statuses: [up] }],
    ['Pending', { phase: 'Pending' }],
    ['ContainerCreating', { phase: 'Pending', statuses: [waiting('ContainerCreating')] }],
    ['CrashLoopBackOff', { statuses: [waiting('CrashLoopBackOff')] }],
    ['ImagePullBackOff', { phase: 'Pending', statuses: [waiting('ImagePullBackOff')] }],
    ['Completed', { phase: 'Succeeded', statuses: [ended({ exitCode: 0, reason: 'Completed' })] }],
    [
      'Running',
      {
        containers: 2,
        statuses: [ended({ exitCode: 0, reason: 'Completed' }), up],
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    ],
    ['NotReady', { containers: 2, statuses: [ended({ exitCode: 0, reason: 'Completed' }), up] }],
    ['Error', { phase: 'Failed', statuses: [ended({ exitCode: 1, reason: 'Error' })] }],
    ['ExitCode:2', { statuses: [ended({ exitCode: 2 })] }],
    ['Signal:9', { statuses: [ended({ exitCode: 137, signal: 9 })] }],
    ['Evicted', { phase: 'Failed', reason: 'Evicted' }],
    ['Terminating', { deleted: true, statuses: [up] }],
    ['Unknown', { deleted: true, reason: 'NodeLost', statuses: [up] }],
    ['Succeeded', { deleted: true, phase: 'Succeeded' }],
    [
      'SchedulingGated',
      { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    ],
    [
      'Init:0/1',
      {
        phase: 'Pending',
        init: [{ name: 'i' }],
        initStatuses: [{ name: 'i', state: { waiting: { reason: 'PodInitializing' } } }],
      },
    ],
    [
      'Init:1/2',
      {
        phase: 'Pending',
        init: [{ name: 'i' }, { name: 'j' }],
        initStatuses: [
          { name: 'i', state: { terminated: { exitCode: 0 } } },
          { name: 'j', state: { running: {} } },
        ],
      },
    ],
    [
      'Init:CrashLoopBackOff',
      {
        phase: 'Pending',
        init: [{ name: 'i' }],
        initStatuses: [{ name: 'i', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      },
    ],
    [
      'Init:Error',
      {
        phase: 'Pending',
        init: [{ name: 'i' }],
        initStatuses: [{ name: 'i', state: { terminated: { exitCode: 1, reason: 'Error' } } }],
      },
    ],
    [
      'Init:ExitCode:3',
      {
        phase: 'Pending',
        init: [{ name: 'i' }],
        initStatuses: [{ name: 'i', state: { terminated: { exitCode: 3 } } }],
      },
    ],
    [
      'PodInitializing',
      {
        phase: 'Pending',
        init: [{ name: 'i' }],
        initStatuses: [{ name: 'i', state: { terminated: { exitCode: 0 } } }],
        statuses: [waiting('PodInitializing')],
      },
    ],
    [
      'Running',
      {
        init: [{ name: 's', restartPolicy: 'Always' }],
        initStatuses: [{ name: 's', ready: true, started: true, state: { running: {} } }],
        statuses: [up],
      },
    ],
  ])('is %s for %j', (expected, parts) => {
    expect(podStatus(pod(parts)).status).toBe(expected)
  })

  it('counts containers and restarts, a sidecar among them', () => {
    const sidecar = { name: 's', ready: true, started: true, restartCount: 4, state: { running: {} } }
    const counted = podStatus(
      pod({ init: [{ name: 's', restartPolicy: 'Always' }], initStatuses: [sidecar], statuses: [up] }),
    )
    expect(counted).toEqual({ status: 'Running', readyContainers: 2, containers: 2, restarts: 6 })
  })

  it('is healthy when all runs or all is done, and else says why not', () => {
    expect(podHealth(pod({ statuses: [up] })).isHealthy).toBe(true)
    expect(
      podHealth(pod({ phase: 'Succeeded', statuses: [ended({ exitCode: 0, reason: 'Completed' })] })).isHealthy,
    ).toBe(true)
    const message = 'Back-off pulling image "x"'
    expect(podHealth(pod({ statuses: [waiting('ImagePullBackOff', message)] }))).toMatchObject({
      isHealthy: false,
      reason: message,
    })
    const conditions = [
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' },
    ]
    expect(podHealth(pod({ phase: 'Pending', conditions }))).toMatchObject({
      isHealthy: false,
      reason: '0/1 nodes are available',
    })
  })
})
