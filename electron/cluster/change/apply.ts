import { together } from '../../async/deadline.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { NodeBlueprint } from '../model/blueprint.ts'
import { recordFilesOf } from '../model/blueprint.ts'
import type { ClusterRecord } from '../model/cluster-record.ts'
import { nodeArchive } from '../model/node-archive.ts'
import { nextSuffix, type Phase, type Step } from '../model/plan.ts'
import { type Emit, reportStep } from './progress.ts'

/** Runs a plan: phase after phase, the steps of a phase at once, each reported. Stops at the first failure or when aborted. */
export async function apply(
  phases: readonly Phase[],
  {
    runtime,
    record,
    emit,
    signal,
  }: { runtime: ContainerRuntime; record?: ClusterRecord | undefined; emit: Emit; signal: AbortSignal },
): Promise<void> {
  for (const { stage, steps } of phases) {
    await together(
      signal,
      steps.map((step) => async (own) => {
        own.throwIfAborted()
        const { action, target } = words(step)
        await reportStep(emit, { stage, action, target }, () => run(step, { runtime, record, signal: own }))
      }),
    )
  }
}

function words(step: Step): { action: string; target: string } {
  switch (step.kind) {
    case 'createNetwork':
      return { action: 'create network', target: step.network.name }
    case 'createVolume':
      return { action: 'create volume', target: step.name }
    case 'createNode':
      return { action: 'create container', target: step.node.name }
    case 'startNode':
      return { action: 'start container', target: step.name }
    case 'stopNode':
      return { action: 'stop container', target: step.name }
    case 'replaceNode':
      return { action: 'replace container', target: step.node.name }
    case 'writeRecord':
      return { action: 'write spec', target: step.name }
    case 'removeNode':
      return { action: 'remove node', target: step.node.name }
    case 'removeContainer':
      return { action: 'remove container', target: step.name }
    case 'removeVolume':
      return { action: 'remove volume', target: step.name }
    case 'removeNetwork':
      return { action: 'remove network', target: step.name }
  }
}

interface StepContext {
  readonly runtime: ContainerRuntime
  readonly record: ClusterRecord | undefined
  readonly signal: AbortSignal
}

/**
 * What makes something is never given the signal: Docker carries a request out whether or not anybody still waits for the answer, and
 * what appears after the undo has looked would stay. Each takes a second at most.
 */
async function run(step: Step, { runtime, record, signal }: StepContext): Promise<void> {
  switch (step.kind) {
    case 'createNetwork':
      await runtime.createNetwork(step.network)
      return
    case 'createVolume':
      await runtime.createVolume({ name: step.name, labels: step.labels })
      return
    case 'createNode':
      await createNode(runtime, step.node, step.node.name)
      return
    case 'startNode':
      return runtime.startContainer(step.name)
    case 'stopNode':
      return runtime.stopContainer(step.id, step.timeoutSeconds, signal)
    case 'replaceNode':
      return replaceNode(runtime, step, signal)
    case 'writeRecord':
      if (record) await runtime.putArchive(step.name, await nodeArchive(recordFilesOf(record)))
      return
    case 'removeNode':
      return removeNode(runtime, step, signal)
    case 'removeContainer':
      // A container that Docker is just restarting brings its volume back, without its label, unless that was called off before.
      if (step.isUp) await runtime.stopContainer(step.id, 0)
      return runtime.removeContainer(step.id)
    case 'removeVolume':
      return runtime.removeVolume(step.name)
    case 'removeNetwork':
      return runtime.removeNetwork(step.id)
  }
}

async function createNode(runtime: ContainerRuntime, node: NodeBlueprint, name: string): Promise<string> {
  const archive = nodeArchive(node.files)
  const id = await runtime.createContainer({ ...node.container, name })
  await runtime.putArchive(id, await archive)
  return id
}

/**
 * The new container is complete, with the record in it, before the old one is touched: whenever this is interrupted, one of both
 * is there and the next plan goes on from it. Address and ports are only taken when a container starts.
 */
async function replaceNode(
  runtime: ContainerRuntime,
  { node, old, next }: Extract<Step, { kind: 'replaceNode' }>,
  signal: AbortSignal,
): Promise<void> {
  const isUsable = next?.blueprintHash === node.hash
  if (next && !isUsable) await runtime.removeContainer(next.id)
  const id = next && isUsable ? next.id : await createNode(runtime, node, `${node.name}${nextSuffix}`)
  if (next && isUsable) await runtime.putArchive(id, await nodeArchive(node.files))
  if (old) {
    await runtime.stopContainer(old.id, node.container.stopTimeoutSeconds, signal)
    await runtime.removeContainer(old.id)
  }
  await runtime.renameContainer(id, node.name)
  if (old?.state === 'running') await runtime.startContainer(id)
}

async function removeNode(
  runtime: ContainerRuntime,
  { node, volumes, server }: Extract<Step, { kind: 'removeNode' }>,
  signal: AbortSignal,
): Promise<void> {
  // Its Node object and node password go too, or an agent of that name could never join again (k3s.md 7.6). A server that
  // cannot do it now is no reason to keep the container.
  if (server && node.role === 'agent') {
    await runtime
      .exec(server, ['/bin/k3s', 'kubectl', 'delete', 'node', node.name, '--ignore-not-found', '--timeout=10s'], signal)
      .catch(() => undefined)
  }
  await runtime.removeContainer(node.id)
  for (const volume of volumes) await runtime.removeVolume(volume)
}
