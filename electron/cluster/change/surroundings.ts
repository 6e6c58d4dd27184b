import type { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError } from '#shared/problem.ts'
import type { ContainerRuntime, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import { apiExposure } from '../model/api-exposure.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { chosenRanges } from '../model/k3s-config.ts'
import { freeSubnets } from '../model/subnets.ts'
import { observeAll } from '../read/observe.ts'
import { preflight } from './preflight.ts'

/** What a cluster finds where it is to be made. */
export interface Surroundings {
  readonly info: RuntimeInfo
  /** Free ones, the best first. */
  readonly subnets: readonly string[]
  readonly api: ClusterRecord['api']
}

/** Looks around before anything is made; throws the first Problem that makes it pointless to begin. */
export async function findSurroundings(
  subject: { spec: ClusterSpec; runtime: ContainerRuntime; host: Host; isChange: boolean },
  signal: AbortSignal,
): Promise<Surroundings> {
  const { spec, runtime, host } = subject
  const [info, observed, networks] = await Promise.all([
    runtime.info(signal),
    observeAll(runtime, signal),
    runtime.listNetworks(signal),
  ])
  const checks = await preflight({ ...subject, observed, info }, signal)
  const blocking = checks.find(({ result }) => result === 'blocking')?.problem
  if (blocking) throw new ProblemError(blocking)
  const taken = [...networks.flatMap(({ subnets }) => subnets), ...host.subnets(), ...chosenRanges(spec)]
  return {
    info,
    subnets: freeSubnets(taken),
    api: apiExposure(spec, { info, networks, lanAddresses: host.lanAddresses() }),
  }
}

/** Where the API can be published on this machine now. */
export async function exposeApi(
  spec: ClusterSpec,
  { runtime, host }: { runtime: ContainerRuntime; host: Host },
  info: RuntimeInfo,
  signal: AbortSignal,
): Promise<ClusterRecord['api']> {
  return apiExposure(spec, { info, networks: await runtime.listNetworks(signal), lanAddresses: host.lanAddresses() })
}
