import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { writeBundle } from '../../images/write-bundle.ts'
import { type ClusterBundle, packCluster } from '../read/cluster-bundle.ts'
import type { ClusterRecords } from '../read/records.ts'
import type { Claims } from './claims.ts'
import { type OperationOptions, operate } from './operate.ts'
import { reportStep } from './progress.ts'

export interface SavedBundle extends Pick<ClusterBundle, 'description' | 'forNodes'> {
  readonly sizeBytes: number
}

/**
 * Writes all that a cluster like this one needs elsewhere to a file. Nothing is done to the cluster, but nobody may stop it meanwhile:
 * its nodes are asked for their images.
 */
export async function saveBundle(
  dependencies: { readonly runtime: ContainerRuntime; readonly records: ClusterRecords; readonly claims: Claims },
  { cluster, path }: { readonly cluster: string; readonly path: string },
  options: OperationOptions,
): Promise<SavedBundle> {
  const saved: SavedBundle[] = []
  await operate<undefined>(
    { kind: 'bundle', cluster, stages: ['bundle'] },
    options,
    dependencies,
    async ({ emit, signal }) => {
      const { description, forNodes, totalBytes, chunks } = await packCluster(dependencies, cluster, signal)
      const sizeBytes = await reportStep(emit, { stage: 'bundle' }, () =>
        writeBundle(
          { path, chunks, totalBytes },
          {
            signal,
            onBytes: (doneBytes, total) =>
              emit({ kind: 'load', source: path, doneBytes, totalBytes: total, atMs: Date.now() }),
          },
        ),
      )
      saved.push({ description, forNodes, sizeBytes })
      return undefined
    },
  )
  const [only] = saved
  if (!only) throw new Error('saved without a result')
  return only
}
