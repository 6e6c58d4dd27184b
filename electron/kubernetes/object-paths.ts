import type { ForwardObject } from '#shared/access.ts'
import type { WorkloadKind } from '#shared/workloads.ts'

export type ObjectKind = WorkloadKind | ForwardObject['kind']

/** Where the API has the objects of each kind. */
const places: Readonly<Record<ObjectKind, { readonly root: string; readonly plural: string }>> = {
  Pod: { root: '/api/v1', plural: 'pods' },
  Deployment: { root: '/apis/apps/v1', plural: 'deployments' },
  StatefulSet: { root: '/apis/apps/v1', plural: 'statefulsets' },
  DaemonSet: { root: '/apis/apps/v1', plural: 'daemonsets' },
  ReplicaSet: { root: '/apis/apps/v1', plural: 'replicasets' },
  Job: { root: '/apis/batch/v1', plural: 'jobs' },
  // Since Kubernetes 1.21, as Ingress is since 1.19.
  CronJob: { root: '/apis/batch/v1', plural: 'cronjobs' },
  Service: { root: '/api/v1', plural: 'services' },
  Ingress: { root: '/apis/networking.k8s.io/v1', plural: 'ingresses' },
}

/** Those of a namespace, or of all. */
export function collectionPath(kind: ObjectKind, namespace?: string): string {
  const { root, plural } = places[kind]
  return namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`
}

export function objectPath({
  kind,
  namespace,
  name,
}: {
  readonly kind: ObjectKind
  readonly namespace: string
  readonly name: string
}): string {
  return `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`
}
