import { z } from 'zod'
import { ClusterHealth, ExplainedReason } from './health.ts'
import { DnsLabel, DnsName } from './kube-names.ts'
import { Problem } from './problem.ts'

export const workloadKinds = [
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Service',
  'Ingress',
] as const
export const WorkloadKind = z.enum(workloadKinds)
export type WorkloadKind = z.infer<typeof WorkloadKind>

/** Names an object of a cluster. A name is not an identity: what changes something takes a WorkloadTarget. */
export const WorkloadRef = z.object({ kind: WorkloadKind, namespace: DnsLabel, name: DnsName })
export type WorkloadRef = z.infer<typeof WorkloadRef>

/** The very object that a user saw, not another one that has its name by now. */
export const WorkloadTarget = WorkloadRef.extend({ uid: z.string().min(1).max(100) })
export type WorkloadTarget = z.infer<typeof WorkloadTarget>

/** `resting`: nothing is wanted of it, as of a deployment that is scaled to zero. */
export const WorkloadHealth = z.enum(['well', 'busy', 'ill', 'done', 'resting'])
export type WorkloadHealth = z.infer<typeof WorkloadHealth>

const common = {
  namespace: z.string(),
  name: z.string(),
  uid: z.string(),
  /** Milliseconds since 1970. */
  createdMs: z.number().optional(),
  health: WorkloadHealth,
  /** Why it is not well, or what it waits for, in Kubernetes' words. */
  reason: z.string().optional(),
  explanation: ExplainedReason.optional(),
}

const PodRow = z.object({
  kind: z.literal('Pod'),
  ...common,
  /** The word of `kubectl get pods`. */
  status: z.string(),
  readyContainers: z.int(),
  /** Those that count as ready or not; `logContainers` may be more. */
  containers: z.int(),
  restarts: z.int(),
  /** How a container of it last ended that did not end well. */
  lastEnd: z.object({ reason: z.string(), exitCode: z.int() }).optional(),
  node: z.string().optional(),
  /** Whose pod it is: a ReplicaSet is passed over for its Deployment. */
  owner: z.object({ kind: z.string(), name: z.string() }).optional(),
  /** Containers that have a log; `hasPrevious`: one of a run before the present one, too. */
  logContainers: z.array(z.object({ name: z.string(), hasPrevious: z.boolean() })),
})
export type PodRow = z.infer<typeof PodRow>

const ControllerRow = z.object({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']),
  ...common,
  status: z.enum(['available', 'progressing', 'unavailable', 'scaledToZero', 'paused']),
  ready: z.int(),
  desired: z.int(),
})
export type ControllerRow = z.infer<typeof ControllerRow>

const JobRow = z.object({
  kind: z.literal('Job'),
  ...common,
  status: z.enum(['running', 'complete', 'failed', 'suspended']),
  ready: z.int(),
  desired: z.int(),
})

const CronJobRow = z.object({
  kind: z.literal('CronJob'),
  ...common,
  status: z.enum(['scheduled', 'running', 'suspended']),
  schedule: z.string(),
  /** When it last made a job, milliseconds since 1970. */
  lastRunMs: z.number().optional(),
})

export const ServicePort = z.object({
  port: z.int(),
  protocol: z.string(),
  name: z.string().optional(),
  /** A number, or the name of a port of the pods. */
  targetPort: z.union([z.int(), z.string()]).optional(),
  nodePort: z.int().optional(),
})

const ServiceRow = z.object({
  kind: z.literal('Service'),
  ...common,
  status: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', 'Headless']),
  /** Its cluster IP, or the name outside that it stands for. */
  address: z.string().optional(),
  /** A load balancer's. */
  externalAddresses: z.array(z.string()),
  ports: z.array(ServicePort),
})
export type ServiceRow = z.infer<typeof ServiceRow>

const IngressRow = z.object({
  kind: z.literal('Ingress'),
  ...common,
  status: z.enum(['addressed', 'unaddressed']),
  /** `*` stands for any. */
  hosts: z.array(z.string()),
  /** The hosts that are served with TLS. */
  tlsHosts: z.array(z.string()),
  paths: z.array(z.object({ host: z.string(), path: z.string(), service: z.string() })),
  className: z.string().optional(),
  externalAddresses: z.array(z.string()),
})
export type IngressRow = z.infer<typeof IngressRow>

/** One object of a cluster, as a line of a list. */
export const WorkloadRow = z.discriminatedUnion('kind', [
  PodRow,
  ControllerRow,
  JobRow,
  CronJobRow,
  ServiceRow,
  IngressRow,
])
export type WorkloadRow = z.infer<typeof WorkloadRow>

/** What has changed since the message before; the first one has everything there was so far. At most four a second. */
export const WorkloadsChange = z.object({
  rows: z.array(WorkloadRow),
  /** Keys (`keyOfWorkload`) of what is not there any more. */
  gone: z.array(z.string()),
  /** Kinds that are known whole, or that this Kubernetes does not have. Of the others more is to come. */
  listed: z.array(WorkloadKind),
  /** Kinds that may not be listed. */
  refused: z.array(z.object({ kind: WorkloadKind, problem: Problem })),
  /** The API does not answer: since when (milliseconds since 1970), and why. The rows are as they were before. */
  unknown: ClusterHealth.shape.unknown,
})
export type WorkloadsChange = z.infer<typeof WorkloadsChange>

export function keyOfWorkload({ kind, namespace, name }: Pick<WorkloadRow, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`
}

/** All that is known of what runs in a cluster. */
export interface KnownWorkloads extends Pick<WorkloadsChange, 'refused' | 'unknown'> {
  /** By keyOfWorkload. */
  readonly rows: ReadonlyMap<string, WorkloadRow>
  readonly listed: ReadonlySet<WorkloadKind>
}

/** What is known after a change. Of what was before nothing is kept but its rows. */
export function withChange(before: KnownWorkloads | undefined, change: WorkloadsChange): KnownWorkloads {
  const { gone, listed, refused, unknown } = change
  const rows = new Map(before?.rows)
  for (const key of gone) rows.delete(key)
  for (const row of change.rows) rows.set(keyOfWorkload(row), row)
  return { rows, listed: new Set(listed), refused, ...(unknown ? { unknown } : {}) }
}

/** A Kubernetes event: what happened to an object, how often, and when last. */
export const WorkloadEvent = z.object({
  id: z.string(),
  isWarning: z.boolean(),
  /** One word of Kubernetes: FailedMount, Pulling… */
  reason: z.string(),
  message: z.string(),
  explanation: ExplainedReason.optional(),
  count: z.int(),
  /** Milliseconds since 1970. */
  lastMs: z.number(),
  object: z.object({ kind: z.string(), namespace: z.string(), name: z.string() }),
})
export type WorkloadEvent = z.infer<typeof WorkloadEvent>

/** The newest events, warnings first; `left` counts older ones that are left out. */
export const WorkloadEvents = z.object({
  events: z.array(WorkloadEvent),
  left: z.int(),
  unknown: WorkloadsChange.shape.unknown,
})
export type WorkloadEvents = z.infer<typeof WorkloadEvents>
