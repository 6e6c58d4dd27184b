import type { ApiAddress, ApiPlace } from '#shared/api-address.ts'
import type { ClusterHealth } from '#shared/health.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import type { ConnectKubeApi } from '../../kubernetes/kube-api.ts'
import { isOpenToContainers } from '../model/api-exposure.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { label } from '../model/labels.ts'
import { anyServer, type ObservedCluster, type ObservedNode, publisher } from '../model/observed-cluster.ts'
import { withRepair } from '../model/repairable.ts'
import { readKubeconfig, withServer } from './admin-kubeconfig.ts'
import { agingOf } from './aging.ts'
import { apiServers, probeApiServers } from './api-addresses.ts'
import { clusterWorkloads } from './cluster-workloads.ts'
import { orLostRules } from './docker-rules.ts'
import { expectationOf } from './expectation.ts'
import { type NodeKubectl, runInNode } from './node-kubectl.ts'
import { observeExisting } from './observe.ts'
import { patienceOf } from './patience.ts'
import { waitUntilReady } from './readiness.ts'
import type { ClusterRecords } from './records.ts'
import { watchAilment } from './watch-ailment.ts'
import { watchClusterHealth } from './watch-health.ts'

/** The way to a cluster's Kubernetes API, and what it says there. Any server will do. */
export function clusterApi({
  runtime,
  connectApi,
  host,
  records,
}: {
  runtime: ContainerRuntime
  connectApi: ConnectKubeApi
  host: Pick<Host, 'now'>
  records: ClusterRecords
}) {
  /** The admin kubeconfig for this machine. Fails with `kubeconfig.unavailable` before k3s has written it. */
  async function kubeconfig(name: string, signal?: AbortSignal): Promise<string> {
    const observed = await observeExisting(runtime, name, signal)
    const server = serverOf(observed)
    const apiPort = Number(publisher(observed)?.labels[label.apiPort])
    const text = await readKubeconfig(runtime, { id: server.id, cluster: name, apiPort }, signal)
    if (text === undefined) throw new ProblemError(problem('kubeconfig.unavailable', { cluster: name }))
    return text
  }

  /** Why nobody gets through from a place, where that needs no trying. */
  async function closedPlace(place: ApiPlace, { api, spec }: ClusterRecord, signal?: AbortSignal) {
    if (place !== 'docker' || isOpenToContainers(api, await runtime.info(signal))) return undefined
    return problem('kubeconfig.closed_to_containers', { cluster: spec.name })
  }

  async function agingNow(name: string, signal: AbortSignal): Promise<Problem | undefined> {
    const [observed, { engineId }] = await Promise.all([observeExisting(runtime, name, signal), runtime.info(signal)])
    return agingOf(runtime, { observed, host, engineId }, signal)
  }

  return {
    kubeconfig,
    ...clusterWorkloads(kubeconfig),

    /** The kubeconfig for somebody at a place. Fails where the cluster is not let out to. */
    async kubeconfigFor(name: string, place: ApiPlace, signal?: AbortSignal): Promise<string> {
      const local = await kubeconfig(name, signal)
      if (place === 'local') return local
      const record = await records.read(await observeExisting(runtime, name, signal), signal)
      const address = apiServers(record).find((each) => each.place === place)
      if (!address) throw new ProblemError(problem('kubeconfig.address_closed', { cluster: name, place }))
      const reason = await closedPlace(place, record, signal)
      if (reason) throw new ProblemError(reason)
      return withServer(local, address.server)
    },

    /** kubectl in a server, which is given the files that it is to find there. */
    async kubectl(name: string, what: NodeKubectl, signal: AbortSignal): Promise<number> {
      const server = serverOf(await observeExisting(runtime, name, signal))
      return runInNode(runtime, { ...what, id: server.id }, signal)
    },

    /** The addresses of a running cluster's API, each tried from where it is meant for. Takes containers for some seconds. */
    async apiAddresses(name: string, signal: AbortSignal): Promise<ApiAddress[]> {
      const [local, observed] = await Promise.all([kubeconfig(name, signal), observeExisting(runtime, name, signal)])
      const record = await records.read(observed, signal)
      const tried = await probeApiServers(apiServers(record), {
        runtime,
        connectApi,
        record,
        kubeconfigFor: (server) => withServer(local, server),
        signal,
      })
      return Promise.all(
        tried.map(async (address) => {
          const reason = address.isReachable ? undefined : await closedPlace(address.place, record, signal)
          return reason ? { ...address, problem: reason } : address
        }),
      )
    },

    /** What the cluster's API says, also after its port or its CA changed (see watchClusterHealth). */
    health(name: string, signal: AbortSignal): AsyncIterable<ClusterHealth> {
      const read = (own: AbortSignal) => kubeconfig(name, own)
      return watchClusterHealth({ cluster: name, readKubeconfig: read, connectApi }, signal)
    },

    /** What ails a cluster that was Ready: at once, then at each change; undefined while nothing does (see watchAilment). */
    async *watchAilment(name: string, signal: AbortSignal): AsyncIterable<Problem | undefined> {
      const read = (own: AbortSignal) => kubeconfig(name, own)
      // Read once, since days are no events. A certificate that cannot be read is no reason to stop watching.
      const aging = await agingNow(name, signal).catch(() => undefined)
      for await (const ailment of watchAilment({ cluster: name, readKubeconfig: read, connectApi }, signal))
        yield ailment ?? aging
    },

    /** What will end the good days of a running cluster; undefined while nothing does. */
    aging: agingNow,

    /** Waits until a running cluster is Ready, without changing it. What is wrong all the same comes back as warnings. */
    async whenReady(
      name: string,
      { signal, timeoutMs }: { signal: AbortSignal; timeoutMs?: number },
    ): Promise<Problem[]> {
      const observed = await observeExisting(runtime, name, signal)
      const [record, info] = await Promise.all([records.read(observed, signal), runtime.info(signal)])
      const expected = expectationOf(record, observed, info.systemTimeMs)
      const context = { runtime, connectApi, emit: () => undefined, signal }
      try {
        return await waitUntilReady(expected, patienceOf(timeoutMs), context)
      } catch (error) {
        const found = await orLostRules(error, runtime, { record, signal })
        if (found === error || !(found instanceof ProblemError)) throw error
        throw new ProblemError(withRepair(found.problem, { engineId: info.engineId, name }), { cause: error })
      }
    },
  }
}

function serverOf(observed: ObservedCluster): ObservedNode {
  const server = anyServer(observed)
  if (server) return server
  throw new ProblemError(problem('cluster.incomplete', { cluster: observed.name }))
}
