import type { LastRun } from '#shared/cluster.ts'
import { k3dRef, shownName } from '#shared/cluster-origin.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../docker/container-runtime.ts'
import type { ConnectKubeApi } from '../kubernetes/kube-api.ts'
import { k3dPower } from './change/k3d-power.ts'
import { k3dApi } from './read/k3d-api.ts'
import { lastRuns } from './read/last-runs.ts'

/**
 * k3d's clusters of one Docker Engine. What would change their shape, or read one that k3d keeps nowhere, is refused with the reason:
 * nothing in here ever touches the cluster of Sampan's that has the same name.
 */
export function k3dEngine(
  dependencies: { readonly runtime: ContainerRuntime; readonly connectApi: ConnectKubeApi },
  engineId: (signal?: AbortSignal) => Promise<string>,
) {
  const api = k3dApi(dependencies, engineId)
  const { runtime } = dependencies
  const refused = (name: string | undefined): Promise<never> =>
    Promise.reject(
      new ProblemError(
        problem('k3d.shape_fixed', { cluster: name === undefined ? 'k3d' : shownName(k3dRef('', name)) }),
      ),
    )
  const ofName = (name: string) => refused(name)
  return {
    ...api,
    ...k3dPower(dependencies, api),

    /** Of the volumes that have a name. */
    async volumeSizes(name: string, signal?: AbortSignal): Promise<Record<string, number>> {
      const [{ volumes }, sizes] = await Promise.all([
        k3dPower(dependencies, api).previewDeletion(name, signal),
        runtime.volumeSizes(signal),
      ])
      return Object.fromEntries(
        volumes.flatMap((volume) => {
          const sizeBytes = sizes.get(volume)
          return sizeBytes === undefined ? [] : [[volume, sizeBytes]]
        }),
      )
    },

    lastRuns: async (name: string, signal?: AbortSignal): Promise<Record<string, LastRun>> =>
      lastRuns(runtime, await api.partsOf(name, signal), signal),

    spec: ofName,
    registries: ofName,
    images: ofName,
    pruneImages: ofName,
    loadImages: ofName,
    repair: ofName,
    revert: ofName,
    apply: ({ name }: { readonly name: string }) => refused(name),
    preview: ({ name }: { readonly name: string }) => refused(name),
    saveBundle: ({ cluster }: { readonly cluster: string }) => refused(cluster),
    testRegistries: ({ name }: { readonly name: string | undefined }) => refused(name),
  }
}
