import type { Cluster, ClusterRef, ClusterSpec } from '#shared/cluster.ts'
import type { RequestName } from '#shared/contract.ts'
import type { EngineStatus } from '#shared/engine.ts'
import { Preferences } from '#shared/preferences.ts'
import { Operations } from '../../../electron/cluster/change/operations.ts'
import { ChosenFiles } from '../../../electron/files/chosen-files.ts'
import { ImageLibrary } from '../../../electron/images/library.ts'
import type { PresentEngine, WindowEngine } from '../../../electron/ipc/engine-of.ts'
import { createHandlers, type HandlerDependencies } from '../../../electron/ipc/handlers.ts'
import { RunningRequests } from '../../../electron/ipc/running-requests.ts'
import { serveRequest } from '../../../electron/ipc/serve.ts'
import { DefaultRegistries } from '../../../electron/registry/default-registries.ts'

export const spec: ClusterSpec = {
  version: 1,
  name: 'local',
  image: 'rancher/k3s:v1.36.2-k3s1',
  servers: 1,
  agents: 0,
  datastore: { kind: 'sqlite' },
  apiAccess: 'host',
  apiPort: 6443,
  ports: [],
  registries: '',
  env: {},
  k3sArgs: [],
  disable: [],
  limits: {},
  token: { kind: 'generated' },
  desired: 'running',
}

export const local = (engineId: string): ClusterRef => ({ engineId, name: 'local' })

export const refuse = (): never => {
  throw new Error('must not be called')
}

/** An engine that writes down what is done to it. */
export function fakeEngine(engineId: string, own: Partial<WindowEngine> = {}) {
  const done: string[] = []
  const cluster: Cluster = { ...local(engineId), state: 'ready', image: spec.image, nodes: [], ports: [] }
  const noted = (text: string): Promise<Cluster> => {
    done.push(text)
    return Promise.resolve(cluster)
  }
  const notAsked = {
    preview: refuse,
    volumeSizes: refuse,
    lastRuns: refuse,
    apiAddresses: refuse,
    registries: refuse,
    images: refuse,
    pruneImages: refuse,
    loadImages: refuse,
    saveBundle: refuse,
    testRegistries: refuse,
    health: refuse,
    usage: refuse,
    workloads: refuse,
    workloadEvents: refuse,
    workloadYaml: refuse,
    restartWorkload: refuse,
    scaleWorkload: refuse,
    deleteWorkload: refuse,
  }
  const noted3d = (text: string) => noted(`k3d: ${text}`)
  const ofK3d: ReturnType<PresentEngine['engine']>['k3d'] = {
    id: async () => `k3d@${engineId}`,
    start: (name) => noted3d(`start ${name}`),
    stop: async (name) => void noted3d(`stop ${name}`),
    restart: (name) => noted3d(`restart ${name}`),
    delete: async (name) => void noted3d(`delete ${name}`),
    previewDeletion: async () => ({ containers: ['k3d-local-server-0'], volumes: [], networks: [] }),
    kubeconfig: async () => 'of k3d',
    kubeconfigFor: async () => 'of k3d',
    apply: refuse,
    repair: refuse,
    revert: refuse,
    spec: refuse,
    ...notAsked,
  }
  const engine: ReturnType<PresentEngine['engine']> = {
    id: async () => engineId,
    suggest: async () => spec,
    preflight: refuse,
    create: ({ name }, { choose }) => noted(`create ${name} choosing ${choose}`),
    apply: ({ name }, { basedOn }) => noted(`apply ${name} based on ${basedOn}`),
    start: (name) => noted(`start ${name}`),
    revert: (name) => noted(`revert ${name}`),
    repair: (name) => noted(`repair ${name}`),
    stop: async (name) => void noted(`stop ${name}`),
    restart: (name) => noted(`restart ${name}`),
    delete: async (name) => void noted(`delete ${name}`),
    previewDeletion: async () => ({ containers: [], volumes: [], networks: [] }),
    spec: async () => ({ spec, generation: 3 }),
    k3sImages: refuse,
    localImages: refuse,
    k3dClusters: refuse,
    localRegistries: {
      list: async () => [],
      ...{ create: refuse, join: refuse, leave: refuse, start: refuse, stop: refuse, clean: refuse, delete: refuse },
    },
    kubeconfig: async () => 'kubeconfig',
    kubeconfigFor: async () => 'kubeconfig',
    ...notAsked,
    ...own,
    k3d: ofK3d,
  }
  return { engineId, engine, done }
}

/** No desktop at all. */
export const noShell: HandlerDependencies['shell'] = {
  info: refuse,
  background: refuse,
  startAtLogin: refuse,
  complaints: refuse,
  copyText: refuse,
  openLink: refuse,
  saveSecret: refuse,
  askSavePath: refuse,
  licenses: refuse,
  browse: refuse,
}

/** The handlers, connected to one engine at a time. */
export function serve(first: ReturnType<typeof fakeEngine>, own: Partial<HandlerDependencies> = {}) {
  let present = first
  const operations = new Operations()
  const running = new RunningRequests()
  const forgotten: unknown[] = []
  const merged: unknown[] = []
  const status = (): EngineStatus => ({
    kind: 'connected',
    engineId: present.engineId,
    address: `unix:///${present.engineId}.sock`,
    name: present.engineId,
    version: '29.0.1',
  })
  const dependencies: HandlerDependencies = {
    running,
    operations,
    live: {
      engine: () => present.engine,
      get engineId() {
        return present.engineId
      },
      snapshot: () => ({ engine: status(), clusters: [] }),
      watch: refuse,
    },
    preferences: { get: () => Preferences.parse({}), set: refuse, watch: refuse },
    engines: { list: refuse, select: refuse, startable: refuse, start: refuse },
    commands: { watch: refuse, send: refuse },
    logWindows: { open: refuse, isOnTop: refuse, keepOnTop: refuse },
    shell: noShell,
    kubeconfigs: {
      preview: refuse,
      merge: async (_, merge) => {
        merged.push(merge)
        return { path: '', what: 'entries', isNewFile: false, isChanged: false, name: '', diff: [] }
      },
      unmerge: refuse,
      undo: refuse,
      removeLock: refuse,
      watch: refuse,
      refresh: refuse,
      forget: async (cluster) => {
        forgotten.push(cluster)
        return { changes: [] }
      },
    },
    tools: { list: refuse, open: refuse },
    files: new ChosenFiles(),
    // There is none.
    library: new ImageLibrary('/nonexistent/images'),
    forwards: { choices: refuse, open: refuse, close: refuse, list: refuse, watch: refuse },
    // There is none.
    defaults: new DefaultRegistries('/nonexistent/default-registries.json'),
    ...own,
  }
  const { requests, streams } = createHandlers(dependencies)
  const ask = (name: RequestName, input?: unknown, signal = new AbortController().signal) =>
    serveRequest(requests, { name, input }, signal)
  const connect = (other: ReturnType<typeof fakeEngine>) => {
    present = other
  }
  return { ask, streams, connect, operations, forgotten, merged }
}
