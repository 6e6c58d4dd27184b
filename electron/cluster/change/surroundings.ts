import type { ClusterSpec } from '#shared/cluster.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { type Problem, ProblemError } from '#shared/problem.ts'
import type { ContainerRuntime, PublishedPort, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import { apiExposure, publishableBridge } from '../model/api-exposure.ts'
import { imagesOf } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { chosenRanges } from '../model/k3s-config.ts'
import type { JoinedRegistry } from '../model/local-registries.ts'
import type { ObservedCluster } from '../model/observed-cluster.ts'
import { chooseRanges, type Ranges } from '../model/pod-ranges.ts'
import { freeSubnets } from '../model/subnets.ts'
import { joinedBy, joinedRegistry, registryContainers } from '../read/joined-registries.ts'
import { observeAll } from '../read/observe.ts'
import { missingImages } from './images.ts'
import { preflight } from './preflight.ts'

/** What a cluster finds where it is to be made. */
export interface Surroundings {
  readonly info: RuntimeInfo
  /** Free ones, the best first. */
  readonly subnets: readonly string[]
  readonly ranges: Ranges
  readonly api: ClusterRecord['api']
  /** Of the local registries that the cluster is to use, those that are there. */
  readonly registries: readonly JoinedRegistry[]
  /** What is hardly meant as it is chosen. */
  readonly warnings: readonly Problem[]
}

/** One look around, at all that a new or changed cluster may collide with. */
export interface View {
  readonly info: RuntimeInfo
  readonly observed: readonly ObservedCluster[]
  readonly published: readonly PublishedPort[]
  /** What of the cluster's images Docker has to download first. */
  readonly missingImages: readonly string[]
  readonly subnets: readonly string[]
  readonly ranges: Ranges
  /** All local registries of the engine. */
  readonly localRegistries: readonly JoinedRegistry[]
  /** Networks that this machine, or its Docker, has a way to. */
  readonly taken: readonly string[]
}

export async function lookAround(
  { spec, runtime, host }: { spec: ClusterSpec; runtime: ContainerRuntime; host: Host },
  signal?: AbortSignal,
): Promise<View> {
  const [info, observed, networks, published, missing, registries] = await Promise.all([
    runtime.info(signal),
    observeAll(runtime, signal),
    runtime.listNetworks(signal),
    runtime.listPublishedPorts(signal),
    missingImages(runtime, imagesOf(spec), signal),
    registryContainers(runtime, signal),
  ])
  const localRegistries = registries.map(joinedRegistry)
  const taken = [...networks.flatMap(({ subnets }) => subnets), ...host.subnets()]
  const ranges = chooseRanges(spec, taken)
  const subnets = freeSubnets([...taken, ...chosenRanges(spec), ranges.pods, ranges.services])
  return { info, observed, published, missingImages: missing, subnets, ranges, localRegistries, taken }
}

/** Looks around before anything is made; throws the first Problem that makes it pointless to begin. */
export async function findSurroundings(
  subject: { spec: ClusterSpec; runtime: ContainerRuntime; host: Host; isChange: boolean },
  signal: AbortSignal,
): Promise<Surroundings> {
  const view = await lookAround(subject, signal)
  const checks = await preflight(subject, view, signal)
  const blocking = checks.find(({ result }) => result === 'blocking')?.problem
  if (blocking) throw new ProblemError(blocking)
  const { info, subnets, ranges } = view
  const warnings = checks.flatMap((check) => (isChosen(check) && check.problem ? [check.problem] : []))
  const { registries } = joinedBy(subject.spec, view.localRegistries)
  return { info, subnets, ranges, api: await exposeApi(subject.spec, subject, info), registries, warnings }
}

/** A remark about the spec. Those about the machine are the doctor's: they are the same for every cluster. */
const isChosen = ({ id, result }: PreflightCheck) =>
  result === 'warning' && (id === 'flags' || id === 'registries' || id === 'subnet')

/**
 * Where the API's port can be published now. To be asked again before each start: the bridge may have got another address since the
 * cluster was made, and Docker starts no container whose address is not there.
 */
export async function exposeApi(
  spec: Pick<ClusterSpec, 'apiAccess'>,
  { host }: { host: Pick<Host, 'canListenOn' | 'lanAddresses'> },
  info: RuntimeInfo,
): Promise<ClusterRecord['api']> {
  const bridge = publishableBridge(info)
  const bridgeIp = bridge !== undefined && (await host.canListenOn(bridge)) ? bridge : undefined
  return apiExposure(spec, { bridgeIp, lanAddresses: host.lanAddresses() })
}
