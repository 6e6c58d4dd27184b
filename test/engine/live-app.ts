import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClustersSnapshot } from '#shared/cluster.ts'
import type { OperationEvent, OperationKind } from '#shared/operation.ts'
import { Claims } from '../../electron/cluster/change/claims.ts'
import type { OperationOptions } from '../../electron/cluster/change/operate.ts'
import { Operations } from '../../electron/cluster/change/operations.ts'
import { type ClusterEngine, openClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { LiveClusters } from '../../electron/cluster/read/live-clusters.ts'
import { EngineConnection } from '../../electron/docker/engine-connection.ts'
import { localHost } from '../../electron/host/local-host.ts'
import { connectKubeApi } from '../../electron/kubernetes/kube-client.ts'
import entrypoint from '../../resources/node/entrypoint.sh?raw'

/** What main.ts puts together of the engine, on one Docker Engine and on no other, without a window. */
export class LiveApp {
  readonly operations = new Operations()
  readonly connection: EngineConnection
  readonly live: LiveClusters
  readonly #ending = new AbortController()
  readonly #folder: string
  readonly #running: Promise<void>

  private constructor(folder: string, socket: string) {
    this.#folder = folder
    this.connection = new EngineConnection({
      env: { DOCKER_HOST: `unix://${socket}` },
      home: folder,
      platform: process.platform,
      root: folder,
    })
    const claims = new Claims()
    this.live = new LiveClusters({
      source: this.connection,
      operations: this.operations,
      makeEngine: (runtime) =>
        openClusterEngine({ runtime, connectApi: connectKubeApi, host: localHost(), entrypoint, claims }),
    })
    this.#running = this.live.run(this.#ending.signal).catch((error: unknown) => {
      if (!this.#ending.signal.aborted) throw error
    })
  }

  static async open(socket: string): Promise<LiveApp> {
    const app = new LiveApp(await mkdtemp(join(tmpdir(), 'sampan-app-')), socket)
    await app.connection.connect()
    return app
  }

  snapshot(): ClustersSnapshot {
    return this.live.snapshot()
  }

  /** Every picture that a window would get, until `signal` aborts. */
  watch(signal: AbortSignal): AsyncIterable<ClustersSnapshot> {
    return this.live.watch(AbortSignal.any([signal, this.#ending.signal]))
  }

  /** As the handlers of the contract begin an operation; `look` sees each event. Resolves when it is over, with its last event. */
  async run(
    operation: OperationKind,
    cluster: string,
    work: (engine: ClusterEngine, options: OperationOptions) => Promise<unknown>,
    look: (event: OperationEvent) => void = () => undefined,
  ): Promise<OperationEvent | undefined> {
    let last: OperationEvent | undefined
    const running = this.operations.run(
      { cluster: { engineId: this.live.engineId ?? '', name: cluster }, operation },
      (options) =>
        work(this.live.engine(), {
          signal: options.signal,
          onEvent: (event) => {
            options.onEvent(event)
            last = event
            look(event)
          },
        }),
    )
    // Its last event says how it ended.
    await running.catch(() => undefined)
    return last
  }

  async close(): Promise<void> {
    await this.operations.cancelAll()
    this.#ending.abort(new DOMException('The test ends', 'AbortError'))
    this.connection.close()
    await this.#running
    await rm(this.#folder, { recursive: true, force: true })
  }
}
