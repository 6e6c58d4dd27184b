import type { z } from 'zod'
import type { ClusterSpec } from '#shared/cluster.ts'
import type { ClusterEngine } from '../../electron/cluster/cluster-engine.ts'

/** A place where the engine's suite runs: real Docker with an image, or the fake runtime. Tests look at it past the engine. */
export interface World {
  readonly name: string
  /** Why it cannot be used here; the suite is skipped with this reason. */
  readonly missing: string | undefined
  /** There is a Docker and a k3s (or its stand-in) that can really refuse things. */
  readonly isReal: boolean
  /** Faults that only the stand-in can be asked for. */
  readonly hasFaults: boolean
  readonly engine: ClusterEngine
  /** A spec that is quick here. */
  spec(more?: Partial<z.input<typeof ClusterSpec>>): z.input<typeof ClusterSpec>
  /** Another engine over the same Docker, as another process would have it. */
  otherEngine(): ClusterEngine
  containers(cluster: string): Promise<{ name: string; state: string; ip: string; labels: Record<string, string> }[]>
  /** When each container's present run began. */
  started(cluster: string): Promise<{ name: string; at: string }[]>
  writeFile(container: string, path: string, text: string): Promise<void>
  readFile(container: string, path: string): Promise<string>
  removeContainerByHand(name: string): Promise<void>
  stopContainerByHand(name: string): Promise<void>
  /** Of a cluster none of whose containers run. */
  removeNetworkByHand(cluster: string): Promise<void>
  /** At once, without a word to it; Docker does not start it again. */
  killByHand(name: string): Promise<void>
  startByHand(name: string): Promise<void>
  /** A node's container and all of its volumes. */
  loseNodeByHand(name: string): Promise<void>
  /** Fails when it does not for half a minute. */
  untilApiAnswers(kubeconfig: string): Promise<void>
  /** A running container of somebody else on the cluster's network. Returns its name; `removeContainerByHand` removes it. */
  joinByHand(cluster: string, ipv4?: string): Promise<string>
  /** Something that is not Sampan's. Returns how it is removed. */
  makeByHand(
    object: 'volume' | 'network',
    name: string,
    labels: Readonly<Record<string, string>>,
  ): Promise<() => Promise<unknown>>
  /** As if somebody else had found whoever changes the cluster dead, and had come and gone. */
  removeClaim(cluster: string): Promise<void>
  /** A container that carries our label and makes no sense. */
  makeBrokenContainer(cluster: string): Promise<void>
  /** Names of everything that is left of a cluster. */
  leftovers(cluster: string): Promise<string[]>
  sweep(cluster: string): Promise<void>
  /** Node names that a client with this kubeconfig sees as Ready; past our own client where there is a real API. */
  readyNodes(kubeconfig: string): Promise<string[]>
  /** Of each node whose kubelet has renewed a lease, when it last did, seen the same way. */
  leases(kubeconfig: string): Promise<{ name: string; renewedMs: number }[]>
}
