import type { NodeHealth, PodHealth } from '#shared/health.ts'

/** What the engine asks of a cluster's API. Implemented by kube-client.ts and by test/fakes/fake-kube-api.ts. */
export interface KubeApi {
  /** `GET /readyz` with the cluster's own CA and client certificate. `refused` also stands for a reset, an EOF or a 503. */
  ready(signal: AbortSignal): Promise<'ready' | 'refused' | 'unauthorized'>
  /**
   * Whether k3s has an answer for agents (`/v1-k3s/readyz`, asked with the cluster's token as agents do). It comes up to 2.5 s after
   * `ready`. `unknown`: this k3s has no such path, or refuses the token.
   */
  supervisorReady(token: string, signal: AbortSignal): Promise<'ready' | 'refused' | 'unknown'>
  /** Nodes and their leases: the present picture at once, then again at each change, by watches. Survives lost connections until aborted. */
  watchNodes(signal: AbortSignal): AsyncIterable<NodePicture[]>
  /**
   * Whether the cluster's DNS answers for its pods: at once and again at each change. Only a DNS pod whose containers were started
   * after `sinceMs` counts: after a restart the datastore still says ready of the run before. Events are read beside it, and
   * neither waited for nor needed.
   */
  watchDns(sinceMs: number, signal: AbortSignal): AsyncIterable<DnsPicture>
  /** Nodes and the pods of kube-system, each with what is known of why it is not ready: once both are known at once, then at each change, and whenever the API stops or begins to answer. */
  watchHealth(signal: AbortSignal): AsyncIterable<HealthPicture>
  /** The same of nodes alone: one watch that is silent as long as nothing happens to them. */
  watchNodeHealth(signal: AbortSignal): AsyncIterable<HealthPicture>
  /** Closes its connections. */
  close(): void
}

export interface NodePicture {
  readonly name: string
  readonly isReady: boolean
  readonly reason: string
  /** When the Node object was made (whole seconds), milliseconds since the epoch. */
  readonly createdMs: number | undefined
  /** When the kubelet last renewed the node's lease; undefined before the first time, on a new node 10 s after Ready. Milliseconds since the epoch. */
  readonly leaseRenewedMs: number | undefined
  /** The Ready condition's lastHeartbeatTime (whole seconds), milliseconds since the epoch. */
  readonly heartbeatMs: number | undefined
}

export interface DnsPicture {
  /** An address behind the service kube-system/kube-dns is ready. */
  readonly isReady: boolean
  /** An image without which a DNS pod cannot start, and which cannot be pulled: why, in the kubelet's words. */
  readonly pullFailure?: PullFailure
  /** What a DNS pod waits for, in Kubernetes' words. */
  readonly reason?: string
}

/** Of one of a pod's containers, or of the sandbox that each pod of a node needs before any container. */
export type PullFailure =
  | { readonly kind: 'container'; readonly pod: string; readonly image: string; readonly message: string }
  | {
      readonly kind: 'sandbox'
      readonly node: string
      /** It is not the DNS pod's node, which has not said anything yet. */
      readonly isElsewhere: boolean
      readonly image: string
      readonly message: string
    }

export interface HealthPicture {
  readonly kubernetesVersion?: string
  /** Absent until the API has answered. */
  readonly nodes?: readonly NodeHealth[]
  readonly pods?: readonly PodHealth[]
  /** While the API does not answer; the rest is the past then. */
  readonly failure?: WatchFailure
}

/** Why a watch cannot say what is true now, and since when, milliseconds since the epoch. */
export interface WatchFailure {
  readonly sinceMs: number
  readonly error: unknown
}

/** Opens the API that a kubeconfig describes. Nothing is asked yet. */
export type ConnectKubeApi = (kubeconfig: string) => KubeApi
