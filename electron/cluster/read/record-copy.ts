import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { passwordVolume } from '../model/blueprint.ts'
import { recordCopyPath } from '../model/cluster-record.ts'
import { helperContainer } from '../model/helper-container.ts'
import { networkName } from '../model/labels.ts'
import type { ObservedCluster } from '../model/observed-cluster.ts'

/** The container by which a volume is looked into. */
export const readerKind = 'reader'

/**
 * The copy of the record on a server's volume. Docker only shows a volume through a container: one is made for it, never started,
 * and removed again; its label makes it part of what a delete removes, should this be interrupted. Undefined when there is no such
 * volume, no copy on any, or no image to make a container of.
 */
export async function readRecordCopy(
  runtime: ContainerRuntime,
  observed: ObservedCluster,
): Promise<string | undefined> {
  const { image } = observed
  if (!image || !(await runtime.inspectImage(image))) return undefined
  for (const volume of serverVolumes(observed)) {
    const id = await runtime.createContainer(
      helperContainer(observed.name, readerKind, { image, entrypoint: ['/bin/sh'], volumes: [volume] }),
    )
    try {
      const bytes = await runtime.readFile(id, recordCopyPath)
      if (bytes) return bytes.toString('utf8')
    } finally {
      await runtime.removeContainer(id)
    }
  }
  return undefined
}

function serverVolumes({ name, volumes }: ObservedCluster): { name: string; path: string }[] {
  const { path } = passwordVolume('')
  const isServers = new RegExp(`^${networkName(name)}-server-\\d+-node$`)
  return volumes.filter((volume) => isServers.test(volume.name)).map((volume) => ({ name: volume.name, path }))
}
