import type { ClusterImage, NamedImage } from '#shared/images.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { type FoundImage, type ImageNode, imagesOfNode, removeImage, usedImages } from '../../images/node-images.ts'
import { familiarReference, isOfK3s } from '../../images/references.ts'
import { currentNodes } from '../model/observed-cluster.ts'
import { observeExisting } from './observe.ts'

interface NodeContent {
  readonly node: ImageNode
  readonly images: readonly FoundImage[]
  /** Ids and names. */
  readonly used: ReadonlySet<string>
}

/** The images in the running nodes of a cluster. */
export function clusterImages({ runtime }: { readonly runtime: ContainerRuntime }) {
  async function contents(cluster: string, signal: AbortSignal): Promise<NodeContent[]> {
    const nodes = currentNodes(await observeExisting(runtime, cluster, signal))
    const running = nodes.filter(({ state }) => state === 'running')
    if (running.length === 0) throw new ProblemError(problem('cluster.stopped', { cluster }))
    return Promise.all(
      running.map(async (node) => {
        const [images, used] = await Promise.all([
          imagesOfNode(runtime, node, signal),
          usedImages(runtime, node, signal),
        ])
        return { node, images, used }
      }),
    )
  }

  return {
    /** Docker's own, by all their names. */
    async localImages(signal: AbortSignal): Promise<NamedImage[]> {
      const images = await runtime.listImages(signal)
      return images
        .flatMap(({ names, sizeBytes }) => names.map((name) => ({ name, sizeBytes })))
        .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))
    },

    async images(cluster: string, signal: AbortSignal): Promise<ClusterImage[]> {
      return listed(await contents(cluster, signal))
    },

    /**
     * Removes what no container was made of, except what k3s itself needs. Gives what was removed, or would be. What a node has begun
     * to use meanwhile stays there.
     */
    async pruneImages(
      cluster: string,
      { isDryRun }: { isDryRun: boolean },
      signal: AbortSignal,
    ): Promise<ClusterImage[]> {
      const found = await contents(cluster, signal)
      const unused = listed(found).filter(({ isUsed, isKept }) => !isUsed && !isKept)
      if (isDryRun) return unused
      const ids = new Set(unused.map(({ id }) => id))
      await Promise.all(
        found.map(async ({ node, images }) => {
          for (const { id } of images) if (ids.has(id)) await removeImage(runtime, node, id, signal)
        }),
      )
      return unused
    },
  }
}

/** One line a name, or an id that has none. */
function listed(contents: readonly NodeContent[]): ClusterImage[] {
  const lines = new Map<string, ClusterImage>()
  for (const { node, images, used } of contents) {
    for (const { id, names, sizeBytes, isPinned } of images) {
      const isUsed = used.has(id) || names.some((name) => used.has(name))
      for (const name of names.length > 0 ? names : ['']) {
        const key = `${name} ${id}`
        const line = lines.get(key)
        lines.set(key, {
          name: familiarReference(name),
          id,
          sizeBytes,
          nodes: [...(line?.nodes ?? []), node.name],
          isUsed: isUsed || line?.isUsed === true,
          // What another archive took the names of is still pinned, and nobody can ask for it any more.
          isKept: (isPinned && names.length > 0) || names.some(isOfK3s) || line?.isKept === true,
        })
      }
    }
  }
  return [...lines.values()].sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }))
}
