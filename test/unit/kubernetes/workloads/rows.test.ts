import { describe, expect, it } from 'vitest'
import {
  CronJob,
  DaemonSet,
  Ingress,
  Job,
  Replicated,
  Service,
} from '../../../../electron/kubernetes/workloads/objects.ts'
import {
  cronJobRow,
  daemonSetRow,
  ingressRow,
  jobRow,
  replicatedRow,
  serviceRow,
} from '../../../../electron/kubernetes/workloads/rows.ts'

const metadata = { name: 'web', namespace: 'shop', uid: 'u1', generation: 2 }
const deployment = (spec: object, status: object) => {
  const row = replicatedRow('Deployment', Replicated.parse({ metadata, spec, status }))
  return [row.status, row.health, `${row.ready}/${row.desired}`, row.reason]
}
const whole = { observedGeneration: 2, replicas: 3, readyReplicas: 3, updatedReplicas: 3 }

describe('a controller in a row', () => {
  it('is available when the present spec has all its pods, and rolls out until then', () => {
    expect([
      deployment({ replicas: 3 }, whole),
      deployment({ replicas: 3 }, { ...whole, observedGeneration: 1 }),
      deployment({ replicas: 3 }, { ...whole, readyReplicas: 2 }),
      deployment({ replicas: 3 }, { ...whole, replicas: 4, updatedReplicas: 3 }),
      deployment({}, { observedGeneration: 2 }),
    ]).toEqual([
      ['available', 'well', '3/3', undefined],
      ['progressing', 'busy', '3/3', undefined],
      ['progressing', 'busy', '2/3', undefined],
      ['progressing', 'busy', '3/3', undefined],
      ['progressing', 'busy', '0/1', undefined],
    ])
  })

  it('says why it gets no pods', () => {
    const quota = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }
    const late = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' }
    expect([quota, late].map((condition) => deployment({ replicas: 1 }, { conditions: [condition] }))).toEqual([
      ['unavailable', 'ill', '0/1', 'exceeded quota'],
      ['unavailable', 'ill', '0/1', 'timed out'],
    ])
  })

  it('rests when nothing is wanted of it', () => {
    expect([
      deployment({ replicas: 0 }, { observedGeneration: 2 }),
      deployment({ replicas: 3, paused: true }, whole),
    ]).toEqual([
      ['scaledToZero', 'resting', '0/0', undefined],
      ['paused', 'resting', '3/3', undefined],
    ])
    const set = DaemonSet.parse({
      metadata,
      status: { observedGeneration: 2, desiredNumberScheduled: 2, numberReady: 1 },
    })
    expect(daemonSetRow(set)).toMatchObject({ status: 'progressing', ready: 1, desired: 2 })
  })
})

describe('jobs in a row', () => {
  it('are running, complete, failed with a reason, or suspended', () => {
    const job = (spec: object, status: object) => {
      const row = jobRow(Job.parse({ metadata, spec, status }))
      return [row.status, row.health, row.reason]
    }
    const failed = { type: 'Failed', status: 'True', message: 'Job has reached the specified backoff limit' }
    expect([
      job({}, {}),
      job({ completions: 1 }, { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] }),
      job({}, { conditions: [failed] }),
      job({ suspend: true }, {}),
    ]).toEqual([
      ['running', 'busy', undefined],
      ['complete', 'done', undefined],
      ['failed', 'ill', failed.message],
      ['suspended', 'resting', undefined],
    ])
    const cron = CronJob.parse({ metadata, spec: { schedule: '*/5 * * * *' }, status: { active: [{}] } })
    expect(cronJobRow(cron)).toMatchObject({ status: 'running', health: 'well', schedule: '*/5 * * * *' })
  })
})

describe('services and ingresses in a row', () => {
  it('say how they are reached, and wait for an address where they need one', () => {
    const service = (spec: object, status: object = {}) => serviceRow(Service.parse({ metadata, spec, status }))
    expect(service({ clusterIP: 'None' })).toMatchObject({ status: 'Headless', health: 'well' })
    expect(service({ type: 'LoadBalancer', clusterIP: '10.43.0.9' })).toMatchObject({ health: 'busy' })
    expect(
      service(
        { type: 'LoadBalancer', clusterIP: '10.43.0.9', ports: [{ port: 80, nodePort: 31380, targetPort: 'http' }] },
        { loadBalancer: { ingress: [{ ip: '172.18.0.2' }] } },
      ),
    ).toMatchObject({
      health: 'well',
      address: '10.43.0.9',
      externalAddresses: ['172.18.0.2'],
      ports: [{ port: 80, protocol: 'TCP', targetPort: 'http', nodePort: 31380 }],
    })
    const spec = {
      tls: [{ hosts: ['shop.localhost'] }],
      rules: [
        { host: 'shop.localhost', http: { paths: [{ path: '/', backend: { service: { name: 'web' } } }] } },
        { http: { paths: [{ backend: { service: { name: 'any' } } }] } },
      ],
    }
    expect(ingressRow(Ingress.parse({ metadata, spec }))).toMatchObject({
      status: 'unaddressed',
      hosts: ['shop.localhost', '*'],
      tlsHosts: ['shop.localhost'],
      paths: [
        { host: 'shop.localhost', path: '/', service: 'web' },
        { host: '*', path: '/', service: 'any' },
      ],
    })
  })
})
