import type { z } from 'zod'
import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import type { LoadedImage } from '#shared/images.ts'
import type { PlannedStep } from '#shared/operation.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { withLocalFiles } from '../model/local-files.ts'
import { isRegistryHost } from '../model/local-registries.ts'
import { parseSpec, suggestSpec } from '../model/spec.ts'
import { joinedRegistry, registryContainers } from '../read/joined-registries.ts'
import { observeAll } from '../read/observe.ts'
import type { ChangeDependencies } from './bring-about.ts'
import { type ApplyOptions, changeCluster } from './change.ts'
import { type CreateOptions, createCluster, freeApiPort } from './create.ts'
import { type DeleteOptions, deleteCluster, removeOrphans } from './delete.ts'
import { offlineGaps } from './images.ts'
import { type ImagesToLoad, loadImages } from './load-images.ts'
import type { OperationOptions } from './operate.ts'
import { restartCluster, startCluster, stopCluster } from './power.ts'
import { preflight, withGaps } from './preflight.ts'
import { preview } from './preview.ts'
import { removeRemains } from './registry-changes.ts'
import { repairCluster } from './repair.ts'
import { revertUpgrade } from './revert.ts'
import { lookAround } from './surroundings.ts'

type SpecInput = z.input<typeof ClusterSpec>

/** Every change: what is wanted (blueprint), what is there (observe), the difference (plan), done (apply). Specs are parsed here. */
export function clusterChanges(dependencies: ChangeDependencies, defaultImage: string | undefined) {
  const { runtime, host } = dependencies
  return {
    /** A spec that can be created as it is: a free name, a free port that is none of these, the default version, all local registries. */
    async suggest(signal?: AbortSignal, promisedPorts: readonly number[] = []): Promise<ClusterSpec> {
      const [clusters, apiPort, registries] = await Promise.all([
        observeAll(runtime, signal),
        freeApiPort({ runtime, host }, signal, promisedPorts),
        registryContainers(runtime, signal),
      ])
      return {
        ...suggestSpec({ names: clusters.map(({ name }) => name), apiPort, image: defaultImage }),
        ...(registries.length > 0
          ? { localRegistries: registries.map((each) => joinedRegistry(each).name).sort() }
          : {}),
      }
    },

    /** Looks at everything that could keep this spec from becoming a cluster; offline, at what could not be downloaded. Makes nothing. */
    async preflight(
      given: ClusterSpec,
      signal?: AbortSignal,
      { isOffline = false }: { readonly isOffline?: boolean | undefined } = {},
    ): Promise<PreflightCheck[]> {
      const subject = { spec: withLocalFiles(given), runtime, host }
      const checks = await preflight(subject, await lookAround(subject, signal), signal)
      return isOffline ? withGaps(checks, await offlineGaps(dependencies, subject.spec, signal)) : checks
    },

    async create(wanted: SpecInput, options: CreateOptions): Promise<Cluster> {
      return createCluster(dependencies, withLocalFiles(parseSpec(wanted)), options)
    },
    async apply(wanted: SpecInput, options: ApplyOptions): Promise<Cluster> {
      return changeCluster(dependencies, withLocalFiles(parseSpec(wanted)), options)
    },
    /** What `apply` would do, or `create` where there is nothing of that name, in order. `isEdit`: the spec was made from the cluster's own. */
    async preview(wanted: SpecInput, signal: AbortSignal, { isEdit = false } = {}): Promise<PlannedStep[]> {
      return preview(dependencies, { spec: withLocalFiles(parseSpec(wanted)), isEdit }, signal)
    },
    start: (name: string, options: OperationOptions): Promise<Cluster> => startCluster(dependencies, name, options),
    /** A start that first puts right what a start stumbles over. */
    repair: (name: string, options: OperationOptions): Promise<Cluster> => repairCluster(dependencies, name, options),
    /** From an upgrade that did not become Ready, to the k3s and the data of before. */
    revert: (name: string, options: OperationOptions): Promise<Cluster> => revertUpgrade(dependencies, name, options),
    stop: (name: string, options: OperationOptions): Promise<void> => stopCluster(dependencies, name, options),
    restart: (name: string, options: OperationOptions): Promise<Cluster> => restartCluster(dependencies, name, options),
    loadImages: (name: string, what: ImagesToLoad, options: OperationOptions): Promise<LoadedImage[]> =>
      loadImages(dependencies, name, what, options),
    delete: (name: string, options: DeleteOptions): Promise<void> => deleteCluster(dependencies, name, options),
    /** Of what `orphans` found of one cluster, by name. */
    removeOrphans: (of: { cluster: string; names: readonly string[] }, options: OperationOptions): Promise<void> =>
      isRegistryHost(of.cluster) ? removeRemains(dependencies, of, options) : removeOrphans(dependencies, of, options),
  }
}
