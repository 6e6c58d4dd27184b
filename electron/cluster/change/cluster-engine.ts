import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { ApiAddress, ApiPlace } from '#shared/api-address.ts'
import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import type { PreflightCheck } from '#shared/engine.ts'
import type { Stage } from '#shared/operation.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { RuntimeInfo } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import { type Blueprint, blueprint } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { k3sVersionOfTag } from '../model/k3s-config.ts'
import { label } from '../model/labels.ts'
import { type Phase, plan, planRemoval, planStop } from '../model/plan.ts'
import { parseSpec, suggestSpec } from '../model/spec.ts'
import { nextFreePort } from '../model/subnets.ts'
import { withServer } from '../read/admin-kubeconfig.ts'
import { apiServers, probeApiServers } from '../read/api-addresses.ts'
import { ClusterReader, creatorId, type ReaderDependencies } from '../read/cluster-reader.ts'
import { expectationOf } from '../read/expectation.ts'
import { type ObservedCluster, observeAll, observeCluster } from '../read/observe.ts'
import { patienceOf, waitUntilReady } from '../read/readiness.ts'
import { apply } from './apply.ts'
import { type OperationOptions, operate, UndoneError, type Work } from './operate.ts'
import { preflight } from './preflight.ts'
import { reportSkipped, reportStep } from './progress.ts'
import { findSurroundings, type Surroundings } from './surroundings.ts'

export interface EngineDependencies extends ReaderDependencies {
  readonly host: Host
  /** The text of resources/node/entrypoint.sh. */
  readonly entrypoint: string
  /** Offered for new clusters instead of the stable release on Docker Hub, as closed networks need it (SAMPAN_K3S_IMAGE). */
  readonly defaultImage?: string | undefined
}

const upStages: readonly Stage[] = ['check', 'image', 'containers', 'api', 'nodes', 'dns']

/** Changes clusters. Every change is: what is wanted (blueprint), what is there (observe), the difference (plan), done (apply). */
export class ClusterEngine extends ClusterReader {
  readonly #host: Host
  readonly #entrypoint: string
  readonly #defaultImage: string | undefined

  constructor(dependencies: EngineDependencies) {
    super(dependencies)
    this.#host = dependencies.host
    this.#entrypoint = dependencies.entrypoint
    this.#defaultImage = dependencies.defaultImage
  }

  /** A spec that can be applied as it is: a free name, a free port, the default version. */
  async suggest(signal?: AbortSignal): Promise<ClusterSpec> {
    const [clusters, published] = await Promise.all([
      observeAll(this.runtime, signal),
      this.runtime.listPublishedPorts(signal),
    ])
    const taken = new Set(published.map(({ hostPort }) => hostPort))
    for (const cluster of clusters) for (const node of cluster.nodes) taken.add(Number(node.labels[label.apiPort]))
    const apiPort = await nextFreePort(
      6443,
      async (port) => taken.has(port) || !(await this.#host.isPortFree(port, '127.0.0.1', 'tcp')),
    )
    if (apiPort === undefined) throw new ProblemError(problem('port.none_free', { from: 6443 }))
    return suggestSpec({ names: clusters.map(({ name }) => name), apiPort, image: this.#defaultImage })
  }

  /** Looks at everything that could keep this spec from becoming a cluster. Makes nothing. */
  async preflight(spec: ClusterSpec, signal?: AbortSignal): Promise<PreflightCheck[]> {
    const observed = await observeAll(this.runtime, signal)
    return preflight({ spec, runtime: this.runtime, host: this.#host, observed }, signal)
  }

  /**
   * Makes the cluster that the spec describes, or changes the one of that name into it. A create that fails or is aborted leaves
   * nothing behind. Throws ProblemErrors.
   */
  async apply(wanted: z.input<typeof ClusterSpec>, options: OperationOptions): Promise<Cluster> {
    const spec = parseSpec(wanted)
    const observed = await observeCluster(this.runtime, spec.name, options.signal)
    const { nodes, strays, networks, volumes } = observed
    const isNew = nodes.length + strays.length + networks.length + volumes.length === 0
    return isNew ? this.#create(spec, options) : this.#change(spec, observed, options)
  }

  /** Like `apply` for a cluster that must not be there yet. */
  async create(wanted: z.input<typeof ClusterSpec>, options: OperationOptions): Promise<Cluster> {
    return this.#create(parseSpec(wanted), options)
  }

  /** Starts a stopped cluster; makes what is missing of an incomplete one. */
  async start(name: string, options: OperationOptions): Promise<Cluster> {
    return operate('start', name, upStages, options, async (work) => {
      const { record, wanted, observed, writeRecord } = await this.#known(name, 'running', work)
      await this.#ensureImage(record.spec.image, work)
      await this.#run(plan(wanted, observed, { desired: 'running', replaceChanged: false, writeRecord }), record, work)
      return this.#finish(wanted, record, work)
    })
  }

  async stop(name: string, options: OperationOptions): Promise<void> {
    await operate<undefined>('stop', name, ['stop'], options, async (work) => {
      const { record, wanted, observed, writeRecord } = await this.#known(name, 'stopped', work)
      await this.#run(plan(wanted, observed, { desired: 'stopped', replaceChanged: false, writeRecord }), record, work)
    })
  }

  async restart(name: string, options: OperationOptions): Promise<Cluster> {
    return operate('restart', name, ['stop', 'containers', 'api', 'nodes', 'dns'], options, async (work) => {
      const { record, wanted, observed, writeRecord } = await this.#known(name, 'running', work)
      await this.#run(planStop(wanted, observed), record, work)
      const stopped = await observeCluster(this.runtime, name, work.signal)
      await this.#run(plan(wanted, stopped, { desired: 'running', replaceChanged: false, writeRecord }), record, work)
      return this.#finish(wanted, record, work)
    })
  }

  /** Removes everything of the cluster, complete or not. A cluster of which nothing is there is `cluster.not_found`. */
  async delete(name: string, options: OperationOptions): Promise<void> {
    await operate<undefined>('delete', name, ['remove'], options, async (work) => {
      await this.#run(planRemoval(await this.observeExisting(name, work.signal)), undefined, work)
    })
  }

  /** Waits until a running cluster is Ready, without changing it. What is wrong all the same comes back as warnings. */
  async whenReady(
    name: string,
    { signal, timeoutMs }: { signal: AbortSignal; timeoutMs?: number },
  ): Promise<Problem[]> {
    const work = { emit: () => undefined, signal, options: { signal, timeoutMs } }
    const observed = await this.observeExisting(name, signal)
    const [record, info] = await Promise.all([this.record(observed, signal), this.runtime.info(signal)])
    return this.#waitUntilReady(this.#blueprint(record, info), record, work, Date.now())
  }

  /** The kubeconfig for somebody at a place. Fails with `kubeconfig.address_closed` where the cluster is not let out to. */
  async kubeconfigFor(name: string, place: ApiPlace, signal?: AbortSignal): Promise<string> {
    const kubeconfig = await this.kubeconfig(name, signal)
    if (place === 'local') return kubeconfig
    const record = await this.record(await this.observeExisting(name, signal), signal)
    const address = apiServers(record).find((each) => each.place === place)
    if (!address) throw new ProblemError(problem('kubeconfig.address_closed', { cluster: name, place }))
    return withServer(kubeconfig, address.server)
  }

  /** The addresses of a running cluster's API, each tried from where it is meant for. Takes containers for some seconds. */
  async apiAddresses(name: string, signal: AbortSignal): Promise<ApiAddress[]> {
    const [kubeconfig, observed] = await Promise.all([
      this.kubeconfig(name, signal),
      this.observeExisting(name, signal),
    ])
    const record = await this.record(observed, signal)
    return probeApiServers(apiServers(record), {
      runtime: this.runtime,
      connectApi: this.connectApi,
      record,
      kubeconfigFor: (server) => withServer(kubeconfig, server),
      signal,
    })
  }

  async #create(spec: ClusterSpec, options: OperationOptions): Promise<Cluster> {
    return operate('create', spec.name, upStages, options, async (work) => {
      const before = await this.#check(spec, work)
      try {
        await this.#ensureImage(spec.image, work)
        const { record, wanted } = await this.#make(spec, before, work)
        return await this.#finish(wanted, record, work)
      } catch (error) {
        await this.#undo(spec.name, work)
        throw new UndoneError(error)
      }
    })
  }

  /** Makes all objects. A subnet that another network took in the meantime is no reason to give up. */
  async #make(spec: ClusterSpec, before: Surroundings, work: Work) {
    const record = (subnet: string): ClusterRecord => ({
      spec,
      subnet,
      token: spec.token.kind === 'given' ? spec.token.value : randomBytes(32).toString('hex'),
      api: before.api,
      generation: 1,
      createdAt: new Date(this.#host.now()).toISOString(),
    })
    for (const [attempt, subnet] of before.subnets.entries()) {
      const made = record(subnet)
      const wanted = this.#blueprint(made, before.info)
      try {
        const observed = await observeCluster(this.runtime, spec.name, work.signal)
        await this.#run(
          plan(wanted, observed, { desired: spec.desired, replaceChanged: true, writeRecord: false }),
          made,
          work,
        )
        return { record: made, wanted }
      } catch (error) {
        const isRace = problemOf(error).code === 'subnet.none_free' && attempt < before.subnets.length - 1
        if (!isRace) throw error
      }
    }
    throw new ProblemError(problem('subnet.none_free', {}))
  }

  async #change(spec: ClusterSpec, observed: ObservedCluster, options: OperationOptions): Promise<Cluster> {
    return operate('change', spec.name, upStages, options, async (work) => {
      const [old, info] = await Promise.all([this.recordOrCopy(observed, work.signal), this.runtime.info(work.signal)])
      if (old.spec.servers !== spec.servers) {
        throw new ProblemError(
          problem('spec.invalid', { field: 'servers', reason: 'cannot be changed once a cluster is made' }),
        )
      }
      const { api } = await this.#check(spec, work, { isChange: true })
      const record = { ...old, spec, api, generation: old.generation + 1 }
      const wanted = this.#blueprint(record, info)
      await this.#ensureImage(spec.image, work)
      await this.#run(
        plan(wanted, observed, { desired: spec.desired, replaceChanged: true, writeRecord: true }),
        record,
        work,
      )
      return this.#finish(wanted, record, work)
    })
  }

  async #check(spec: ClusterSpec, { emit, signal }: Work, { isChange } = { isChange: false }): Promise<Surroundings> {
    const subject = { spec, runtime: this.runtime, host: this.#host, isChange }
    return reportStep(emit, { stage: 'check' }, () => findSurroundings(subject, signal))
  }

  async #ensureImage(image: string, { emit, signal }: Work): Promise<void> {
    if (await this.runtime.inspectImage(image, signal)) {
      reportSkipped(emit, 'image')
      return
    }
    await reportStep(emit, { stage: 'image', target: image }, () =>
      this.runtime.pullImage(image, (progress) => emit({ kind: 'pull', image, ...progress, atMs: Date.now() }), signal),
    )
  }

  /** What is there, what was wanted of it, and what is wanted now. */
  async #known(name: string, desired: ClusterSpec['desired'], { signal }: Work) {
    const observed = await this.observeExisting(name, signal)
    const [old, info] = await Promise.all([this.recordOrCopy(observed, signal), this.runtime.info(signal)])
    const record: ClusterRecord = { ...old, spec: { ...old.spec, desired } }
    return { observed, record, wanted: this.#blueprint(record, info), writeRecord: old.spec.desired !== desired }
  }

  #blueprint(record: ClusterRecord, info: RuntimeInfo): Blueprint {
    return blueprint(record, {
      cgroupVersion: info.cgroupVersion,
      isRootless: info.isRootless,
      k3sVersion: k3sVersionOfTag(record.spec.image),
      entrypoint: this.#entrypoint,
      creator: creatorId(),
    })
  }

  async #run(phases: readonly Phase[], record: ClusterRecord | undefined, { emit, signal }: Work): Promise<void> {
    const stages = [...new Set(phases.map(({ stage }) => stage))]
    for (const stage of stages) {
      await reportStep(emit, { stage }, () =>
        apply(
          phases.filter((phase) => phase.stage === stage),
          { runtime: this.runtime, record, emit, signal },
        ),
      )
    }
  }

  async #finish(wanted: Blueprint, record: ClusterRecord, { emit, signal, options }: Work): Promise<Cluster> {
    this.forgetRecord(wanted.cluster)
    if (options.wait !== false && record.spec.desired === 'running') {
      const warnings = await this.#waitUntilReady(wanted, record, { emit, signal, options })
      const cluster: Cluster = { ...(await this.get(wanted.cluster, signal)), state: 'ready' }
      return Object.assign(cluster, warnings[0] ? { problem: warnings[0] } : {})
    }
    return this.get(wanted.cluster, signal)
  }

  async #waitUntilReady(
    wanted: Blueprint,
    record: ClusterRecord,
    { emit, signal, options }: Work,
    logsSinceMs?: number,
  ): Promise<Problem[]> {
    const observed = await observeCluster(this.runtime, wanted.cluster, signal)
    const context = { runtime: this.runtime, connectApi: this.connectApi, emit, signal }
    return waitUntilReady(expectationOf(record, observed, logsSinceMs), patienceOf(options.timeoutMs), context)
  }

  /** Nothing half-made stays: also when the reason is that the user wants to stop, hence not with the user's signal. */
  async #undo(name: string, { emit }: Work): Promise<void> {
    const signal = AbortSignal.timeout(120_000)
    await this.#run(planRemoval(await observeCluster(this.runtime, name, signal)), undefined, {
      emit,
      signal,
      options: { signal },
    })
  }
}
