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
import { unansweredProblem } from './api-failures.ts'
import { picturesOf } from './pictures.ts'

type ReadKubeconfig = (cluster: string, signal?: AbortSignal) => Promise<string>

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

  const pictured = <T extends { readonly failure?: WatchFailure }>(
    cluster: string,
    signal: AbortSignal,
    { look, forget }: { look: (connection: ApiConnection) => AsyncIterable<T>; forget: () => void },
  ) => {
    const readKubeconfig = (own: AbortSignal) => kubeconfig(cluster, own)
    return picturesOf({ cluster, readKubeconfig, look: (text) => over(text, look), forget }, signal)
  }

  return {
    async *workloads(cluster: string, signal: AbortSignal): AsyncGenerator<WorkloadsChange, void, undefined> {
      const rows = new RowBook()
      let listed: readonly WorkloadKind[] = []
      const pictures = pictured(cluster, signal, {
        look: (connection) => watchWorkloads(connection, rows, signal),
        forget: () => {
          rows.clear()
          listed = []
        },
      })
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
      let last = noEvents
      const pictures = pictured(cluster, signal, {
        look: (connection) => watchEvents(connection, { of, signal }),
        forget: () => {
          last = noEvents
        },
      })
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

const noEvents: EventsPicture = { events: [], left: 0 }

/** Over a connection that is closed when nobody looks any more. */
async function* over<T>(
  kubeconfig: string,
  look: (connection: ApiConnection) => AsyncIterable<T>,
): AsyncGenerator<T, void, undefined> {
  const connection = new ApiConnection(() => readAccess(kubeconfig))
  try {
    yield* look(connection)
  } finally {
    connection.close()
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
