import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster, ClusterSpec } from '#shared/cluster.ts'
import type { Stage } from '#shared/operation.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { AskDatabase } from '../../datastore/ask-database.ts'
import type { ContainerRuntime, RuntimeInfo } from '../../docker/container-runtime.ts'
import type { Host } from '../../host/host.ts'
import type { ConnectKubeApi } from '../../kubernetes/kube-api.ts'
import type { Blueprint } from '../model/blueprint.ts'
import { type ClusterRecord, owing } from '../model/cluster-record.ts'
import { takenAddresses } from '../model/foreign-addresses.ts'
import { kubernetesName } from '../model/k3s-config.ts'
import { nodeName } from '../model/labels.ts'
import { leavingNodes, rebornServers, touchesMajority } from '../model/membership.ts'
import { anyServer, currentNodes, type ObservedCluster } from '../model/observed-cluster.ts'
import { type Phase, plan, planRecord, removesData } from '../model/plan.ts'
import { withRepair } from '../model/repairable.ts'
import { addressTaken } from '../read/cluster-state.ts'
import { orLostRules } from '../read/docker-rules.ts'
import { expectationOf } from '../read/expectation.ts'
import { observeCluster, observeWithFiles } from '../read/observe.ts'
import { patienceOf } from '../read/patience.ts'
import { type WaitContext, waitUntilReady } from '../read/readiness.ts'
import type { ClusterRecords } from '../read/records.ts'
import { type ApplyContext, segments } from './apply.ts'
import type { Claims } from './claims.ts'
import { forgetNodes } from './debts.ts'
import { inTime } from './in-time.ts'
import { keepsCopy, removalOfKept } from './kept-copies.ts'
import type { Work } from './operate.ts'
import { lookAgainMs } from './outlasting.ts'
import { reportStep, reportWarnings } from './progress.ts'
import { putBack } from './put-back.ts'
import { blueprintOf, expectTexts, runPhases, runSteps, withoutAfterApi } from './run-phases.ts'
import { isUnsettled, settle } from './settle.ts'

/** What every change works with. */
export interface ChangeDependencies {
  readonly runtime: ContainerRuntime
  readonly connectApi: ConnectKubeApi
  readonly host: Host
  readonly askDatabase: AskDatabase
  /** The text of resources/node/entrypoint.sh. */
  readonly entrypoint: string
  readonly claims: Claims
  readonly library?: ApplyContext['library']
  readonly records: ClusterRecords
  /** Which Docker Engine it is (see ClusterRef). */
  readonly engineId: (signal?: AbortSignal) => Promise<string>
  /** The cluster as people see it. */
  readonly describe: (name: string, signal: AbortSignal) => Promise<Cluster>
}

export const upStages: readonly Stage[] = ['check', 'image', 'containers', 'api', 'nodes', 'dns']

/**
 * What is wanted, with the nodes that leave on the way there, and the servers that come back without their data, as a debt. `before`: the
 * spec by which they were named.
 */
export function wantedBy(
  dependencies: ChangeDependencies,
  { record, info, before }: { record: ClusterRecord; info: RuntimeInfo; before?: ClusterSpec },
  observed: ObservedCluster,
): Blueprint {
  const wanted = blueprintOf(dependencies, { record, info })
  const old = before ?? record.spec
  const leaving = leavingNodes(wanted, observed).map((node) => kubernetesName(old, node) ?? node.name)
  const known = Array.from({ length: old.servers }, (_, index) => nodeName(old.name, { role: 'server', index }))
  const reborn = rebornServers(wanted, observed, (name) => known.includes(name))
  if (leaving.length + reborn.length === 0) return wanted
  return blueprintOf(dependencies, { record: owing(record, [...leaving, ...reborn]), info })
}

/** How far `bringAbout` has come; it notes it here. */
export interface Reached {
  /** The API has answered with the containers that are wanted. */
  isServed: boolean
  /** Every container has been made and started: what is left is waiting, and taking away the data of nodes that are gone. */
  isPlaced: boolean
  /** That data is being taken away now: nothing can be put back from here on. */
  isRemoving: boolean
}

export const nothingReached = (): Reached => ({ isServed: false, isPlaced: false, isRemoving: false })

/** Docker would start all but those, and say "Address already in use" without a word about whose it is. */
async function refuseTakenAddresses(
  { runtime }: ChangeDependencies,
  { wanted, observed, engineId }: { wanted: Blueprint; observed: ObservedCluster; engineId: string },
  signal: AbortSignal,
): Promise<void> {
  if (wanted.desired === 'stopped' || observed.networks.length === 0) return
  const members = await runtime.networkMembers(wanted.network.name, signal)
  const { subnet } = wanted.network
  const [taken] = takenAddresses(members, { subnet, wanted: wanted.containers }, observed)
  if (taken) throw new ProblemError(addressTaken(taken, { engineId, name: wanted.cluster }))
}

/**
 * Makes Docker what the record says, and waits until the cluster is Ready where it is to run. What is wrong all the same is its problem.
 * The data of nodes that are not wanted any more goes when all that could fail has been done, and nobody can cancel that.
 */
export async function bringAbout(
  dependencies: ChangeDependencies,
  goal: { record: ClusterRecord; info: RuntimeInfo; before?: ClusterSpec },
  work: Work,
  reached: Reached = nothingReached(),
): Promise<Cluster> {
  const cluster = goal.record.spec.name
  const record = await putBack(dependencies, goal, work)
  expectTexts(dependencies, { ...goal, record })
  const observed = await observeWithFiles(dependencies.runtime, cluster, work.signal, dependencies.records.texts)
  const wanted = wantedBy(dependencies, { ...goal, record }, observed)
  await refuseTakenAddresses(dependencies, { wanted, observed, engineId: goal.info.engineId }, work.signal)
  const phases = plan(wanted, observed)
  const parts = segments(phases.filter((phase) => !removesData(phase)))
  const warnings = await runParts(dependencies, { wanted, parts, reached }, work)
  work.signal.throwIfAborted()
  // Large volumes take minutes. Nobody calls this off, and each question to Docker has a deadline of its own.
  const endless = new AbortController().signal
  const removing = [
    ...phases.filter(removesData),
    ...(warnings !== undefined && keepsCopy(observed, phases)
      ? await inTime((signal) => removalOfKept(dependencies.runtime, cluster, { ...work, signal }))
      : []),
  ]
  reached.isRemoving = removing.length > 0
  await runSteps(dependencies, removing, { ...work, signal: endless })
  const described = await inTime(async (signal) => {
    if (warnings !== undefined && isUnsettled(record)) await settle(dependencies, cluster, { ...work, signal })
    dependencies.records.forget(cluster)
    return dependencies.describe(cluster, signal)
  })
  if (warnings === undefined) return described
  return { ...described, state: 'ready', ...(warnings[0] ? { problem: warnings[0] } : {}) }
}

/** Whether a server is started in it with what is wanted. */
const begins = (part: readonly Phase[]): boolean =>
  part.some(({ steps }) =>
    steps.some(
      (step) =>
        (step.kind === 'replaceContainer' || step.kind === 'startContainer') && step.container.role === 'server',
    ),
  )

/** Undefined where nobody waits for the cluster. */
async function runParts(
  dependencies: ChangeDependencies,
  { wanted, parts, reached }: { wanted: Blueprint; parts: readonly (readonly Phase[])[]; reached: Reached },
  work: Work,
): Promise<Problem[] | undefined> {
  const isWaiting = work.options.wait !== false && wanted.desired === 'running'
  const [first = [], ...rest] = parts
  // What answers before any server was touched is what was there before.
  let hasBegun = begins(first)
  const onServed = () => {
    reached.isServed ||= hasBegun
  }
  await runPhases(dependencies, first, work)
  if (!isWaiting) {
    // Nobody looks whether a server that was begun with answers: it may have.
    if (rest.length > 0) onServed()
    for (const part of rest) {
      // Of several servers no two may be down at once, whoever is in a hurry.
      if (touchesMajority(wanted, part)) {
        await untilServersReady(dependencies, wanted, work, { onServed })
        await payBefore(dependencies, { record: wanted.record, part }, work)
      }
      hasBegun ||= begins(part)
      await runSteps(dependencies, withoutAfterApi(part), work)
      onServed()
    }
    reached.isPlaced = true
    return undefined
  }
  // Agents that are only started join while the others are looked after; whatever else is done to one would look like its loss, and of
  // several servers etcd takes one at a time.
  const last = rest.at(-1) ?? []
  const isOnlyStart =
    last.every(({ steps }) => steps.every(({ kind }) => kind === 'startContainer')) && !touchesMajority(wanted, last)
  let { record } = wanted
  for (const part of isOnlyStart ? rest.slice(0, -1) : rest) {
    await untilServersReady(dependencies, wanted, work, { onServed })
    record = await payBefore(dependencies, { record, part }, work)
    hasBegun ||= begins(part)
    await runSteps(dependencies, part, work)
  }
  if (last.length === 0 || !isOnlyStart) reached.isPlaced = true
  return untilReady(dependencies, wanted, work, {
    onServed,
    waitsForAgents: isOnlyStart && last.length > 0,
    onApi: async (signal) => {
      await payDebts(dependencies, record, { ...work, signal })
      if (isOnlyStart) await runSteps(dependencies, last, { ...work, signal })
      reached.isPlaced = true
    },
  })
}

/** How long k3s may take to hand on who takes votes away, where that was the server that is gone, milliseconds. */
const votesMs = 120_000

/** A server that lost its data joins again only when etcd no longer counts the one of before. */
async function payBefore(
  dependencies: ChangeDependencies,
  { record, part }: { record: ClusterRecord; part: readonly Phase[] },
  work: Work,
): Promise<ClusterRecord> {
  const coming = part.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      step.kind === 'startContainer' && step.container.role === 'server' ? (step.container.kubernetesName ?? []) : [],
    ),
  )
  const isCounted = ({ owed }: ClusterRecord) => coming.some((name) => owed.includes(name))
  const endMs = performance.now() + votesMs
  let left = record
  while (isCounted(left) && performance.now() < endMs) {
    left = await payDebts(dependencies, left, { ...work, emit: () => undefined })
    if (isCounted(left)) await delay(lookAgainMs, undefined, { signal: work.signal })
  }
  return payDebts(dependencies, left, work)
}

/** All servers that run are Ready, and so the next one may go down, join or leave. `without`: those that cannot be yet. */
export const untilServersReady = (
  dependencies: ChangeDependencies,
  wanted: Blueprint,
  work: Work,
  { onServed, without = [] }: { onServed?: () => void; without?: readonly string[] } = {},
) => untilReady(dependencies, wanted, work, { servers: { without }, onServed })

async function untilReady(
  { runtime, connectApi, engineId }: ChangeDependencies,
  { cluster, record, containers }: Blueprint,
  { emit, signal, options }: Work,
  {
    servers,
    ...told
  }: { servers?: { without: readonly string[] } } & Pick<WaitContext, 'onServed' | 'onApi' | 'waitsForAgents'>,
): Promise<Problem[]> {
  const observed = await observeCluster(runtime, cluster, signal)
  const whole = expectationOf(record, observed, undefined)
  // Kubernetes may have forgotten what is to leave.
  const all = { ...whole, nodes: whole.nodes.filter(({ name }) => containers.some((each) => each.name === name)) }
  const isUp = new Set(currentNodes(observed).flatMap(({ name, state }) => (state === 'running' ? [name] : [])))
  const upServers = all.nodes.filter(
    ({ role, name }) => role === 'server' && isUp.has(name) && !servers?.without.includes(name),
  )
  const expected = servers ? { ...all, nodes: upServers, hasDns: false } : all
  const context = { runtime, connectApi, emit, signal, ...told }
  try {
    return await waitUntilReady(expected, patienceOf(options.timeoutMs), context)
  } catch (failure) {
    const error = await orLostRules(failure, runtime, { record, signal })
    if (!(error instanceof ProblemError)) throw error
    const found = withRepair(error.problem, { engineId: await engineId(signal), name: cluster })
    throw found === error.problem ? error : new ProblemError(found, { cause: error })
  }
}

/**
 * Nodes that are gone are forgotten as soon as somebody can be told to; what cannot be done now stays in the record, which is returned
 * as it is then. A node that runs is left alone: a kubelet registers once, and would not come back by itself.
 */
export async function payDebts(
  dependencies: ChangeDependencies,
  record: ClusterRecord,
  work: Work,
): Promise<ClusterRecord> {
  if (record.owed.length === 0) return record
  const { runtime, records } = dependencies
  const observed = await observeWithFiles(runtime, record.spec.name, work.signal, records.texts)
  const server = anyServer(observed)
  if (server?.state !== 'running') return record
  const running = currentNodes(observed).filter(({ state }) => state === 'running')
  const present = new Set(running.map(({ role, name }) => kubernetesName(record.spec, { role, name })))
  const due = record.owed.filter((name) => !present.has(name))
  if (due.length === 0) return record
  const { forgotten, words } = await reportStep(
    work.emit,
    { stage: 'containers', action: 'forget nodes', target: due.join(', ') },
    () => forgetNodes(runtime, { server: server.id, nodes: due }, work.signal),
  )
  const still = due.filter((name) => !forgotten.includes(name))
  if (still.length > 0) {
    const params = { cluster: record.spec.name, nodes: still.join(', ') }
    reportWarnings(work.emit, record.spec.name, [problem('cluster.nodes_remembered', params, { detail: words })])
    // The window shows it where it shows what the nodes say meanwhile.
    const line = { text: words, time: new Date().toISOString(), level: 'warn' as const }
    work.emit({ kind: 'log', node: server.name, line })
  }
  const left = { ...record, owed: record.owed.filter((name) => !forgotten.includes(name)) }
  await runSteps(dependencies, planRecord({ record: left }, observed), work)
  records.forget(record.spec.name)
  return left
}
