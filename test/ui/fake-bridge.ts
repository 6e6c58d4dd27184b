import type { ClusterSpec, ClustersSnapshot } from '#shared/cluster.ts'
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
import { problemOf } from '#shared/problem.ts'

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
  readonly #handlers: Handlers
  readonly #streams: OpenStream[] = []
  readonly #logPorts = new Map<OpenStream, MessagePort>()

  constructor(handlers: Handlers = {}) {
    this.#handlers = { ...defaultHandlers, ...handlers }
  }

  async request(name: string, input: unknown): Promise<unknown> {
    this.sent.push({ name, input })
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
    queueMicrotask(() => {
      window.dispatchEvent(new MessageEvent('message', { data: { kind: 'sampan.port', id }, ports: [port2] }))
      for (const message of this.#initial(name)) port1.postMessage({ kind: 'message', message })
      if (name === 'logs.view') this.#join(stream)
    })
  }

  /** Sends to every open stream of that name. */
  emit<N extends StreamName>(name: N, message: StreamMessage<N>): void {
    this.#post(name, { kind: 'message', message })
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

  #initial(name: string): unknown[] {
    if (name === 'clusters.watch') return [this.snapshot]
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

const defaultHandlers: Handlers = {
  'app.info': () => ({ version: '0.1.0', platform: 'linux', systemLanguage: 'en-GB' }),
  'app.copyText': () => undefined,
  'preferences.get': () => ({ language: 'system', theme: 'light' }),
  'engines.list': () => [],
  'clusters.suggest': () => suggestion,
  'clusters.preflight': () => [],
  'clusters.spec': () => suggestion,
  'registries.check': () => [],
  'clusters.registries': () => [],
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name)
}
