import { setTimeout as delay } from 'node:timers/promises'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type {
  WorkloadEvents,
  WorkloadKind,
  WorkloadRef,
  WorkloadRow,
  WorkloadsChange,
  WorkloadTarget,
} from '#shared/workloads.ts'
import { ApiConnection, ApiStatusError } from '../../kubernetes/api-connection.ts'
import { readAccess } from '../../kubernetes/cluster-access.ts'
import type { WatchFailure } from '../../kubernetes/kube-api.ts'
import { deleteObject, nameOf, restartObject, scaleObject } from '../../kubernetes/workloads/change-object.ts'
import { objectYaml } from '../../kubernetes/workloads/object-yaml.ts'
import { RowBook } from '../../kubernetes/workloads/row-book.ts'
import { type EventsPicture, watchEvents } from '../../kubernetes/workloads/watch-events.ts'
import { type WorkloadsPicture, watchWorkloads } from '../../kubernetes/workloads/watch-workloads.ts'
import { explainMessage } from '../../logs/explanations.ts'
import { isOver, unansweredProblem } from './api-failures.ts'

const firstPauseMs = 500
const longestPauseMs = 5000

type ReadKubeconfig = (cluster: string, signal?: AbortSignal) => Promise<string>
type Unknown = WorkloadsChange['unknown']

/** What runs in a cluster: its objects as rows, their events, and what a user may do to them. */
export function clusterWorkloads(kubeconfig: ReadKubeconfig) {
  /** One question, over a connection of its own. */
  async function ask<T>(
    { cluster, object, signal }: { cluster: string; object: WorkloadRef; signal: AbortSignal },
    work: (connection: ApiConnection) => Promise<T>,
  ): Promise<T> {
    const text = await kubeconfig(cluster, signal)
    const connection = new ApiConnection(() => readAccess(text))
    try {
      return await work(connection)
    } catch (error) {
      if (signal.aborted || error instanceof ProblemError) throw error
      throw new ProblemError(answeredProblem(error, { cluster, object }), { cause: error })
    } finally {
      connection.close()
    }
  }

  return {
    async *workloads(cluster: string, signal: AbortSignal): AsyncGenerator<WorkloadsChange, void, undefined> {
      const rows = new RowBook()
      let listed: readonly WorkloadKind[] = []
      const pictures = again({ cluster, kubeconfig }, signal, (connection) => watchWorkloads(connection, rows, signal))
      for await (const { picture, unknown } of pictures) {
        if (picture) listed = [...new Set([...listed, ...picture.listed])]
        yield {
          rows: picture?.rows.map(withExplanation) ?? [],
          gone: [...(picture?.gone ?? [])],
          listed: [...listed],
          refused: refusedOf(picture),
          ...(unknown ? { unknown } : {}),
        }
      }
    },

    async *workloadEvents(
      cluster: string,
      { of }: { readonly of?: WorkloadRef | undefined },
      signal: AbortSignal,
    ): AsyncGenerator<WorkloadEvents, void, undefined> {
      let last: EventsPicture = { events: [], left: 0 }
      const pictures = again({ cluster, kubeconfig }, signal, (connection) => watchEvents(connection, { of, signal }))
      for await (const { picture, unknown } of pictures) {
        last = picture ?? last
        const events = last.events.map((event) => {
          const explanation = event.isWarning ? explainMessage(event.message) : undefined
          return explanation ? { ...event, explanation } : event
        })
        yield { events, left: last.left, ...(unknown ? { unknown } : {}) }
      }
    },

    workloadYaml: (cluster: string, object: WorkloadRef, signal: AbortSignal) =>
      ask({ cluster, object, signal }, (connection) => objectYaml(connection, object, signal)),

    restartWorkload: (cluster: string, object: WorkloadTarget, signal: AbortSignal) =>
      ask({ cluster, object, signal }, (connection) => restartObject(connection, object, { now: new Date(), signal })),

    scaleWorkload: (
      cluster: string,
      { from, to, ...object }: WorkloadTarget & { readonly from: number; readonly to: number },
      signal: AbortSignal,
    ) => ask({ cluster, object, signal }, (connection) => scaleObject(connection, object, { from, to, signal })),

    deleteWorkload: (cluster: string, object: WorkloadTarget, signal: AbortSignal) =>
      ask({ cluster, object, signal }, (connection) => deleteObject(connection, object, signal)),
  }
}

/**
 * Pictures of a cluster's API, by a connection that is made anew when it does not answer: the port may be another one by then, and the
 * CA a new one. While nobody knows, why comes instead of a picture, once. Throws when the cluster is gone.
 */
async function* again<T extends { readonly failure?: WatchFailure }>(
  { cluster, kubeconfig }: { cluster: string; kubeconfig: ReadKubeconfig },
  signal: AbortSignal,
  look: (connection: ApiConnection) => AsyncIterable<T>,
): AsyncGenerator<{ readonly picture?: T; readonly unknown?: NonNullable<Unknown> }, void, undefined> {
  let unknown: Unknown
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    let failure: WatchFailure | undefined
    let connection: ApiConnection | undefined
    try {
      const text = await kubeconfig(cluster, signal)
      connection = new ApiConnection(() => readAccess(text))
      for await (const picture of look(connection)) {
        failure = picture.failure
        if (failure) break
        pauseMs = firstPauseMs
        unknown = undefined
        yield { picture }
      }
    } catch (error) {
      if (isOver(error)) throw error
      failure = { sinceMs: Date.now(), error }
    } finally {
      connection?.close()
    }
    if (signal.aborted) return
    const sinceMs: number = unknown?.sinceMs ?? failure?.sinceMs ?? Date.now()
    const now = { sinceMs, problem: unansweredProblem(cluster, failure?.error) }
    if (JSON.stringify(now) !== JSON.stringify(unknown)) yield { unknown: now }
    unknown = now
    await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

function refusedOf(picture: WorkloadsPicture | undefined): WorkloadsChange['refused'] {
  return (picture?.refused ?? []).map(({ kind, error }) => ({
    kind,
    problem: problem('workload.list_forbidden', { kind }, { detail: error.words }),
  }))
}

/** In the words of the log's catalogue. A container that was killed for its memory says only that it is started again and again. */
function withExplanation(row: WorkloadRow): WorkloadRow {
  const said = row.kind === 'Pod' && row.lastEnd?.reason === 'OOMKilled' ? row.lastEnd.reason : row.reason
  const explanation = said === undefined || row.health === 'well' ? undefined : explainMessage(said)
  return explanation ? { ...row, explanation } : row
}

/** Why the API did not do what was asked, or could not be asked. */
function answeredProblem(
  error: unknown,
  { cluster, object }: { readonly cluster: string; readonly object: WorkloadRef },
): Problem {
  if (!(error instanceof ApiStatusError)) return unansweredProblem(cluster, error)
  const params = { object: nameOf(object) }
  const said = { detail: error.words }
  switch (error.status) {
    case 404:
      return problem('workload.gone', params, said)
    case 403:
      return problem('workload.forbidden', params, said)
    case 409:
      return problem('workload.conflict', params, said)
    case 401:
      return unansweredProblem(cluster, error)
    default:
      return problem('workload.refused', { ...params, status: error.status }, said)
  }
}
