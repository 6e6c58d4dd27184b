import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ContainerBlueprint } from '../model/blueprint.ts'
import { label, networkName } from '../model/labels.ts'
import { nodeArchive } from '../model/node-archive.ts'
import { lastLines } from '../read/last-lines.ts'
import { resetKind } from './copies.ts'

const patienceMs = 180_000
const pauseMs = 200

/** There once k3s has forgotten the other members (k3s.md 1.4). */
const flagPath = '/var/lib/rancher/k3s/server/db/reset-flag'

/**
 * Makes a server that is at rest the only member of its etcd cluster, with the data that it has: a run of its k3s that ends by itself
 * (k3s.md 10.3). The others join it again, as new ones.
 */
export async function resetMembership(
  runtime: ContainerRuntime,
  { labels, server: { container, entering } }: { labels: Readonly<Record<string, string>>; server: ContainerBlueprint },
  signal: AbortSignal,
): Promise<void> {
  const { name, network, image } = container
  const id = await runtime.createContainer({
    ...container,
    name: `${networkName(labels[label.cluster] ?? '')}-${resetKind}-${randomBytes(4).toString('hex')}`,
    command: [...container.command, '--cluster-reset'],
    labels,
    network: { ...network, aliases: [] },
    ports: [],
    restartPolicy: 'no',
  })
  try {
    // With a word about whom to join, k3s refuses it.
    await runtime.putArchive(id, await nodeArchive(entering?.beginning ?? []))
    await runtime.startContainer(id, signal)
    await untilEnded(runtime, id, signal)
    if (await runtime.readFile(id, flagPath, signal)) return
    const detail = await lastLines(runtime, id, signal)
    throw new ProblemError(problem('cluster.not_reset', { node: name, image }, { detail }))
  } finally {
    await runtime.removeContainer(id)
  }
}

async function untilEnded(runtime: ContainerRuntime, id: string, signal: AbortSignal): Promise<void> {
  const end = Date.now() + patienceMs
  while (Date.now() < end) {
    const state = (await runtime.inspectContainer(id, signal))?.state
    if (state !== 'running' && state !== 'restarting') return
    await delay(pauseMs, undefined, { signal })
  }
}
