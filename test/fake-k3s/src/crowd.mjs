// FAKE_K3S_PODS=N: as many pods that run already, as large as pods are, for whoever has to list them.
import { now } from './names.mjs'

const teams = ['billing', 'catalog', 'search', 'shipping']

/** Without owners: nothing but their node keeps them. */
export function addCrowd({ store, node, count }) {
  const startedAt = now()
  for (let number = 0; number < count; number += 1) {
    const team = teams[number % teams.length]
    const name = `${team}-worker-${String(number).padStart(5, '0')}`
    const labels = { app: `${team}-worker`, team, 'app.kubernetes.io/part-of': 'crowd' }
    const image = `ghcr.io/example-shop/${team}:2.${number % 10}.0`
    store.put('v1/pods', {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name, namespace: team, labels, managedFields: [managedFields('kubectl'), managedFields('k3s')] },
      spec: {
        nodeName: node,
        serviceAccountName: 'default',
        restartPolicy: 'Always',
        tolerations: ['not-ready', 'unreachable'].map((key) => ({
          key: `node.kubernetes.io/${key}`,
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 300,
        })),
        containers: [
          {
            name: 'worker',
            image,
            env: Array.from({ length: 8 }, (_, index) => ({ name: `SETTING_${index}`, value: `value-${index}` })),
            resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
            volumeMounts: [{ name: 'kube-api-access', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
          },
        ],
      },
      status: {
        phase: 'Running',
        podIP: `10.42.${number >> 8}.${number & 255}`,
        startTime: startedAt,
        conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
          type,
          status: 'True',
          lastProbeTime: null,
          lastTransitionTime: startedAt,
        })),
        containerStatuses: [
          {
            name: 'worker',
            image,
            imageID: `${image}@sha256:${'ab'.repeat(32)}`,
            ready: true,
            started: true,
            restartCount: number % 97 === 0 ? 3 : 0,
            state: { running: { startedAt } },
            lastState: number % 97 === 0 ? { terminated: { exitCode: 137, reason: 'OOMKilled' } } : {},
          },
        ],
      },
    })
  }
}

/** The largest part of a real pod, and the one that nobody reads. */
const managedFields = (manager) => ({
  manager,
  operation: 'Update',
  apiVersion: 'v1',
  time: now(),
  fieldsType: 'FieldsV1',
  fieldsV1: Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`f:field${index}`, { 'f:name': {}, 'f:value': {}, '.': {} }]),
  ),
})
