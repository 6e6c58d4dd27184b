import { z } from 'zod'
import { ProblemError, problem } from '#shared/problem.ts'
import type { WorkloadRef, WorkloadTarget } from '#shared/workloads.ts'
import { type ApiConnection, ApiStatusError } from '../api-connection.ts'
import { objectPath } from '../object-paths.ts'

/** Others write to the same object all the time: its controller, above all. */
const mostTries = 5

const Restarted = z.object({
  metadata: z.object({ uid: z.string() }),
  spec: z.object({ paused: z.boolean().optional() }),
})

const Scale = z.object({
  metadata: z.object({ uid: z.string(), resourceVersion: z.string() }),
  // Go leaves out a zero.
  spec: z.object({ replicas: z.int().default(0) }).default({ replicas: 0 }),
})

/** As a Problem names it. */
export function nameOf({ kind, namespace, name }: WorkloadRef): string {
  return `${kind} ${namespace}/${name}`
}

/** As `kubectl rollout restart` does it: the pods' template gets another annotation, and the controller does the rest. */
export async function restartObject(
  connection: ApiConnection,
  target: WorkloadTarget,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<void> {
  const path = objectPath(target)
  const present = Restarted.parse(await connection.json(path, signal))
  if (present.metadata.uid !== target.uid) throw replaced(target)
  // Nothing would happen until it goes on, and then more than one expects.
  if (present.spec.paused) throw new ProblemError(problem('workload.paused', { object: nameOf(target) }))
  const annotations = { 'kubectl.kubernetes.io/restartedAt': now.toISOString() }
  const body = { metadata: { uid: target.uid }, spec: { template: { metadata: { annotations } } } }
  const contentType = 'application/strategic-merge-patch+json'
  await asTheSame(target, connection.change(path, { method: 'PATCH', body, contentType }, signal))
}

/** From as many as its user saw. Fails where there are meanwhile meant to be another number: somebody else has scaled it. */
export async function scaleObject(
  connection: ApiConnection,
  target: WorkloadTarget,
  { from, to, signal }: { readonly from: number; readonly to: number; readonly signal: AbortSignal },
): Promise<void> {
  const path = `${objectPath(target)}/scale`
  for (let tries = 1; ; tries += 1) {
    const { metadata, spec } = Scale.parse(await connection.json(path, signal))
    if (metadata.uid !== target.uid) throw replaced(target)
    if (spec.replicas === to) return
    if (spec.replicas !== from)
      throw new ProblemError(
        problem('workload.scaled_meanwhile', { object: nameOf(target), replicas: spec.replicas, from }),
      )
    const body = {
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name: target.name, namespace: target.namespace, resourceVersion: metadata.resourceVersion },
      spec: { replicas: to },
    }
    try {
      await connection.change(path, { method: 'PUT', body }, signal)
      return
    } catch (error) {
      if (!isConflict(error) || tries === mostTries) throw error
    }
  }
}

/** With all that it owns. That it is gone already is as good. */
export async function deleteObject(connection: ApiConnection, target: WorkloadTarget, signal: AbortSignal) {
  const body = {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    propagationPolicy: 'Background',
    preconditions: { uid: target.uid },
  }
  try {
    await asTheSame(target, connection.change(objectPath(target), { method: 'DELETE', body }, signal))
  } catch (error) {
    if (!(error instanceof ApiStatusError && error.status === 404)) throw error
  }
}

/** Where the uid was sent along, a conflict says that it is another object's by now. */
async function asTheSame(target: WorkloadTarget, change: Promise<unknown>): Promise<void> {
  try {
    await change
  } catch (error) {
    throw isConflict(error) ? replaced(target, error) : error
  }
}

function replaced(target: WorkloadTarget, cause?: unknown): ProblemError {
  return new ProblemError(problem('workload.replaced', { object: nameOf(target) }), { cause })
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiStatusError && error.status === 409
}
