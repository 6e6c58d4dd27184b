import { z } from 'zod'
import { Condition, Pod } from '../objects.ts'

// The parts of workloads that rows are made of. As everywhere in Kubernetes, what is empty is left out.

const Owner = z.object({ kind: z.string(), name: z.string(), controller: z.boolean().nullish() })
export type Owner = z.infer<typeof Owner>

const owners = { ownerReferences: z.array(Owner).nullish() }

const Metadata = z.object({
  name: z.string(),
  namespace: z.string().default(''),
  uid: z.string().default(''),
  creationTimestamp: z.string().nullish(),
  generation: z.int().optional(),
})

export const OwnedPod = Pod.extend({
  metadata: Pod.shape.metadata.extend(owners),
})
export type OwnedPod = z.infer<typeof OwnedPod>

export const OwnedMetadata = Metadata.extend(owners)

/** apps/v1: Deployment and StatefulSet. */
export const Replicated = z.object({
  metadata: Metadata,
  spec: z.object({ replicas: z.int().nullish(), paused: z.boolean().optional() }),
  status: z
    .object({
      observedGeneration: z.int().optional(),
      replicas: z.int().optional(),
      updatedReplicas: z.int().optional(),
      readyReplicas: z.int().optional(),
      conditions: z.array(Condition).nullish(),
    })
    .default({}),
})
export type Replicated = z.infer<typeof Replicated>

/** apps/v1 */
export const DaemonSet = z.object({
  metadata: Metadata,
  status: z
    .object({
      observedGeneration: z.int().optional(),
      desiredNumberScheduled: z.int().optional(),
      updatedNumberScheduled: z.int().optional(),
      numberReady: z.int().optional(),
    })
    .default({}),
})
export type DaemonSet = z.infer<typeof DaemonSet>

/** batch/v1 */
export const Job = z.object({
  metadata: Metadata,
  spec: z.object({
    completions: z.int().nullish(),
    parallelism: z.int().nullish(),
    suspend: z.boolean().nullish(),
  }),
  status: z.object({ succeeded: z.int().optional(), conditions: z.array(Condition).nullish() }).default({}),
})
export type Job = z.infer<typeof Job>

/** batch/v1 */
export const CronJob = z.object({
  metadata: Metadata,
  spec: z.object({ schedule: z.string(), suspend: z.boolean().nullish() }),
  status: z.object({ active: z.array(z.unknown()).nullish(), lastScheduleTime: z.string().nullish() }).default({}),
})
export type CronJob = z.infer<typeof CronJob>

const LoadBalancer = z
  .object({
    loadBalancer: z
      .object({ ingress: z.array(z.object({ ip: z.string(), hostname: z.string() }).partial()).nullish() })
      .optional(),
  })
  .default({})
export type LoadBalancer = z.infer<typeof LoadBalancer>

const ServicePort = z.object({
  name: z.string().optional(),
  port: z.int(),
  protocol: z.string().default('TCP'),
  targetPort: z.union([z.int(), z.string()]).optional(),
  nodePort: z.int().optional(),
})
export type ServicePort = z.infer<typeof ServicePort>

/** core/v1 */
export const Service = z.object({
  metadata: Metadata,
  spec: z.object({
    // A type that is not known yet still has a cluster IP.
    type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']).catch('ClusterIP'),
    clusterIP: z.string().optional(),
    externalName: z.string().optional(),
    selector: z.record(z.string(), z.string()).nullish(),
    ports: z.array(ServicePort).nullish(),
    publishNotReadyAddresses: z.boolean().optional(),
  }),
  status: LoadBalancer,
})
export type Service = z.infer<typeof Service>

const Backend = z.object({
  service: z
    .object({
      name: z.string(),
      port: z.object({ number: z.int().optional(), name: z.string().optional() }).default({}),
    })
    .optional(),
})

/** networking.k8s.io/v1 */
export const Ingress = z.object({
  metadata: Metadata,
  spec: z.object({
    ingressClassName: z.string().optional(),
    defaultBackend: Backend.nullish(),
    tls: z.array(z.object({ hosts: z.array(z.string()).nullish() })).nullish(),
    rules: z
      .array(
        z.object({
          host: z.string().optional(),
          http: z.object({ paths: z.array(z.object({ path: z.string().optional(), backend: Backend })) }).nullish(),
        }),
      )
      .nullish(),
  }),
  status: LoadBalancer,
})
export type Ingress = z.infer<typeof Ingress>
