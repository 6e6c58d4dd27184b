import type { PlannedStep } from '#shared/operation.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { together } from '../../async/together.ts'
import type { ContainerRuntime, VolumeOptions } from '../../docker/container-runtime.ts'
import type { ImageLibrary } from '../../images/library.ts'
import { putHosts } from '../../registry/live-hosts.ts'
import type { ContainerBlueprint } from '../model/blueprint.ts'
import { recordCopyPath, recordPath } from '../model/cluster-record.ts'
import { label } from '../model/labels.ts'
import { reloadCommand } from '../model/load-balancer.ts'
import { nodeArchive } from '../model/node-archive.ts'
import { fileStates, type NodeFile, stateFile } from '../model/node-files.ts'
import { nextSuffix, type Phase, type Step, type Writing } from '../model/plan.ts'
import { keepCopy } from './copies.ts'
import { heldRuntime } from './held-runtime.ts'
import { type FillNode, nodeFiller } from './node-images.ts'
import { type Emit, reportStep } from './progress.ts'
import { removeServer } from './remove-server.ts'
import { waitForHealth } from './wait-for-health.ts'

export interface ApplyContext {
  readonly runtime: ContainerRuntime
  /** Written on everything that is made. */
  readonly operationId: string
  readonly emit: Emit
  readonly signal: AbortSignal
  /** Fails where the cluster is somebody else's by now. */
  readonly confirm: () => Promise<void>
  /** Images that are kept on this computer, for new nodes. */
  readonly library?: ImageLibrary | undefined
}

/** Runs phases one after the other, the steps of each at once, each reported. Stops at the first failure or when aborted. */
export async function apply(phases: readonly Phase[], context: ApplyContext): Promise<void> {
  for (const { stage, steps } of phases) {
    await context.confirm()
    const runtime = heldRuntime(context.runtime, context.confirm)
    await together(
      context.signal,
      steps.map((step) => async (signal) => {
        signal.throwIfAborted()
        await reportStep(context.emit, { stage, ...wordsOf(step) }, () => run(step, { ...context, runtime, signal }))
      }),
    )
  }
}

/** A step as people read it, where it is more than one thing to them. */
export const allWordsOf = (step: Step): PlannedStep[] => [
  ...(step.kind === 'replaceContainer' && step.keeping
    ? [{ action: 'copy data' as const, target: step.keeping.from }]
    : []),
  wordsOf(step),
]

/** A step as people read it: what is done to which object. */
export function wordsOf(step: Step): PlannedStep {
  switch (step.kind) {
    case 'createNetwork':
      return { action: 'create network', target: step.network.name }
    case 'createVolume':
      return { action: 'create volume', target: step.volume.name }
    case 'createContainer':
      return { action: 'create container', target: step.container.name }
    case 'replaceContainer':
      return { action: 'replace container', target: step.container.name }
    case 'writeFiles':
      return { action: 'write files', target: step.name }
    case 'restartContainer':
      return { action: 'restart container', target: step.name }
    case 'startContainer':
      return { action: 'start container', target: step.container.name }
    case 'reloadContainer':
      return { action: 'reload container', target: step.name }
    case 'resumeContainer':
      return { action: 'start container', target: step.name }
    case 'copyData':
      return { action: 'copy data', target: step.copy.from }
    case 'waitForApi':
      return { action: 'wait for the API', target: '' }
    case 'waitForHealth':
      return { action: 'wait for the database', target: '' }
    case 'stopContainer':
      return { action: 'stop container', target: step.name }
    case 'removeServer':
    case 'removeContainer':
      return { action: 'remove container', target: step.name }
    case 'removeVolume':
      return { action: 'remove volume', target: step.name }
    case 'removeNetwork':
      return { action: 'remove network', target: step.name }
    case 'connectRegistry':
      return { action: 'connect registry', target: step.name }
    case 'disconnectRegistry':
      return { action: 'disconnect registry', target: step.name }
  }
}

/**
 * What makes or stops something is never given the signal: Docker carries a request out whether or not anybody still waits for the
 * answer, and what appears, or goes down, after the undo has looked would stay so. To make something takes a second at most, to stop it
 * as long as k3s takes.
 */
async function run(step: Step, { runtime, operationId, emit, signal, library }: ApplyContext): Promise<void> {
  const owned = { [label.operation]: operationId }
  const making = { owned, fill: nodeFiller(library) }
  switch (step.kind) {
    case 'createNetwork':
      await runtime.createNetwork({ ...step.network, labels: { ...step.network.labels, ...owned } })
      return
    case 'createVolume':
      return createVolume(runtime, { name: step.volume.name, labels: { ...step.volume.labels, ...owned } })
    case 'createContainer':
      await runtime.renameContainer(await filledContainer(runtime, step.container, making), step.container.name)
      return
    case 'replaceContainer':
      return replaceContainer(runtime, step, { making, signal })
    case 'writeFiles':
      return writeFiles(runtime, step.id, step)
    case 'restartContainer':
      return restartContainer(runtime, step, signal)
    case 'reloadContainer':
      await reloadContainer(runtime, step, signal)
      return writeFiles(runtime, step.id, { files: [], states: step.states })
    case 'resumeContainer':
      return runtime.startContainer(step.id)
    case 'copyData':
      return keepCopy(runtime, step.copy, { ...owned, [label.cluster]: step.cluster })
    case 'startContainer':
      return startContainer(runtime, step.container, making)
    case 'waitForApi':
      // Whoever applies the plan waits, since it has to look after the nodes meanwhile (`segments`).
      return
    case 'waitForHealth':
      return waitForHealth(runtime, step.container, signal)
    case 'stopContainer':
      return runtime.stopContainer(step.id, step.timeoutSeconds)
    case 'removeContainer':
      // A container that Docker is just restarting brings its volume back, without its label, unless that was called off before.
      if (step.isUp) await runtime.stopContainer(step.id, 0)
      return runtime.removeContainer(step.id)
    case 'removeServer':
      return removeServer(runtime, step, signal)
    case 'removeVolume':
      return runtime.removeVolume(step.name)
    case 'connectRegistry':
      return connectRegistry(runtime, step, signal)
    case 'disconnectRegistry':
      return runtime.disconnect(step.on, step.name)
    case 'removeNetwork':
      // Whoever else is on it keeps running, without it: Docker removes no network that is in use.
      for (const target of await runtime.disconnectAll(step.id)) {
        const told = { kind: 'step', stage: 'remove', action: 'disconnect container', target } as const
        emit({ ...told, state: 'done', atMs: Date.now() })
      }
      return runtime.removeNetwork(step.id)
  }
}

/** A registry that somebody deletes meanwhile keeps no cluster from its start: the next one leaves it out. */
async function connectRegistry(
  runtime: ContainerRuntime,
  { on, name }: { readonly on: string; readonly name: string },
  signal: AbortSignal,
): Promise<void> {
  try {
    await runtime.connect(on, name)
  } catch (error) {
    const { state = 'removing' } = (await runtime.inspectContainer(name, signal)) ?? {}
    if (state !== 'removing' && state !== 'dead') throw error
  }
}

/** One that has ended meanwhile reads its files when it starts. */
async function reloadContainer(
  runtime: ContainerRuntime,
  { id, name, hosts }: Extract<Step, { kind: 'reloadContainer' }>,
  signal: AbortSignal,
): Promise<void> {
  if ((await runtime.inspectContainer(id, signal))?.state !== 'running') return
  if (hosts) return putHosts(runtime, { id, name, hosts, archive: nodeArchive }, signal)
  const { exitCode, stderr, stdout } = await runtime.exec(id, reloadCommand, signal)
  if (exitCode === 0) return
  const operation = `reload container ${name}`
  throw new ProblemError(problem('docker.failed', { operation }, { detail: stderr || stdout }))
}

/** Docker answers with the one that is there. Nothing is put onto what somebody else has made: it would not go away again, either. */
async function createVolume(runtime: ContainerRuntime, wanted: VolumeOptions): Promise<void> {
  const { name, labels } = await runtime.createVolume(wanted)
  if ([label.cluster, label.operation].every((key) => labels[key] === wanted.labels[key])) return
  throw new ProblemError(problem('volume.taken', { cluster: wanted.labels[label.cluster] ?? '', volume: name }))
}

interface Making {
  readonly owned: Readonly<Record<string, string>>
  readonly fill: FillNode
}

/** A container with all of its files, under a name that does not count yet. */
async function filledContainer(
  runtime: ContainerRuntime,
  blueprint: ContainerBlueprint,
  { owned, fill }: Making,
): Promise<string> {
  const { name, container, files } = blueprint
  const archive = nodeArchive([...files, stateFile(fileStates(files))])
  const labels = { ...container.labels, ...owned }
  // One that somebody has pruned meanwhile Docker makes anew; without labels nobody would know whose it is.
  const ofCluster = { [label.cluster]: labels[label.cluster] ?? '', [label.image]: container.image, ...owned }
  const volumes = container.volumes.map((volume) => ({ ...volume, labels: ofCluster }))
  const id = await runtime.createContainer({ ...container, name: `${name}${nextSuffix}`, labels, volumes })
  await runtime.putArchive(id, await archive)
  await fill(runtime, id, blueprint)
  return id
}

async function writeFiles(runtime: ContainerRuntime, id: string, { files, states }: Writing): Promise<void> {
  await runtime.putArchive(id, await nodeArchive([...files, stateFile(states)]))
}

/** Up again in any case, unless it was to get files that are not wanted any more. */
async function restartContainer(
  runtime: ContainerRuntime,
  { id, timeoutSeconds, writing }: Extract<Step, { kind: 'restartContainer' }>,
  signal: AbortSignal,
): Promise<void> {
  await runtime.stopContainer(id, timeoutSeconds)
  if (writing) {
    signal.throwIfAborted()
    await writeFiles(runtime, id, writing)
  }
  await runtime.startContainer(id)
}

/**
 * Docker loses track of a container when it is restarted itself in the middle of a start (20.10), or when its network was removed and made
 * again. An engine that is a container itself may have no right to raise limits: then the entrypoint does what it can. The container can
 * be made again.
 */
async function startContainer(runtime: ContainerRuntime, wanted: ContainerBlueprint, making: Making): Promise<void> {
  try {
    await runtime.startContainer(wanted.name)
  } catch (error) {
    const { code } = problemOf(error)
    if (code !== 'docker.container_stuck' && code !== 'docker.limit_refused') throw error
    const isRefused = code === 'docker.limit_refused'
    const container = isRefused ? { ...wanted, container: { ...wanted.container, openFiles: undefined } } : wanted
    const files = await withPresentRecord(runtime, container)
    const id = await filledContainer(runtime, { ...container, files }, making)
    await runtime.removeContainer(container.name)
    await runtime.renameContainer(id, container.name)
    await runtime.startContainer(id)
  }
}

/** The record may have been written anew since the container was made. */
async function withPresentRecord(
  runtime: ContainerRuntime,
  { name, files }: ContainerBlueprint,
): Promise<readonly NodeFile[]> {
  if (!files.some(({ path }) => path === recordPath)) return files
  const present = (await runtime.readFile(name, recordPath))?.toString('utf8')
  const isRecord = ({ path }: NodeFile) => path === recordPath || path === recordCopyPath
  return present === undefined ? files : files.map((file) => (isRecord(file) ? { ...file, content: present } : file))
}

async function replaceContainer(
  runtime: ContainerRuntime,
  { container, old, isToRun, keeping }: Extract<Step, { kind: 'replaceContainer' }>,
  { making, signal }: { making: Making; signal: AbortSignal },
): Promise<void> {
  const id = await filledContainer(runtime, container, making)
  await runtime.stopContainer(old.id, container.container.stopTimeoutSeconds)
  if (keeping)
    await keepCopy(runtime, keeping, {
      ...making.owned,
      [label.cluster]: container.container.labels[label.cluster] ?? '',
    })
  // The old one is still there to go back to.
  signal.throwIfAborted()
  await runtime.removeContainer(old.id)
  await runtime.renameContainer(id, container.name)
  if (isToRun) await startContainer(runtime, container, making)
}

/** The parts of a plan between which somebody has to wait for the API. */
export function segments(phases: readonly Phase[]): Phase[][] {
  const parts: Phase[][] = [[]]
  for (const phase of phases) {
    if (phase.steps[0]?.kind === 'waitForApi') parts.push([])
    else parts.at(-1)?.push(phase)
  }
  return parts
}
