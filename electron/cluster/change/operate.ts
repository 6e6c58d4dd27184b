import type { Cluster } from '#shared/cluster.ts'
import { knownKind, type OperationKind, type Stage } from '#shared/operation.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import type { ProblemCode } from '#shared/problems.ts'
import { sharedAbort } from '../../async/scope.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import type { ClaimHolder } from '../model/observed-cluster.ts'
import { type Claim, ClaimLostError, type Claims } from './claims.ts'
import type { Emit } from './progress.ts'

export interface OperationOptions {
  readonly signal: AbortSignal
  /** Told everything as it happens. Defaults to nobody. */
  readonly onEvent?: Emit
  /** Nothing is downloaded: what neither the engine nor the library has is a Problem. */
  readonly offline?: boolean | undefined
  /** Wait until the cluster is Ready. Default true. */
  readonly wait?: boolean
  /** For all stages after the image together, milliseconds. Default: each stage's own. */
  readonly timeoutMs?: number | undefined
}

/** What a piece of an operation works with. */
export interface Work {
  readonly emit: Emit
  readonly signal: AbortSignal
  readonly options: OperationOptions
  /** Written on everything that the operation makes. */
  readonly operationId: string
  /** Somebody else's operation was stopped for this one; it may have undone all that there was. */
  readonly hasStoppedAnother: boolean
  /** Who had the cluster before and died on it. */
  readonly tookOverFrom: ClaimHolder | undefined
  /** Fails where the cluster is somebody else's by now. Asked before each phase. */
  readonly confirm: () => Promise<void>
}

/** What a cancelled operation says where nothing was undone. */
export const cancelled = {
  create: 'cluster.cancelled',
  change: 'cluster.cancelled',
  start: 'cluster.cancelled',
  stop: 'cluster.cancelled',
  restart: 'cluster.restart_cancelled',
  delete: 'cluster.delete_cancelled',
  load: 'cluster.cancelled',
  bundle: 'cluster.cancelled',
} as const satisfies Record<OperationKind, ProblemCode>

/** An operation has the cluster for itself, and begins and ends with an event. Others hear `cluster.busy` meanwhile. */
export async function operate<T extends Cluster | undefined>(
  { kind, cluster, stages }: { kind: OperationKind; cluster: string; stages: readonly Stage[] },
  options: OperationOptions,
  { runtime, claims }: { runtime: ContainerRuntime; claims: Claims },
  work: (work: Work) => Promise<T>,
): Promise<T> {
  const startedMs = Date.now()
  const { signal } = options
  const emit = options.onEvent ?? (() => undefined)
  emit({ kind: 'started', operation: kind, cluster, stages: [...stages], atMs: startedMs })
  try {
    const claim = await claims.take(runtime, { cluster, kind }, signal)
    let result: T
    try {
      const { operationId, tookOverFrom, hasStoppedAnother } = claim
      if (tookOverFrom) {
        const { kind: former, maker, since } = tookOverFrom
        const told = { kind: 'takenOver', operation: knownKind(former) ?? 'change' } as const
        emit({ ...told, cluster, maker, since, atMs: Date.now() })
      }
      result = await untilAsked(claim, cluster, signal, (own) =>
        work({ emit, signal: own, options, operationId, hasStoppedAnother, tookOverFrom, confirm: claim.confirm }),
      )
    } finally {
      await claim.release()
    }
    const durationMs = Date.now() - startedMs
    if (result?.state === 'ready')
      emit({ kind: 'ready', cluster: result, durationMs, warnings: result.problem ? [result.problem] : [] })
    else emit({ kind: 'done', cluster, durationMs })
    return result
  } catch (error) {
    const undone = error instanceof UndoneError
    const reason = error instanceof UndoneError ? error.cause : error
    // What was cancelled and could not be undone has left something: that is what the user must hear of.
    const isLeft = reason instanceof NotUndoneError
    const isCancelled = signal.aborted && !isLeft && (undone || kind !== 'create' || isAbort(reason))
    const found = isCancelled ? problem(undone ? 'cluster.cancelled' : cancelled[kind], { cluster }) : problemOf(reason)
    emit({ kind: 'problem', ...found, cluster, undone, durationMs: Date.now() - startedMs })
    throw new ProblemError(found, { cause: reason })
  }
}

/** Runs the work; when somebody wants to delete the cluster meanwhile its signal aborts, and that becomes the reason of its failure. */
async function untilAsked<T>(
  claim: Claim,
  cluster: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = sharedAbort()
  const follow = () => stop.abort(signal.reason)
  signal.addEventListener('abort', follow, { once: true })
  // A signal tells of its abort once: whoever cancelled while the claim was being taken is not heard again.
  if (signal.aborted) follow()
  let asker: DeletedMeanwhileError | undefined
  const asking = claim.asked(stop.signal).then(
    (maker) => {
      asker = new DeletedMeanwhileError(problem('cluster.deleted_meanwhile', { cluster, maker }))
      stop.abort(asker)
    },
    // It ends with the work, and an engine that went away is the work's to report.
    () => undefined,
  )
  try {
    return await work(stop.signal)
  } catch (error) {
    if (asker === undefined) throw error
    throw error instanceof UndoneError ? new UndoneError(asker) : asker
  } finally {
    signal.removeEventListener('abort', follow)
    stop.abort(new DOMException('The operation has ended', 'AbortError'))
    await asking
  }
}

function isAbort(reason: unknown): boolean {
  return !(reason instanceof ProblemError)
}

class DeletedMeanwhileError extends ProblemError {}

/** There is nothing to go back to: the cluster is somebody else's by now, or about to be deleted. */
export function isPointOfNoReturn(error: unknown, signal: AbortSignal): boolean {
  return error instanceof ClaimLostError || signal.reason instanceof DeletedMeanwhileError
}

/** A failure after which things are neither as they were nor as they were to be. */
export class NotUndoneError extends ProblemError {}

/** Marks a failure after which everything is again as it was before. */
export class UndoneError extends Error {
  override readonly name = 'UndoneError'
  constructor(cause: unknown) {
    super('undone', { cause })
  }
}
