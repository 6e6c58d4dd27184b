import { randomBytes } from 'node:crypto'
import type { ContainerOptions, ContainerRuntime } from '../docker/container-runtime.ts'
import { passwordVolume } from './blueprint.ts'
import { recordCopyPath } from './cluster-record.ts'
import { label, nodeName } from './labels.ts'
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
  const id = await runtime.createContainer(reader(observed.name, { image, volume }))
  try {
    return (await runtime.readFile(id, recordCopyPath))?.toString('utf8')
  } finally {
    await runtime.removeContainer(id)
  }
}

function reader(
  cluster: string,
  { image, volume }: { image: string; volume: { name: string; path: string } },
): ContainerOptions {
  const name = `sampan-${cluster}-reader-${randomBytes(4).toString('hex')}`
  return {
    name,
    hostname: 'reader',
    image,
    entrypoint: ['/bin/sh'],
    command: [],
    env: {},
    labels: { [label.cluster]: cluster },
    network: { name: 'none', ipv4: '', aliases: [] },
    volumes: [volume],
    tmpfs: [],
    ports: [],
    extraHosts: [],
    isPrivileged: false,
    hasInit: false,
    restartPolicy: 'no',
    stopTimeoutSeconds: 1,
    logLimits: { maxSizeMb: 1, maxFiles: 1 },
    memoryBytes: undefined,
    cpus: undefined,
  }
}
