import { setTimeout as delay } from 'node:timers/promises'
import { ApiConnection, ApiStatusError } from './api-connection.ts'
import { readAccess } from './cluster-access.ts'
import { dnsPicture, nodeHealth, nodePicture, podHealth } from './health.ts'
import type { ConnectKubeApi, DnsPicture, HealthPicture, KubeApi, NodePicture, WatchFailure } from './kube-api.ts'
import { type Feed, feedOf, livePicture } from './live-picture.ts'
import { EndpointSlice, Endpoints, type KubeEvent, KubeNode, Lease, Pod, Version } from './objects.ts'
import { systemPodWarnings } from './pod-events.ts'
import { type Collection, type KubeObject, watchCollection } from './watch.ts'

const readyTimeoutMs = 1000
/** Five pictures a second are as many as anybody can look at. */
const healthIntervalMs = 200
const retryMs = 1000
/** How long the first picture of health waits for events, so that who looks only once sees the reasons, too. */
const warningsMs = 500

const nodes: Collection<KubeNode> = { path: '/api/v1/nodes', schema: KubeNode }
const leases: Collection<Lease> = {
  path: '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases',
  schema: Lease,
}
const systemPods: Collection<Pod> = { path: '/api/v1/namespaces/kube-system/pods', schema: Pod }
const dnsPods: Collection<Pod> = { ...systemPods, selector: { labelSelector: 'k8s-app=kube-dns' } }
const dnsSlices: Collection<EndpointSlice> = {
  path: '/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices',
  selector: { labelSelector: 'kubernetes.io/service-name=kube-dns' },
  schema: EndpointSlice,
  // Since Kubernetes 1.21.
  isOptional: true,
}
const dnsEndpoints: Collection<Endpoints> = {
  path: '/api/v1/namespaces/kube-system/endpoints',
  selector: { fieldSelector: 'metadata.name=kube-dns' },
  schema: Endpoints,
}

export const connectKubeApi: ConnectKubeApi = (kubeconfig) =>
  new KubeClient(new ApiConnection(() => readAccess(kubeconfig)))

export class KubeClient implements KubeApi {
  #connection: ApiConnection

  constructor(connection: ApiConnection) {
    this.#connection = connection
  }

  async ready(signal: AbortSignal): Promise<'ready' | 'refused' | 'unauthorized'> {
    try {
      const status = await this.#connection.status('/readyz', signal, { timeoutMs: readyTimeoutMs })
      if (status === 200) return 'ready'
      return status === 401 || status === 403 ? 'unauthorized' : 'refused'
    } catch {
      // Refused, reset, a broken handshake, silence: each means "not yet". Only the caller's own abort is something else.
      signal.throwIfAborted()
      return 'refused'
    }
  }

  async supervisorReady(token: string, signal: AbortSignal): Promise<'ready' | 'refused' | 'unknown'> {
    try {
      const auth = `node:${token}`
      const status = await this.#connection.status('/v1-k3s/readyz', signal, { timeoutMs: readyTimeoutMs, auth })
      if (status === 200) return 'ready'
      return status >= 500 ? 'refused' : 'unknown'
    } catch {
      signal.throwIfAborted()
      return 'refused'
    }
  }

  watchNodes(signal: AbortSignal): AsyncIterable<NodePicture[]> {
    let seenNodes: readonly KubeNode[] | undefined
    let seenLeases: readonly Lease[] | undefined
    return livePicture({
      feeds: [
        this.#feed(nodes, (now) => {
          seenNodes = now
        }),
        this.#feed(leases, (now) => {
          seenLeases = now
        }),
      ],
      picture: () =>
        seenLeases &&
        seenNodes?.map((node) =>
          nodePicture(
            node,
            seenLeases?.find(({ metadata }) => metadata.name === node.metadata.name),
          ),
        ),
      signal,
    })
  }

  watchDns(sinceMs: number, signal: AbortSignal): AsyncIterable<DnsPicture> {
    let hasReadyAddress: boolean | undefined
    let pods: readonly Pod[] | undefined
    let warnings: readonly KubeEvent[] = []
    return livePicture({
      feeds: [
        this.#dnsAddresses((now) => {
          hasReadyAddress = now
        }),
        this.#feed(dnsPods, (now) => {
          pods = now
        }),
        this.#feed(systemPodWarnings, (now) => {
          warnings = now
        }),
      ],
      picture: () =>
        hasReadyAddress === undefined || !pods ? undefined : dnsPicture({ hasReadyAddress, pods, warnings, sinceMs }),
      signal,
    })
  }

  watchHealth(signal: AbortSignal): AsyncIterable<HealthPicture> {
    let seenNodes: readonly KubeNode[] | undefined
    let seenPods: readonly Pod[] | undefined
    let nodesFailure: WatchFailure | undefined
    let podsFailure: WatchFailure | undefined
    let warnings: readonly KubeEvent[] | undefined
    let kubernetesVersion: string | undefined
    const picture = (): HealthPicture | undefined => {
      const failure = nodesFailure ?? podsFailure
      const now = seenNodes && seenPods && warnings ? { nodes: seenNodes, pods: seenPods, warnings } : undefined
      if (!now && !failure) return undefined
      return {
        ...(kubernetesVersion ? { kubernetesVersion } : {}),
        ...(now ? { nodes: now.nodes.map(nodeHealth), pods: now.pods.map((pod) => podHealth(pod, now.warnings)) } : {}),
        ...(failure ? { failure } : {}),
      }
    }
    return livePicture({
      feeds: [
        this.#feed(
          nodes,
          (now) => {
            seenNodes = now
          },
          (failure) => {
            nodesFailure = failure
          },
        ),
        this.#feed(
          systemPods,
          (now) => {
            seenPods = now
          },
          (failure) => {
            podsFailure = failure
          },
        ),
        this.#warnings((now) => {
          warnings = now
        }),
        this.#version((now) => {
          kubernetesVersion = now
        }),
      ],
      picture,
      intervalMs: healthIntervalMs,
      signal,
    })
  }

  watchNodeHealth(signal: AbortSignal): AsyncIterable<HealthPicture> {
    let seen: readonly KubeNode[] | undefined
    let failure: WatchFailure | undefined
    const nodesFeed = this.#feed(
      nodes,
      (now) => {
        seen = now
      },
      (now) => {
        failure = now
      },
    )
    const picture = (): HealthPicture | undefined =>
      seen || failure
        ? { ...(seen ? { nodes: seen.map(nodeHealth) } : {}), ...(failure ? { failure } : {}) }
        : undefined
    return livePicture({ feeds: [nodesFeed], picture, intervalMs: healthIntervalMs, signal })
  }

  close(): void {
    this.#connection.close()
  }

  /** The objects of a collection, sorted by name. `fail` is told when the API stops or begins to answer. */
  #feed<T extends KubeObject>(
    collection: Collection<T>,
    take: (objects: readonly T[]) => void,
    fail: (failure: WatchFailure | undefined) => void = () => undefined,
  ): Feed {
    const byName = (left: KubeObject, right: KubeObject) => (left.metadata.name < right.metadata.name ? -1 : 1)
    return (changed, signal) => {
      const report = (failure: WatchFailure | undefined) => {
        fail(failure)
        changed()
      }
      const objects = feedOf(
        (own) => watchCollection(this.#connection, collection, own, report),
        (now: ReadonlyMap<string, T>) => take([...now.values()].sort(byName)),
      )
      return objects(changed, signal)
    }
  }

  /** Whether the service kube-dns has a ready address: from its slices, or where there are none yet, from its Endpoints. */
  #dnsAddresses(take: (hasReadyAddress: boolean) => void): Feed {
    const slices = this.#feed(dnsSlices, (now) =>
      // `ready` that is not said means yes (EndpointConditions).
      take(
        now.some(({ endpoints }) =>
          endpoints?.some((one) => one.conditions?.ready !== false && (one.addresses ?? []).length > 0),
        ),
      ),
    )
    const endpoints = this.#feed(dnsEndpoints, (now) =>
      take(now.some(({ subsets }) => subsets?.some(({ addresses }) => (addresses ?? []).length > 0))),
    )
    return async (changed, signal) => {
      try {
        await slices(changed, signal)
      } catch (error) {
        if (!(error instanceof ApiStatusError)) throw error
        await endpoints(changed, signal)
      }
    }
  }

  /** Where events are late, or nobody may read them, there are none: a picture waits for them only so long. */
  #warnings(take: (warnings: readonly KubeEvent[]) => void): Feed {
    let isKnown = false
    const know = (now: readonly KubeEvent[]) => {
      isKnown = true
      take(now)
    }
    const feed = this.#feed(systemPodWarnings, know, () => {
      if (!isKnown) know([])
    })
    return async (changed, signal) => {
      const late = setTimeout(() => {
        if (!isKnown) know([])
        changed()
      }, warningsMs)
      try {
        await feed(changed, signal)
      } finally {
        clearTimeout(late)
      }
    }
  }

  #version(take: (version: string) => void): Feed {
    return async (changed, signal) => {
      while (!signal.aborted) {
        try {
          take(Version.parse(await this.#connection.json('/version', signal)).gitVersion)
          changed()
          return
        } catch {
          // The version is an ornament: it is asked for until it comes, and nothing waits for it.
          await delay(retryMs, undefined, { signal }).catch(() => undefined)
        }
      }
    }
  }
}
