import type { z } from 'zod'
import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import type { LoadedImage } from '#shared/images.ts'
import type { PlannedStep } from '#shared/operation.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { takenFiles } from '../../registry/taken-files.ts'
import { parseSpec, suggestSpec } from '../model/spec.ts'
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
import { repairCluster } from './repair.ts'
import { revertUpgrade } from './revert.ts'
import { lookAround } from './surroundings.ts'

type SpecInput = z.input<typeof ClusterSpec>

/** Certificates and keys of this machine that its registries.yaml names go along, since a node has no files of this machine. */
function withFiles(spec: ClusterSpec): ClusterSpec {
  const { registryFiles, ...rest } = spec
  const files = takenFiles(spec.registries, registryFiles ?? {})
  return Object.keys(files).length === 0 ? rest : { ...rest, registryFiles: files }
}

/** Every change: what is wanted (blueprint), what is there (observe), the difference (plan), done (apply). Specs are parsed here. */
export function clusterChanges(dependencies: ChangeDependencies, defaultImage: string | undefined) {
  const { runtime, host } = dependencies
  return {
    /** A spec that can be created as it is: a free name, a free port that is none of these, the default version. */
    async suggest(signal?: AbortSignal, promisedPorts: readonly number[] = []): Promise<ClusterSpec> {
      const [clusters, apiPort] = await Promise.all([
        observeAll(runtime, signal),
        freeApiPort({ runtime, host }, signal, promisedPorts),
      ])
      return suggestSpec({ names: clusters.map(({ name }) => name), apiPort, image: defaultImage })
    },

    /** Looks at everything that could keep this spec from becoming a cluster; offline, at what could not be downloaded. Makes nothing. */
    async preflight(
      given: ClusterSpec,
      signal?: AbortSignal,
      { isOffline = false }: { readonly isOffline?: boolean | undefined } = {},
    ): Promise<PreflightCheck[]> {
      const subject = { spec: withFiles(given), runtime, host }
      const checks = await preflight(subject, await lookAround(subject, signal), signal)
      return isOffline ? withGaps(checks, await offlineGaps(dependencies, subject.spec, signal)) : checks
    },

    async create(wanted: SpecInput, options: CreateOptions): Promise<Cluster> {
      return createCluster(dependencies, withFiles(parseSpec(wanted)), options)
    },
    async apply(wanted: SpecInput, options: ApplyOptions): Promise<Cluster> {
      return changeCluster(dependencies, withFiles(parseSpec(wanted)), options)
    },
    /** What `apply` would do, or `create` where there is nothing of that name, in order. `isEdit`: the spec was made from the cluster's own. */
    async preview(wanted: SpecInput, signal: AbortSignal, { isEdit = false } = {}): Promise<PlannedStep[]> {
      return preview(dependencies, { spec: withFiles(parseSpec(wanted)), isEdit }, signal)
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
      removeOrphans(dependencies, of, options),
  }
}
