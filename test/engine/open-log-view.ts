import { join } from 'node:path'
import type { LogFrame, LogRequestInput, LogRequestName, LogRequestOutput, LogViewState } from '#shared/log-view.ts'
import { type Problem, ProblemError } from '#shared/problem.ts'
import { clusterLogs } from '../../electron/cluster-logs.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { explainMessage } from '../../electron/logs/explanations.ts'
import { LogView } from '../../electron/logs/log-view.ts'
import { openSearchThread } from '../../electron/logs/search-lines.ts'
import { dockerConnection } from './docker.ts'

/** A view as the log process opens it, asked without a window. */
export interface OpenView {
  ask<N extends LogRequestName>(name: N, input: LogRequestInput<N>): Promise<LogRequestOutput<N>>
  /** The last state that was told. */
  readonly state: LogViewState | undefined
  /** Why the view cannot go on. */
  readonly failures: readonly Problem[]
  close(): void
}

export async function openLogView({
  cluster,
  engineId: givenEngine,
  socket,
  savePath,
}: {
  cluster: string
  /** That of the socket when absent. */
  engineId?: string
  socket?: string
  savePath?: string
}): Promise<OpenView> {
  const runtime = new DockerRuntime(socket === undefined ? dockerConnection() : { kind: 'socket', path: socket })
  const engineId = givenEngine ?? (await runtime.info()).engineId
  const failures: Problem[] = []
  const sources = clusterLogs(runtime, { engineId, name: cluster }, (problem) => failures.push(problem))
  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let nextId = 0
  let state: LogViewState | undefined
  const post = (frame: LogFrame) => {
    if (frame.kind === 'state') state = frame.state
    else if (frame.kind === 'answer') asked.get(frame.id)?.resolve(frame.value)
    else if (frame.kind === 'refused') asked.get(frame.id)?.reject(new ProblemError(frame.problem))
  }
  const view = new LogView({
    capacityBytes: 256_000_000,
    sources,
    explain: explainMessage,
    openThread: (listener) => openSearchThread(join(process.cwd(), 'out', 'search-thread.cjs'), listener),
    post,
    choosePath: async () => savePath,
  })
  return {
    ask: <N extends LogRequestName>(name: N, input: LogRequestInput<N>) =>
      new Promise<LogRequestOutput<N>>((resolve, reject) => {
        nextId += 1
        // The protocol ties the answer's type to the name.
        asked.set(nextId, { resolve: (value) => resolve(value as LogRequestOutput<N>), reject })
        void view.ask({ id: nextId, name, input })
      }),
    get state() {
      return state
    },
    failures,
    close: () => {
      view.close()
      sources.close()
      runtime.close()
    },
  }
}
