import { randomBytes } from 'node:crypto'
import type { ContainerOptions } from '../../docker/container-runtime.ts'
import { label } from './labels.ts'

/** A short-lived container of the cluster's own image; its label makes it part of what a delete removes, should it be left over. */
export function helperContainer(
  cluster: string,
  kind: string,
  options: Pick<ContainerOptions, 'image' | 'entrypoint'> &
    Partial<Pick<ContainerOptions, 'network' | 'volumes' | 'extraHosts' | 'isPrivileged'>>,
): ContainerOptions {
  return {
    name: `sampan-${cluster}-${kind}-${randomBytes(4).toString('hex')}`,
    hostname: kind,
    command: [],
    env: {},
    labels: { [label.cluster]: cluster },
    network: { name: 'none', ipv4: '', aliases: [] },
    volumes: [],
    tmpfs: [],
    ports: [],
    extraHosts: [],
    isPrivileged: false,
    hasOwnCgroups: false,
    hasInit: false,
    restartPolicy: 'no',
    stopTimeoutSeconds: 1,
    logLimits: { maxSizeMb: 1, maxFiles: 1 },
    memoryBytes: undefined,
    cpus: undefined,
    ...options,
  }
}
