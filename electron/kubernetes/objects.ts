import { z } from 'zod'

// The parts of Kubernetes' objects that are looked at. Go leaves out what is empty, so nearly everything may be missing.

const Metadata = z.object({
  name: z.string(),
  uid: z.string().optional(),
  namespace: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  creationTimestamp: z.string().nullish(),
  deletionTimestamp: z.string().optional(),
})

export const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastHeartbeatTime: z.string().nullish(),
  lastTransitionTime: z.string().nullish(),
})
export type Condition = z.infer<typeof Condition>

export const KubeNode = z.object({
  metadata: Metadata,
  status: z.object({
    conditions: z.array(Condition).optional(),
    nodeInfo: z
      .object({ kubeletVersion: z.string(), containerRuntimeVersion: z.string(), osImage: z.string() })
      .partial()
      .optional(),
  }),
})
export type KubeNode = z.infer<typeof KubeNode>

export const Lease = z.object({ metadata: Metadata, spec: z.object({ renewTime: z.string().nullish() }).optional() })
export type Lease = z.infer<typeof Lease>

const Terminated = z.object({
  exitCode: z.int(),
  signal: z.int().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
})

const ContainerStatus = z.object({
  name: z.string(),
  image: z.string().optional(),
  ready: z.boolean().optional(),
  started: z.boolean().nullish(),
  restartCount: z.int().optional(),
  state: z
    .object({
      waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
      running: z.object({ startedAt: z.string().nullish() }).optional(),
      terminated: Terminated.optional(),
    })
    .optional(),
  lastState: z.object({ terminated: Terminated.optional() }).optional(),
})
export type ContainerStatus = z.infer<typeof ContainerStatus>

export const ContainerSpec = z.object({
  name: z.string(),
  image: z.string().optional(),
  restartPolicy: z.string().optional(),
})

export const Pod = z.object({
  metadata: Metadata,
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(ContainerSpec),
    initContainers: z.array(ContainerSpec).optional(),
  }),
  status: z.object({
    phase: z.string().optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
    podIP: z.string().optional(),
    conditions: z.array(Condition).optional(),
    containerStatuses: z.array(ContainerStatus).optional(),
    initContainerStatuses: z.array(ContainerStatus).optional(),
    ephemeralContainerStatuses: z.array(ContainerStatus).optional(),
  }),
})
export type Pod = z.infer<typeof Pod>

/** discovery.k8s.io/v1 */
export const EndpointSlice = z.object({
  metadata: Metadata,
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()).nullish(),
        conditions: z.object({ ready: z.boolean().nullish() }).optional(),
      }),
    )
    .nullish(),
})
export type EndpointSlice = z.infer<typeof EndpointSlice>

export const Endpoints = z.object({
  metadata: Metadata,
  subsets: z.array(z.object({ addresses: z.array(z.object({ ip: z.string() })).nullish() })).nullish(),
})
export type Endpoints = z.infer<typeof Endpoints>

/** core/v1 */
export const KubeEvent = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().default(''),
    resourceVersion: z.string().default(''),
    creationTimestamp: z.string().nullish(),
  }),
  involvedObject: z
    .object({ kind: z.string(), namespace: z.string(), name: z.string(), uid: z.string() })
    .partial()
    .default({}),
  type: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  count: z.int().nullish(),
  firstTimestamp: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  series: z.object({ count: z.int().nullish(), lastObservedTime: z.string().nullish() }).nullish(),
  /** Who saw it: of a kubelet, its node. The second is the newer one's. */
  source: z.object({ host: z.string().optional() }).nullish(),
  reportingInstance: z.string().nullish(),
})
export type KubeEvent = z.infer<typeof KubeEvent>

export const Version = z.object({ gitVersion: z.string() })
