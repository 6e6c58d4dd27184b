import {
  type Cluster,
  type ClusterRef,
  type ClusterSpec,
  type ClustersSnapshot,
  refKey,
  type StoredSpec,
} from '#shared/cluster.ts'
import type {
  Bridge,
  Frame,
  RequestInput,
  RequestName,
  RequestOutput,
  StreamInput,
  StreamMessage,
  StreamName,
} from '#shared/contract.ts'
import { requests } from '#shared/contract.ts'
import type { FoundFile } from '#shared/images.ts'
import { Preferences } from '#shared/preferences.ts'
import { type Problem, ProblemError, problem, problemOf } from '#shared/problem.ts'
import { formOf, withForm } from '../../electron/registry/registries-form.ts'

type Handlers = { [N in RequestName]?: (input: RequestInput<N>) => RequestOutput<N> | Promise<RequestOutput<N>> }

interface OpenStream {
  readonly name: string
  readonly input: unknown
  readonly port: MessagePort
  isOpen: boolean
}

/** An open view of a log: the log process's end of its port, and the main process's end of the one that brought it. */
interface OpenLogView {
  readonly input: unknown
  readonly port: MessagePort
  readonly control: MessagePort
}

/** Stands in for the preload script and the main process behind it: answers from a table, streams what a test says. */
export class FakeBridge implements Bridge {
  readonly sent: { readonly name: string; readonly input: unknown }[] = []
  /** Requests that the window no longer waits for, by name. */
  readonly cancelled: string[] = []
  /** What `clusters.watch` begins with. */
  snapshot: ClustersSnapshot = {
    engine: {
      kind: 'connected',
      engineId: 'engine-1',
      address: 'unix:///var/run/docker.sock',
      name: 'Docker',
      version: '29.0.1',
    },
    clusters: [],
  }
  /** By refKey, the specs of the clusters that are there. As in the engine, creating and changing are two things. */
  readonly stored = new Map<string, StoredSpec>()
  readonly #handlers: Handlers
  readonly #nameById = new Map<string, string>()
  readonly #streams: OpenStream[] = []
  readonly #logPorts = new Map<OpenStream, MessagePort>()

  constructor(handlers: Handlers = {}) {
    this.#handlers = { ...defaultHandlers, ...this.#clusterHandlers(), ...handlers }
  }

  async request(name: string, input: unknown, id?: string): Promise<unknown> {
    if (name === 'request.cancel') {
      this.cancelled.push(this.#nameById.get((input as { id: string }).id) ?? '?') // by the contract
      return { ok: true, value: undefined }
    }
    this.sent.push({ name, input })
    if (id !== undefined) this.#nameById.set(id, name)
    try {
      if (!isRequestName(name)) throw new Error(`no request ${name}`)
      const handler = this.#handlers[name] as ((input: unknown) => unknown) | undefined // by the type of Handlers
      if (!handler) throw new Error(`the test does not answer ${name}`)
      return { ok: true, value: await handler(input) }
    } catch (error) {
      return { ok: false, problem: problemOf(error) }
    }
  }

  open(name: string, input: unknown, id: string): void {
    const { port1, port2 } = new MessageChannel()
    const stream: OpenStream = { name, input, port: port1, isOpen: true }
    this.#streams.push(stream)
    // Node's MessagePort tells when the other side closes; the test counts on it to see leaks.
    port1.addEventListener('close', () => {
      stream.isOpen = false
    })
    // It comes after what was posted before, and so only to a port that takes that.
    port1.start()
    queueMicrotask(() => {
      window.dispatchEvent(new MessageEvent('message', { data: { kind: 'sampan.port', id }, ports: [port2] }))
      for (const message of this.#initial(name)) port1.postMessage({ kind: 'message', message })
      if (name === 'logs.view') this.#join(stream)
    })
  }

  /** Each file has its name for a token. A test that has a file which the main process refuses answers `files.look` itself. */
  async take(files: readonly File[]): Promise<unknown> {
    return { ok: true, value: files.map(({ name, size }) => ({ token: name, name, sizeBytes: size })) }
  }

  /** Sends to every open stream of that name. */
  emit<N extends StreamName>(name: N, message: StreamMessage<N>): void {
    this.#post(name, { kind: 'message', message })
  }

  /** Every open stream of that name says that it has broken. */
  fail(name: StreamName, reason: Problem): void {
    this.#post(name, { kind: 'failed', problem: reason })
  }

  /** Whoever sends that stream is gone, without a word. */
  die(name: StreamName): void {
    for (const stream of this.#streams) if (stream.name === name && stream.isOpen) stream.port.close()
  }

  /** How often a stream of that name has been opened. */
  opened(name: StreamName): number {
    return this.#streams.filter((stream) => stream.name === name).length
  }

  openInputs<N extends StreamName>(name: N): StreamInput<N>[] {
    return this.#streams
      .filter((stream) => stream.name === name && stream.isOpen)
      .map(({ input }) => input as StreamInput<N>) // what the renderer's typed client gave
  }

  /** The open log views, each with what it was opened for. */
  logViews(): OpenLogView[] {
    return this.#streams.flatMap((stream) => {
      const port = stream.isOpen ? this.#logPorts.get(stream) : undefined
      return port ? [{ input: stream.input, port, control: stream.port }] : []
    })
  }

  #join(stream: OpenStream): void {
    const { port1, port2 } = new MessageChannel()
    this.#logPorts.set(stream, port1)
    stream.port.postMessage({ kind: 'joined' }, [port2])
  }

  #clusterHandlers(): Handlers {
    return {
      'clusters.create': ({ engineId, spec }) => {
        const key = refKey({ engineId, name: spec.name })
        if (this.stored.has(key)) throw new ProblemError(problem('cluster.name_taken', { cluster: spec.name }))
        this.stored.set(key, { spec: { ...suggestion, ...spec } as ClusterSpec, generation: 1 }) // complete by the suggestion
        return clusterOf({ engineId, name: spec.name })
      },
      'clusters.apply': ({ cluster, spec, basedOn }) => {
        const { generation } = this.#storedSpec(cluster)
        if (generation !== basedOn) throw new ProblemError(problem('cluster.changed', { cluster: cluster.name }))
        const changed = { ...suggestion, ...spec } as ClusterSpec // complete by the suggestion
        this.stored.set(refKey(cluster), { spec: changed, generation: generation + 1 })
        return clusterOf(cluster)
      },
      'clusters.spec': ({ cluster }) => this.#storedSpec(cluster),
    }
  }

  #storedSpec(cluster: ClusterRef): StoredSpec {
    const found = this.stored.get(refKey(cluster))
    if (found) return found
    throw new ProblemError(problem('cluster.not_found', { cluster: cluster.name }))
  }

  #initial(name: string): unknown[] {
    if (name === 'clusters.watch') return [this.snapshot]
    if (name === 'forwards.watch') return [{ kind: 'forwards', forwards: [] }]
    return name === 'operations.watch' ? [[]] : []
  }

  #post(name: StreamName, frame: Frame<unknown>): void {
    for (const stream of this.#streams) if (stream.name === name) stream.port.postMessage(frame)
  }
}

export const suggestion: ClusterSpec = {
  version: 1,
  name: 'dev',
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

const clusterOf = ({ engineId, name }: ClusterRef): Cluster => ({
  engineId,
  name,
  state: 'ready',
  image: suggestion.image,
  nodes: [],
  ports: [],
})

const defaultHandlers: Handlers = {
  'app.info': () => ({
    version: '0.1.0',
    versions: { Sampan: '0.1.0', Electron: '45.4.1' },
    platform: 'linux',
    systemLanguage: 'en-GB',
    onPath: null,
  }),
  'app.copyText': () => undefined,
  'app.background': () => ({ hasTray: true, startsAtLogin: false }),
  'app.diagnostics': () => ({ text: '# Sampan diagnostics' }),
  'preferences.get': () => Preferences.parse({ theme: 'light' }),
  'clusters.images': () => [],
  'clusters.ofK3d': () => [],
  'engines.list': () => [],
  'engines.startable': () => [],
  'clusters.suggest': () => ({ engineId: 'engine-1', spec: suggestion }),
  'clusters.preflight': () => [],
  'clusters.previewChange': () => [],
  'clusters.volumeSizes': () => ({}),
  'clusters.lastRuns': () => ({}),
  'registries.check': () => [],
  'registries.form': ({ text }) => ({ form: formOf(text) }),
  'registries.write': ({ text, form }) => ({ text: withForm(text, form) }),
  'registries.try': () => [],
  'registries.default': () => ({ registries: '', registryFiles: {}, place: 'none', canSeal: true }),
  'registries.presets': () => ({ asOf: '2026-11-28', presets: [] }),
  'registries.test': () => ({ endpoints: [] }),
  'clusters.registries': () => [],
  'localRegistries.list': () => [],
  'files.look': ({ files }) => files.map((token) => foundFile(token)),
  'images.list': () => [],
  'images.local': () => [],
  'library.list': () => [],
}

/** A file as its name has it. */
export const foundFile = (name: string, more: Partial<FoundFile> = {}): FoundFile => ({
  token: name,
  name,
  sizeBytes: 3_000_000,
  kind: /\.(ya?ml|json)$/.test(name) ? 'text' : 'images',
  images: [`${name.replace(/\..*$/s, '')}:1`],
  isOfK3s: false,
  ...more,
})

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name)
}

/** Preferences that are kept, as the app's are, and what they have become. */
export function keptPreferences() {
  let saved = Preferences.parse({ language: 'en', theme: 'light' })
  return {
    saved: () => saved,
    handlers: {
      'preferences.get': () => saved,
      'preferences.set': (change) => {
        saved = Preferences.parse({ ...saved, ...change })
        return saved
      },
    } satisfies Handlers,
  }
}
