import type { WorkloadKind, WorkloadRef } from '#shared/workloads.ts'

/** Where the API has the objects of each kind. */
const places: Readonly<Record<WorkloadKind, { readonly root: string; readonly plural: string }>> = {
  Pod: { root: '/api/v1', plural: 'pods' },
  Deployment: { root: '/apis/apps/v1', plural: 'deployments' },
  StatefulSet: { root: '/apis/apps/v1', plural: 'statefulsets' },
  DaemonSet: { root: '/apis/apps/v1', plural: 'daemonsets' },
  Job: { root: '/apis/batch/v1', plural: 'jobs' },
  // Since Kubernetes 1.21, as the next one is since 1.19.
  CronJob: { root: '/apis/batch/v1', plural: 'cronjobs' },
  Service: { root: '/api/v1', plural: 'services' },
  Ingress: { root: '/apis/networking.k8s.io/v1', plural: 'ingresses' },
}

/** Those of all namespaces. */
export function collectionPath(kind: WorkloadKind): string {
  const { root, plural } = places[kind]
  return `${root}/${plural}`
}

export function objectPath({ kind, namespace, name }: WorkloadRef): string {
  const { root, plural } = places[kind]
  return `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`
}
