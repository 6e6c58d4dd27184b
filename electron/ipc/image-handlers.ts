import type { ClusterRef } from '#shared/cluster.ts'
import type { OperationKind } from '#shared/operation.ts'
import type { Problem } from '#shared/problem.ts'
import type { OperationWork } from '../cluster/change/operations.ts'
import type { ChosenFiles } from '../files/chosen-files.ts'
import type { ImageLibrary } from '../images/library.ts'
import { lookAtFile } from '../images/look-at-file.ts'
import type { Limits, Read, WindowEngine } from './engine-of.ts'
import type { RequestHandlers } from './serve.ts'

interface Dependencies {
  readonly files: Pick<ChosenFiles, 'of'>
  readonly library: ImageLibrary
  readonly read: Read
  readonly run: Run
  readonly limits: Limits
  readonly askSavePath: (suggestedName: string) => Promise<string | null>
}

type Options = Parameters<OperationWork<unknown>>[0]

/** Runs an operation of a cluster on its own engine. */
type Run = <T>(
  cluster: ClusterRef,
  operation: OperationKind,
  work: (its: WindowEngine, options: Options) => Promise<T>,
) => Promise<T>

/** Images in nodes, in the image library and in files. */
export const imageHandlers = ({ files, library, read, run, limits, askSavePath }: Dependencies) =>
  ({
    'files.look': ({ files: tokens }, signal) =>
      Promise.all(
        tokens.map(async (token) => {
          const { path, ...file } = files.of(token)
          return { token, ...file, ...(await lookAtFile(path, file.sizeBytes, signal)) }
        }),
      ),
    'images.list': ({ cluster }, signal) =>
      read(cluster, signal, limits.brief, (its, limited) => its.images(cluster.name, limited)),
    'images.local': ({ engineId }, signal) =>
      read({ engineId, name: '' }, signal, limits.brief, (its, limited) => its.localImages(limited)),
    'images.load': async ({ cluster, references, files: tokens }) => {
      const archives = tokens.map((token) => files.of(token).path)
      const warnings: Problem[] = []
      const images = await run(cluster, 'load', (its, options) => {
        const onEvent: Options['onEvent'] = (event) => {
          options.onEvent(event)
          if (event.kind !== 'warning') return
          const { kind: _, cluster: __, atMs: ___, ...warning } = event
          warnings.push(warning)
        }
        return its.loadImages(cluster.name, { references, archives }, { ...options, onEvent })
      })
      return { images, warnings }
    },
    'images.prune': ({ cluster, isDryRun }, signal) =>
      read(cluster, signal, limits.lengthy, (its, limited) => its.pruneImages(cluster.name, { isDryRun }, limited)),
    'library.list': () => library.list(),
    'library.add': ({ files: tokens, k3sVersion }, signal) =>
      library.add(
        tokens.map((token) => files.of(token).path),
        { k3sVersion },
        signal,
      ),
    'library.remove': ({ id }) => library.remove(id),
    'clusters.saveBundle': async ({ cluster }) => {
      const path = await askSavePath(`${cluster.name}.sampan-bundle.tar`)
      if (path === null) return { path, sizeBytes: 0, count: 0 }
      const { sizeBytes, description, forNodes } = await run(cluster, 'bundle', (its, options) =>
        its.saveBundle({ cluster: cluster.name, path }, options),
      )
      return { path, sizeBytes, count: description.forEngine.length + forNodes.length }
    },
  }) satisfies Partial<RequestHandlers>
