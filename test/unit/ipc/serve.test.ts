import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Frame, requests, streams } from '#shared/contract.ts'
import { Preferences } from '#shared/preferences.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import {
  type RequestHandlers,
  type StreamHandlers,
  type StreamPort,
  serveRequest,
  serveStream,
} from '../../../electron/ipc/serve.ts'

/** Every handler of the contract; those that a test does not give must not be called. */
function requestHandlers(given: Partial<RequestHandlers>): RequestHandlers {
  const refuse = () => {
    throw new Error('must not be called')
  }
  const all = Object.fromEntries(Object.keys(requests).map((name) => [name, refuse]))
  return { ...all, ...given } as RequestHandlers // complete by the line above
}

function streamHandlers(given: Partial<StreamHandlers>): StreamHandlers {
  const refuse = () => {
    throw new Error('must not be called')
  }
  const all = Object.fromEntries(Object.keys(streams).map((name) => [name, refuse]))
  return { ...all, ...given } as StreamHandlers // complete by the line above
}

class FakePort implements StreamPort {
  readonly frames: Frame<unknown>[] = []
  isClosed = false
  acknowledges = true
  #onMessage: () => void = () => undefined
  #onClose: () => void = () => undefined

  postMessage(frame: Frame<unknown>): void {
    this.frames.push(frame)
    if (frame.kind === 'message' && this.acknowledges) queueMicrotask(() => this.acknowledge())
  }
  acknowledge(): void {
    this.#onMessage()
  }
  closeByWindow(): void {
    this.#onClose()
  }
  onMessage(listener: () => void): void {
    this.#onMessage = listener
  }
  onClose(listener: () => void): void {
    this.#onClose = listener
  }
  start(): void {
    // Nothing has to be begun: frames are taken as they come.
  }
  close(): void {
    this.isClosed = true
  }
}

/** Asks as a window does that goes on waiting. */
const ask = (handlers: RequestHandlers, name: unknown, input: unknown) =>
  serveRequest(handlers, { name, input }, new AbortController().signal)

const spec = { version: 1, name: 'demo', image: 'rancher/k3s:v1.36.2-k3s1', apiPort: 6443 }
const demo = { engineId: 'engine-1', name: 'demo' }
const preferences = Preferences.parse({ language: 'en', theme: 'light' })

afterEach(() => vi.restoreAllMocks())

describe('a request', () => {
  it('is answered with what its handler gives', async () => {
    const handlers = requestHandlers({ 'preferences.get': () => preferences })
    expect(await ask(handlers, 'preferences.get', undefined)).toEqual({ ok: true, value: preferences })
  })

  it.each(['no.such', 'constructor', '__proto__', 'toString', '', 42, undefined, null, { toString: 1, valueOf: 1 }])(
    'with a name that is no key of the contract is refused: %o',
    async (name) => {
      const reply = await ask(requestHandlers({}), name, undefined)
      expect(reply).toMatchObject({ ok: false, problem: { code: 'ipc.unknown_name' } })
    },
  )

  it.each([
    ['clusters.start', { cluster: '../etc' }],
    ['clusters.start', { cluster: 'demo' }],
    ['clusters.start', { cluster: { engineId: 'engine-1', name: '../etc' } }],
    ['clusters.start', { cluster: { engineId: '', name: 'demo' } }],
    ['clusters.start', undefined],
    ['clusters.create', { engineId: 'engine-1', spec, choose: ['token'] }],
    ['clusters.create', { spec, choose: [] }],
    ['clusters.create', spec],
    ['clusters.apply', { cluster: demo, spec }],
    ['clusters.apply', { cluster: demo, spec, basedOn: 0 }],
    ['clusters.apply', { cluster: { ...demo, name: 'other' }, spec, basedOn: 1 }],
    ['clusters.preflight', { engineId: 'engine-1', spec: { ...spec, more: 1 } }],
    ['kubeconfig.merge', { cluster: 'demo' }],
    ['kubeconfig.removeLock', { path: 'x'.repeat(5000) }],
    ['request.cancel', { id: '' }],
    ['request.cancel', { id: 'x'.repeat(65) }],
    ['request.cancel', {}],
    ['app.openLink', { link: 'https://evil.example' }],
    ['clusters.apply', { version: 1, name: 'x', extra: true }],
    ['app.copyText', { text: 7 }],
  ])('whose input does not fit never reaches its handler: %s %o', async (name, input) => {
    const reply = await ask(requestHandlers({}), name, input)
    expect(reply).toMatchObject({
      ok: false,
      problem: { code: 'ipc.invalid_input', params: { name }, detail: expect.stringMatching(/\S/) },
    })
  })

  it('that fails on purpose answers with that Problem and logs nothing', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const busy = problem('cluster.busy', { cluster: 'demo', operation: 'create', maker: 'host/1', since: '' })
    const handlers = requestHandlers({
      'clusters.stop': () => {
        throw new ProblemError(busy)
      },
    })
    expect(await ask(handlers, 'clusters.stop', { cluster: demo })).toEqual({ ok: false, problem: busy })
    expect(log).not.toHaveBeenCalled()
  })

  it('that fails by a bug answers with its own words and is logged once', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const handlers = requestHandlers({
      'preferences.get': () => {
        throw new TypeError('x is undefined')
      },
    })
    const reply = await ask(handlers, 'preferences.get', undefined)
    expect(reply).toMatchObject({ ok: false, problem: { code: 'internal.unexpected', detail: 'x is undefined' } })
    expect(log).toHaveBeenCalledTimes(1)
  })
})

describe('a stream', () => {
  const empty = { engine: { kind: 'connecting' as const }, clusters: [] }

  it('sends its messages, then says that it has ended', async () => {
    const port = new FakePort()
    const handlers = streamHandlers({
      'clusters.watch': async function* () {
        yield empty
        yield empty
      },
    })
    await serveStream(handlers, 'clusters.watch', undefined, port)
    expect(port.frames.map(({ kind }) => kind)).toEqual(['message', 'message', 'end'])
    expect(port.isClosed).toBe(true)
  })

  it('that breaks looks different from one that ended', async () => {
    const port = new FakePort()
    const handlers = streamHandlers({
      'clusters.watch': async function* () {
        yield empty
        throw new ProblemError(problem('docker.lost', {}))
      },
    })
    await serveStream(handlers, 'clusters.watch', undefined, port)
    expect(port.frames.at(-1)).toEqual({ kind: 'failed', problem: { code: 'docker.lost', params: {} } })
  })

  it('stops its producer when the window closes it', async () => {
    const port = new FakePort()
    let wasStopped = false
    const handlers = streamHandlers({
      'clusters.watch': async function* (_, signal) {
        try {
          yield empty
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        } finally {
          wasStopped = signal.aborted
        }
      },
    })
    const serving = serveStream(handlers, 'clusters.watch', undefined, port)
    await vi.waitFor(() => expect(port.frames).toHaveLength(1))
    port.closeByWindow()
    await serving
    expect([wasStopped, port.frames.map(({ kind }) => kind)]).toEqual([true, ['message']])
  })

  it('waits for a window that lags instead of flooding it', async () => {
    const port = new FakePort()
    port.acknowledges = false
    let asked = 0
    const handlers = streamHandlers({
      'clusters.watch': async function* () {
        for (; asked < 100; ) {
          asked += 1
          yield empty
        }
      },
    })
    const serving = serveStream(handlers, 'clusters.watch', undefined, port)
    await vi.waitFor(() => expect(asked).toBe(16))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(asked).toBe(16)
    port.acknowledge()
    await vi.waitFor(() => expect(asked).toBe(17))
    port.closeByWindow()
    await serving
    expect(asked).toBe(17)
  })

  it('that breaks by a bug says so and is logged once', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const port = new FakePort()
    const handlers = streamHandlers({
      'clusters.watch': () => {
        throw new TypeError('x is undefined')
      },
    })
    await serveStream(handlers, 'clusters.watch', undefined, port)
    expect(port.frames).toMatchObject([{ kind: 'failed', problem: { code: 'internal.unexpected' } }])
    expect(log).toHaveBeenCalledTimes(1)
  })

  it('of an unknown name or with input that does not fit fails at once', async () => {
    const [unknown, unfit] = [new FakePort(), new FakePort()]
    await serveStream(streamHandlers({}), 'constructor', undefined, unknown)
    await serveStream(streamHandlers({}), 'cluster.health', { cluster: 1 }, unfit)
    expect([unknown.frames, unfit.frames]).toMatchObject([
      [{ kind: 'failed', problem: { code: 'ipc.unknown_name' } }],
      [{ kind: 'failed', problem: { code: 'ipc.invalid_input' } }],
    ])
  })
})
