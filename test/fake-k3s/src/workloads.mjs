// Deployments, sets, jobs, Helm charts and services: the pods and addresses that they stand for.
import { traefikRelease } from './addons.mjs'
import { now, shortId } from './names.mjs'
import { resourceOfKind } from './resources.mjs'

/**
 * @param {{ store: import('./datastore.mjs').Datastore, image: (key: string) => string, disabled: string[],
 *   apply: (object: any) => void, schedulable: () => any[] }} options
 */
export function workloadControllers({ store, image, disabled, apply, schedulable }) {
  const podsOf = (owner) =>
    store.list('v1/pods').filter((pod) => pod.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid))

  function makePod(owner, name, template, nodeName) {
    const { apiVersion, kind, metadata } = owner
    const pod = store.put('v1/pods', {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: {
        name,
        generateName: `${metadata.name}-`,
        namespace: metadata.namespace,
        labels: template.metadata?.labels,
        ownerReferences: [
          { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: { ...structuredClone(template.spec), ...(nodeName ? { nodeName } : {}) },
      status: { phase: 'Pending' },
    })
    return pod
  }

  function scaleTo(owner, template, wanted, baseName) {
    const pods = podsOf(owner)
    for (const extra of pods.slice(wanted)) store.remove('v1/pods', extra.metadata.name, extra.metadata.namespace)
    for (let index = pods.length; index < wanted; index++) makePod(owner, `${baseName}-${shortId(5)}`, template)
  }

  function reconcile() {
    for (const key of ['apps/v1/deployments', 'apps/v1/statefulsets', 'apps/v1/replicasets']) {
      for (const workload of store.list(key)) {
        const replicas = workload.spec.replicas ?? 1
        const hash = workload.metadata.uid
          .replace(/[^2-9b-f]/g, '')
          .slice(0, 9)
          .padEnd(9, 'x')
        scaleTo(
          workload,
          workload.spec.template,
          replicas,
          key.includes('deployments') ? `${workload.metadata.name}-${hash}` : workload.metadata.name,
        )
        const ready = podsOf(workload).filter(({ status }) =>
          status?.containerStatuses?.every((container) => container.ready),
        ).length
        const available = ready >= replicas
        const condition = (type, status, reason, message) => {
          const old = workload.status?.conditions?.find((one) => one.type === type)
          return old?.status === status
            ? old
            : { type, status, reason, message, lastUpdateTime: now(), lastTransitionTime: now() }
        }
        const conditions = [
          available
            ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
            : condition(
                'Available',
                'False',
                'MinimumReplicasUnavailable',
                'Deployment does not have minimum availability.',
              ),
          condition(
            'Progressing',
            'True',
            available ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
            'ReplicaSet has successfully progressed.',
          ),
        ]
        const counts = {
          replicas,
          updatedReplicas: replicas,
          readyReplicas: ready || undefined,
          availableReplicas: ready || undefined,
          unavailableReplicas: replicas - ready || undefined,
        }
        store.put(key, {
          ...workload,
          status: { observedGeneration: 1, ...JSON.parse(JSON.stringify(counts)), conditions },
        })
      }
    }
    for (const set of store.list('apps/v1/daemonsets')) {
      const nodes = store.list('v1/nodes')
      const pods = podsOf(set)
      for (const { metadata } of nodes) {
        if (!pods.some((pod) => pod.spec.nodeName === metadata.name))
          makePod(set, `${set.metadata.name}-${shortId(5)}`, set.spec.template, metadata.name)
      }
      const numberReady = pods.filter(({ status }) =>
        status?.containerStatuses?.every((container) => container.ready),
      ).length
      const status = {
        desiredNumberScheduled: nodes.length,
        currentNumberScheduled: nodes.length,
        updatedNumberScheduled: nodes.length,
        numberReady,
        numberAvailable: numberReady,
        numberMisscheduled: 0,
      }
      store.put('apps/v1/daemonsets', { ...set, status })
    }
    for (const job of store.list('batch/v1/jobs')) {
      if (podsOf(job).length === 0 && !job.status?.succeeded)
        makePod(job, `${job.metadata.name}-${shortId(5)}`, job.spec.template)
      const isDone = podsOf(job).some(({ status }) => status?.phase === 'Succeeded')
      if (isDone && !job.status?.succeeded) {
        store.put('batch/v1/jobs', {
          ...job,
          status: {
            succeeded: 1,
            startTime: job.metadata.creationTimestamp,
            completionTime: now(),
            conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: now() }],
          },
        })
        if (job.metadata.name === 'helm-install-traefik') {
          for (const object of traefikRelease({ image, hasServiceLb: !disabled.includes('servicelb') })) apply(object)
        }
      }
    }
    for (const chart of store.list('helm.cattle.io/v1/helmcharts')) {
      const name = `helm-install-${chart.metadata.name}`
      if (store.get('batch/v1/jobs', name, chart.metadata.namespace)) continue
      const labels = { 'helmcharts.helm.cattle.io/chart': chart.metadata.name }
      store.put('batch/v1/jobs', {
        kind: 'Job',
        apiVersion: 'batch/v1',
        metadata: { name, namespace: chart.metadata.namespace, labels },
        spec: {
          completions: 1,
          template: {
            metadata: { labels },
            spec: { hostNetwork: chart.spec.bootstrap, containers: [{ name: 'helm', image: image('helm') }] },
          },
        },
      })
      store.put('helm.cattle.io/v1/helmcharts', { ...chart, status: { jobName: name } })
    }
    // Pods whose owner is gone go too.
    for (const pod of store.list('v1/pods')) {
      const owner = pod.metadata.ownerReferences?.[0]
      const resource = owner && resourceOfKind(owner.apiVersion, owner.kind)
      if (resource && store.get(resource.key, owner.name, pod.metadata.namespace)?.metadata.uid !== owner.uid)
        store.remove('v1/pods', pod.metadata.name, pod.metadata.namespace)
    }
  }

  function reconcileEndpoints() {
    for (const service of store.list('v1/services')) {
      const { name, namespace } = service.metadata
      if (name === 'kubernetes' && namespace === 'default') continue
      const wanted = Object.entries(service.spec.selector ?? {})
      if (wanted.length === 0) continue
      const pods = store
        .list('v1/pods')
        .filter(
          (pod) =>
            pod.metadata.namespace === namespace &&
            wanted.every(([key, value]) => pod.metadata.labels?.[key] === value) &&
            pod.status?.podIP &&
            pod.status.containerStatuses?.every(({ ready }) => ready),
        )
      const ports = (service.spec.ports ?? []).map(({ name: portName, port, protocol = 'TCP' }) => ({
        name: portName,
        port,
        protocol,
      }))
      const addresses = pods.map((pod) => ({
        ip: pod.status.podIP,
        nodeName: pod.spec.nodeName,
        targetRef: { kind: 'Pod', name: pod.metadata.name, namespace },
      }))
      store.put('v1/endpoints', {
        kind: 'Endpoints',
        apiVersion: 'v1',
        metadata: { name, namespace },
        subsets: addresses.length > 0 ? [{ addresses, ports }] : undefined,
      })
      store.put('discovery.k8s.io/v1/endpointslices', {
        kind: 'EndpointSlice',
        apiVersion: 'discovery.k8s.io/v1',
        metadata: {
          name: `${name}-${service.metadata.uid.slice(0, 5)}`,
          namespace,
          labels: { 'kubernetes.io/service-name': name },
        },
        addressType: 'IPv4',
        endpoints: addresses.map(({ ip, nodeName, targetRef }) => ({
          addresses: [ip],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName,
          targetRef,
        })),
        ports,
      })
      if (service.spec.type === 'LoadBalancer' && !disabled.includes('servicelb')) {
        const ingress = schedulable().map((node) => ({ ip: node.status.addresses[0].address, ipMode: 'VIP' }))
        store.put('v1/services', { ...service, status: { loadBalancer: ingress.length > 0 ? { ingress } : {} } })
      }
    }
  }

  return { reconcile, reconcileEndpoints }
}
