import type { z } from 'zod'
import type { ApiAddress, ApiPlace } from '#shared/api-address.ts'
import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { Host } from '../../host/host.ts'
import { parseSpec, suggestSpec } from '../model/spec.ts'
import { withServer } from '../read/admin-kubeconfig.ts'
import { apiServers, probeApiServers } from '../read/api-addresses.ts'
import { ClusterReader, type ReaderDependencies } from '../read/cluster-reader.ts'
import { expectationOf } from '../read/expectation.ts'
import { observeAll, observeExisting } from '../read/observe.ts'
import { patienceOf } from '../read/patience.ts'
import { waitUntilReady } from '../read/readiness.ts'
import type { ChangeDependencies } from './bring-about.ts'
import { type ApplyOptions, changeCluster, previewChange } from './change.ts'
import { type CreateOptions, createCluster, freeApiPort } from './create.ts'
import { deleteCluster } from './delete.ts'
import type { OperationOptions } from './operate.ts'
import { restartCluster, startCluster, stopCluster } from './power.ts'
import { preflight } from './preflight.ts'
import { lookAround } from './surroundings.ts'

export interface EngineDependencies extends ReaderDependencies {
  readonly host: Host
  /** The text of resources/node/entrypoint.sh. */
  readonly entrypoint: string
  /** Offered for new clusters instead of the stable release on Docker Hub, as closed networks need it (SAMPAN_K3S_IMAGE). */
  readonly defaultImage?: string | undefined
}

/** Changes clusters. Every change is: what is wanted (blueprint), what is there (observe), the difference (plan), done (apply). */
export class ClusterEngine extends ClusterReader {
  readonly #host: Host
  readonly #defaultImage: string | undefined
  readonly #changes: ChangeDependencies

  constructor(dependencies: EngineDependencies) {
    super(dependencies)
    const { runtime, connectApi, host, entrypoint, defaultImage } = dependencies
    this.#host = host
    this.#defaultImage = defaultImage
    this.#changes = {
      runtime,
      connectApi,
      host,
      entrypoint,
      claims: this.claims,
      records: this.records,
      engineId: (signal) => this.id(signal),
      describe: (name, signal) => this.get(name, signal),
    }
  }

  /** A spec that can be applied as it is: a free name, a free port, the default version. */
  async suggest(signal?: AbortSignal): Promise<ClusterSpec> {
    const [clusters, apiPort] = await Promise.all([
      observeAll(this.runtime, signal),
      freeApiPort({ runtime: this.runtime, host: this.#host }, signal),
    ])
    return suggestSpec({ names: clusters.map(({ name }) => name), apiPort, image: this.#defaultImage })
  }

  /** Looks at everything that could keep this spec from becoming a cluster. Makes nothing. */
  async preflight(spec: ClusterSpec, signal?: AbortSignal): Promise<PreflightCheck[]> {
    const subject = { spec, runtime: this.runtime, host: this.#host }
    return preflight(subject, await lookAround(subject, signal), signal)
  }

  async create(wanted: z.input<typeof ClusterSpec>, options: CreateOptions): Promise<Cluster> {
    return createCluster(this.#changes, parseSpec(wanted), options)
  }

  async apply(wanted: z.input<typeof ClusterSpec>, options: ApplyOptions): Promise<Cluster> {
    return changeCluster(this.#changes, parseSpec(wanted), options)
  }

  /** What `apply` would do, in order. */
  async preview(
    wanted: z.input<typeof ClusterSpec>,
    signal: AbortSignal,
  ): Promise<{ action: string; target: string }[]> {
    return previewChange(this.#changes, parseSpec(wanted), signal)
  }

  async start(name: string, options: OperationOptions): Promise<Cluster> {
    return startCluster(this.#changes, name, options)
  }

  async stop(name: string, options: OperationOptions): Promise<void> {
    await stopCluster(this.#changes, name, options)
  }

  async restart(name: string, options: OperationOptions): Promise<Cluster> {
    return restartCluster(this.#changes, name, options)
  }

  async delete(name: string, options: OperationOptions): Promise<void> {
    await deleteCluster(this.#changes, name, options)
  }

  /** Waits until a running cluster is Ready, without changing it. What is wrong all the same comes back as warnings. */
  async whenReady(
    name: string,
    { signal, timeoutMs }: { signal: AbortSignal; timeoutMs?: number },
  ): Promise<Problem[]> {
    const observed = await observeExisting(this.runtime, name, signal)
    const [record, info] = await Promise.all([this.records.read(observed, signal), this.runtime.info(signal)])
    const expected = expectationOf(record, observed, info.systemTimeMs)
    const context = { runtime: this.runtime, connectApi: this.connectApi, emit: () => undefined, signal }
    return waitUntilReady(expected, patienceOf(timeoutMs), context)
  }

  /** The kubeconfig for somebody at a place. Fails with `kubeconfig.address_closed` where the cluster is not let out to. */
  async kubeconfigFor(name: string, place: ApiPlace, signal?: AbortSignal): Promise<string> {
    const kubeconfig = await this.kubeconfig(name, signal)
    if (place === 'local') return kubeconfig
    const record = await this.records.read(await observeExisting(this.runtime, name, signal), signal)
    const address = apiServers(record).find((each) => each.place === place)
    if (!address) throw new ProblemError(problem('kubeconfig.address_closed', { cluster: name, place }))
    return withServer(kubeconfig, address.server)
  }

  /** The addresses of a running cluster's API, each tried from where it is meant for. Takes containers for some seconds. */
  async apiAddresses(name: string, signal: AbortSignal): Promise<ApiAddress[]> {
    const [kubeconfig, observed] = await Promise.all([
      this.kubeconfig(name, signal),
      observeExisting(this.runtime, name, signal),
    ])
    const record = await this.records.read(observed, signal)
    return probeApiServers(apiServers(record), {
      runtime: this.runtime,
      connectApi: this.connectApi,
      record,
      kubeconfigFor: (server) => withServer(kubeconfig, server),
      signal,
    })
  }
}
