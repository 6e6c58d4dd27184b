import type { Cluster } from '#shared/cluster.ts'
import { explainLine } from '../../logs/explanations.ts'
import { splitLines } from '../../logs/log-lines.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { takenAddresses } from '../model/foreign-addresses.ts'
import { kubernetesName } from '../model/k3s-config.ts'
import { networkName } from '../model/labels.ts'
import { currentNodes, type ObservedCluster, type ObservedNode } from '../model/observed-cluster.ts'
import type { Step } from '../model/plan.ts'
import { observeExisting } from '../read/observe.ts'
import type { ChangeDependencies } from './bring-about.ts'
import { ensureImages } from './images.ts'
import { imagesToMake } from './images-to-make.ts'
import { type OperationOptions, operate, type Work } from './operate.ts'
import { bringUp, runningGoal } from './power.ts'
import { reportStep } from './progress.ts'
import { giveUpLostNetwork } from './renew-network.ts'
import { blueprintOf, runPhases } from './run-phases.ts'

/** A node that Kubernetes turns away asks again every few seconds: who has not for this long is not turned away any more, milliseconds. */
const askingMs = 60_000
const readLines = 300

/**
 * Makes a cluster what its spec says, whatever has become of it: starts and makes again what is missing, as a start does, and before that
 * puts right what a start stumbles over.
 */
export function repairCluster(
  dependencies: ChangeDependencies,
  cluster: string,
  options: OperationOptions,
): Promise<Cluster> {
  const stages = ['image', 'check', 'containers', 'api', 'nodes', 'dns'] as const
  return operate({ kind: 'start', cluster, stages }, options, dependencies, async (work) => {
    const { runtime, records } = dependencies
    const found = await observeExisting(runtime, cluster, work.signal)
    const record = await records.readOrCopy(found, work.signal)
    const isGivenUp = await giveUpLostNetwork(dependencies, { record, observed: found }, work)
    const observed = await observeExisting(runtime, cluster, work.signal)
    const strayed = await nodesOffNetwork(dependencies, observed, work.signal)
    // Before anything is stopped or taken away that could not be made again.
    if (!isGivenUp) {
      const goal = await runningGoal(dependencies, { record, observed }, work.signal)
      const names = strayed.map(({ name }) => name)
      await ensureImages(dependencies, await imagesToMake(dependencies, goal, work.signal, names), work, record.spec)
    }
    const rejected = await reportStep(work.emit, { stage: 'check' }, async () => {
      await freeAddresses(dependencies, { record, observed }, work)
      return rejectedAgents(dependencies, observed, work.signal)
    })
    const again = [...rejected.map(stopped), ...strayed.map(removed)]
    if (again.length > 0) await runPhases(dependencies, [{ stage: 'containers', steps: again }], work)
    // Kubernetes forgets them, with their passwords, when its API answers, and only then do agents start.
    const stale = rejected.flatMap(({ role, name }) => kubernetesName(record.spec, { role, name }) ?? [])
    return bringUp(dependencies, cluster, work, { stale, hasImages: !isGivenUp })
  })
}

const stopped = ({ id, name }: ObservedNode): Step => ({ kind: 'stopContainer', name, id, timeoutSeconds: 30 })

/** Its data is in volumes, and Docker connects one that is made again. */
const removed = ({ id, name }: ObservedNode): Step => ({ kind: 'removeContainer', name, id, isUp: true })

/** Whoever has an address of the cluster's goes off its network, by name, and runs on. */
async function freeAddresses(
  dependencies: ChangeDependencies,
  { record, observed }: { record: ClusterRecord; observed: ObservedCluster },
  { emit, signal, confirm }: Work,
): Promise<void> {
  const { runtime } = dependencies
  const network = networkName(record.spec.name)
  const members = await runtime.networkMembers(network, signal)
  const wanted = blueprintOf(dependencies, { record, info: await runtime.info(signal) }).containers
  for (const { container } of takenAddresses(members, { subnet: record.subnet, wanted }, observed)) {
    await confirm()
    await reportStep(emit, { stage: 'check', action: 'disconnect container', target: container }, () =>
      runtime.disconnect(network, container),
    )
  }
}

/** Nodes that run and that somebody has taken off the cluster's network. */
async function nodesOffNetwork(
  { runtime }: ChangeDependencies,
  observed: ObservedCluster,
  signal: AbortSignal,
): Promise<ObservedNode[]> {
  const running = currentNodes(observed).filter(({ state }) => state === 'running')
  if (running.length === 0) return []
  const members = new Set((await runtime.networkMembers(networkName(observed.name), signal)).map(({ name }) => name))
  return running.filter(({ name }) => !members.has(name))
}

/** Agents that come with another password than the one that Kubernetes has of a node of that name. */
async function rejectedAgents(
  { runtime }: ChangeDependencies,
  observed: ObservedCluster,
  signal: AbortSignal,
): Promise<ObservedNode[]> {
  const { systemTimeMs } = await runtime.info(signal)
  const agents = currentNodes(observed).filter(({ role, state }) => role === 'agent' && state !== 'created')
  const found = await Promise.all(
    agents.map(async (agent) => {
      const sinceMs = agent.state === 'running' ? { sinceMs: systemTimeMs - askingMs } : {}
      const log = runtime.logs(agent.id, { follow: false, tailLines: readLines, ...sinceMs }, signal)
      let isRejected = false
      for await (const lines of splitLines(log)) {
        for (const { text } of lines) {
          if (/Successfully registered node/i.test(text)) isRejected = false
          else if (explainLine(text)?.code === 'k3s.node_password_rejected') isRejected = true
        }
      }
      return isRejected ? [agent] : []
    }),
  )
  return found.flat()
}
