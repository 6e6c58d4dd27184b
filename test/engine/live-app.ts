import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClustersSnapshot } from '#shared/cluster.ts'
import type { Reply, RequestInput, RequestName } from '#shared/contract.ts'
import type { OperationEvent, OperationKind } from '#shared/operation.ts'
import { Forwards } from '../../electron/access/forwards.ts'
import { Claims } from '../../electron/cluster/change/claims.ts'
import type { OperationOptions } from '../../electron/cluster/change/operate.ts'
import { Operations } from '../../electron/cluster/change/operations.ts'
import { type ClusterEngine, openClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { LiveClusters } from '../../electron/cluster/read/live-clusters.ts'
import { askDatabase } from '../../electron/datastore/ask-database.ts'
import { EngineConnection } from '../../electron/docker/engine-connection.ts'
import { ChosenFiles } from '../../electron/files/chosen-files.ts'
import { localHost } from '../../electron/host/local-host.ts'
import { ImageLibrary } from '../../electron/images/library.ts'
import { type AppShell, createHandlers } from '../../electron/ipc/handlers.ts'
import { RunningRequests } from '../../electron/ipc/running-requests.ts'
import { type RequestHandlers, serveRequest } from '../../electron/ipc/serve.ts'
import { libraryFolder } from '../../electron/kubeconfig/data-folder.ts'
import { Kubeconfigs } from '../../electron/kubeconfig/kubeconfigs.ts'
import { PrivateKubeconfigs, privateFolder } from '../../electron/kubeconfig/private-kubeconfigs.ts'
import { UserKubeconfig } from '../../electron/kubeconfig/user-kubeconfig.ts'
import { connectKubeApi } from '../../electron/kubernetes/kube-client.ts'
import { DefaultRegistries } from '../../electron/registry/default-registries.ts'
import { PreferencesStore } from '../../electron/settings/preferences-store.ts'
import entrypoint from '../../resources/node/entrypoint.sh?raw'

const noElectron = (): never => {
  throw new Error('There is no Electron here')
}
const shell: AppShell = {
  info: noElectron,
  background: noElectron,
  startAtLogin: noElectron,
  complaints: noElectron,
  copyText: noElectron,
  openLink: noElectron,
  askSavePath: noElectron,
  saveSecret: noElectron,
  licenses: noElectron,
  browse: noElectron,
}

/** What main.ts puts together, without the parts that are Electron's: the engine, and what answers a window's requests. */
export class LiveApp {
  readonly operations = new Operations()
  readonly forwards = new Forwards()
  readonly connection: EngineConnection
  readonly live: LiveClusters
  /** The user's, in a file of the test's own. */
  readonly kubeconfigPath: string
  readonly privateKubeconfigs: PrivateKubeconfigs
  readonly kubeconfigs: Kubeconfigs
  readonly #requests: RequestHandlers
  readonly #ending = new AbortController()
  readonly #folder: string
  readonly #running: Promise<void>

  private constructor(folder: string, { address, preferences }: { address: string; preferences: PreferencesStore }) {
    this.#folder = folder
    this.kubeconfigPath = join(folder, 'kubeconfig')
    const env = { DOCKER_HOST: address, KUBECONFIG: this.kubeconfigPath, XDG_DATA_HOME: folder }
    const place = { env, home: folder, platform: process.platform }
    this.connection = new EngineConnection({ ...place, root: folder })
    const claims = new Claims()
    this.live = new LiveClusters({
      source: this.connection,
      operations: this.operations,
      makeEngine: (runtime) =>
        openClusterEngine({ runtime, connectApi: connectKubeApi, askDatabase, host: localHost(), entrypoint, claims }),
    })
    this.privateKubeconfigs = new PrivateKubeconfigs(privateFolder(place))
    this.kubeconfigs = new Kubeconfigs({ user: new UserKubeconfig(place), own: this.privateKubeconfigs })
    this.#requests = createHandlers({
      running: new RunningRequests(),
      live: this.live,
      operations: this.operations,
      preferences,
      commands: { watch: noElectron, send: noElectron },
      logWindows: { open: noElectron, isOnTop: noElectron, keepOnTop: noElectron },
      shell,
      kubeconfigs: this.kubeconfigs,
      tools: { list: noElectron, open: noElectron },
      forwards: this.forwards,
      files: new ChosenFiles(),
      library: new ImageLibrary(libraryFolder(place)),
      defaults: new DefaultRegistries(join(folder, 'default-registries.json')),
      engines: {
        startable: noElectron,
        start: noElectron,
        list: () => this.connection.engines(this.#ending.signal),
        select: async (chosen) => {
          await preferences.set({ engine: chosen })
          await this.connection.select(chosen)
        },
      },
    }).requests
    this.#running = this.live.run(this.#ending.signal).catch((error: unknown) => {
      if (!this.#ending.signal.aborted) throw error
    })
  }

  /** `address`: as in DOCKER_HOST. Another engine is used only when it is chosen. */
  static async open(address: string): Promise<LiveApp> {
    const folder = await mkdtemp(join(tmpdir(), 'sampan-app-'))
    const preferences = await PreferencesStore.open(join(folder, 'preferences.json'))
    const app = new LiveApp(folder, { address, preferences })
    await app.connection.connect()
    return app
  }

  /** What a window's request is answered. */
  ask<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Reply<unknown>> {
    return serveRequest(this.#requests, { name, input }, this.#ending.signal)
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
