import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ImageLibrary, KeptArchive } from '../../images/library.ts'
import { platformOf } from '../../images/platform.ts'
import { packedHeader, paddedBytes, tarEnd } from '../../images/tar-entries.ts'
import type { ContainerBlueprint } from '../model/blueprint.ts'
import { k3sVersionOfTag } from '../model/k3s-config.ts'
import { isNode } from '../model/labels.ts'

/** Gives a container that was just made what it finds when it starts. */
export type FillNode = (runtime: ContainerRuntime, id: string, container: ContainerBlueprint) => Promise<void>

/** k3s' own volume, and below it the folder that it imports images from when it starts, before its kubelet does. */
const volume = '/var/lib/rancher/k3s'
const folder = 'agent/images'

/** Lays what the library has for a node's version of k3s into it. What it was given in an earlier life is still on its volume. */
export function nodeFiller(library: ImageLibrary | undefined): FillNode {
  return async (runtime, id, blueprint) => {
    const { container } = blueprint
    const version = isNode(blueprint) ? k3sVersionOfTag(container.image) : undefined
    if (library === undefined || version === undefined) return
    const { architecture } = await runtime.info()
    for (const archive of await library.forNodes(version, platformOf(architecture))) {
      if (await runtime.readFile(id, `${volume}/${markOf(archive)}`)) continue
      await runtime.putStream(id, { path: volume, tar: layered(archive) })
    }
  }
}

/** No name that k3s would import. */
const markOf = ({ id }: KeptArchive) => `${folder}/.sampan-${id}`

async function* layered(archive: KeptArchive): AsyncGenerator<Buffer> {
  const sizeBytes = await archive.sizeBytes()
  yield packedHeader(`${folder}/`, 0, 'folder')
  yield packedHeader(`${folder}/sampan-${archive.id}.tar`, sizeBytes)
  yield* archive.read()
  yield Buffer.alloc(paddedBytes(sizeBytes) - sizeBytes)
  // While this file is there k3s does not import again at each start what has not changed.
  yield packedHeader(`${folder}/.cache.json`, 0)
  yield packedHeader(markOf(archive), 1)
  yield Buffer.alloc(paddedBytes(1), '\n', 'latin1').fill(0, 1)
  yield tarEnd
}
