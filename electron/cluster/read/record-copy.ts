import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { passwordVolume } from '../model/blueprint.ts'
import { recordCopyPath } from '../model/cluster-record.ts'
import { helperContainer } from '../model/helper-container.ts'
import { nodeName } from '../model/labels.ts'
import type { ObservedCluster } from './observe.ts'

/**
 * The copy of the record on the first server's volume. Docker only shows a volume through a container: one is made for it, never
 * started, and removed again; its label makes it part of what a delete removes, should this be interrupted. Undefined when there is no
 * such volume, no copy on it, or no image to make a container of.
 */
export async function readRecordCopy(
  runtime: ContainerRuntime,
  observed: ObservedCluster,
): Promise<string | undefined> {
  const volume = passwordVolume(nodeName(observed.name, { role: 'server', index: 0 }))
  const { image } = observed
  if (!image || !observed.volumes.includes(volume.name) || !(await runtime.inspectImage(image))) return undefined
  const id = await runtime.createContainer(
    helperContainer(observed.name, 'reader', { image, entrypoint: ['/bin/sh'], volumes: [volume] }),
  )
  try {
    return (await runtime.readFile(id, recordCopyPath))?.toString('utf8')
  } finally {
    await runtime.removeContainer(id)
  }
}
