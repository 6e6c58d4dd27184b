import { z } from 'zod'
import { Problem } from './problem.ts'

/** A reason that Sampan knows: an entry of the catalogue of log lines. */
export const ExplainedReason = z.object({ id: z.string(), params: z.record(z.string(), z.string()) })
export type ExplainedReason = z.infer<typeof ExplainedReason>

export const NodeHealth = z.object({
  name: z.string(),
  isReady: z.boolean(),
  /** Why it is not Ready, in the kubelet's words. */
  reason: z.string().optional(),
  explanation: ExplainedReason.optional(),
  roles: z.array(z.string()),
  kubeletVersion: z.string(),
  containerRuntime: z.string(),
  osImage: z.string(),
})
export type NodeHealth = z.infer<typeof NodeHealth>

export const PodHealth = z.object({
  namespace: z.string(),
  name: z.string(),
  /** The word of `kubectl get pods`: Running, Completed, CrashLoopBackOff, ImagePullBackOff… */
  status: z.string(),
  isHealthy: z.boolean(),
  readyContainers: z.int(),
  containers: z.int(),
  /** Those that have a log: sidecars too, and containers that do their work before the others. */
  logContainers: z.array(z.string()),
  restarts: z.int(),
  node: z.string().optional(),
  /** Why it is not ready: the message behind the status word. */
  reason: z.string().optional(),
  explanation: ExplainedReason.optional(),
})
export type PodHealth = z.infer<typeof PodHealth>

/** The picture that `kubectl get nodes` and `kubectl get pods -n kube-system` would give, kept up to date by watches. */
export const ClusterHealth = z.object({
  kubernetesVersion: z.string().optional(),
  /** Absent until the API has answered once. */
  nodes: z.array(NodeHealth).optional(),
  pods: z.array(PodHealth).optional(),
  /** The API does not answer: since when (milliseconds since the epoch), and why. Nodes and pods are as they were before. */
  unknown: z.object({ sinceMs: z.number(), problem: Problem }).optional(),
})
export type ClusterHealth = z.infer<typeof ClusterHealth>

/** Docker's figures for one node's container, every few seconds while somebody looks. */
export const NodeUsage = z.object({
  node: z.string(),
  /** 1 is one core. */
  cpuCores: z.number(),
  memoryBytes: z.number(),
  /** Of the container, or all memory of the engine where it has none. Absent where the engine does not say. */
  memoryLimitBytes: z.number().optional(),
})
export type NodeUsage = z.infer<typeof NodeUsage>
