import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { registryHost } from '../model/local-registries.ts'
import type { Claim, Claims } from './claims.ts'
import { heldRuntime } from './held-runtime.ts'

/** What a change of a local registry works with. */
export interface RegistryWork {
  /** Fails where the registry is somebody else's by now. */
  readonly runtime: ContainerRuntime
  readonly operationId: Claim['operationId']
}

/**
 * Has a local registry for itself meanwhile, as a cluster is had: its host's name is none that a cluster can have. Fails with
 * `registry.busy` where somebody else has it.
 */
export async function withRegistry<T>(
  { runtime, claims }: { runtime: ContainerRuntime; claims: Claims },
  name: string,
  signal: AbortSignal,
  work: (work: RegistryWork) => Promise<T>,
): Promise<T> {
  const claim = await taken({ runtime, claims }, name, signal)
  try {
    return await work({ runtime: heldRuntime(runtime, claim.confirm), operationId: claim.operationId })
  } finally {
    await claim.release()
  }
}

async function taken(
  { runtime, claims }: { runtime: ContainerRuntime; claims: Claims },
  name: string,
  signal: AbortSignal,
): Promise<Claim> {
  try {
    return await claims.take(runtime, { cluster: registryHost(name), kind: 'change' }, signal)
  } catch (error) {
    const { code, params } = problemOf(error)
    if (code !== 'cluster.busy') throw error
    const { maker = '', since = '' } = params
    throw new ProblemError(problem('registry.busy', { registry: name, maker, since }), { cause: error })
  }
}
