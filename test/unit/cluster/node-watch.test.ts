import { afterEach, describe, expect, it } from 'vitest'
import { ProblemError } from '#shared/problem.ts'
import { NodeWatch } from '../../../electron/cluster/read/node-watch.ts'
import type { FakeRuntime } from '../../fakes/fake-runtime.ts'
import { image, listener, logrus, madeCluster } from './started-cluster.ts'

const name = 'sampan-demo-server-0'
const notAuthorized =
  'Waiting to retrieve agent configuration; server is not ready: failed to retrieve configuration from server: not authorized'

describe('a node that is watched while it comes up', () => {
  let ending = new AbortController()
  afterEach(() => {
    ending.abort()
    ending = new AbortController()
  })

  const watched = async () => {
    const runtime = await madeCluster([name])
    await runtime.startContainer(name)
    return { runtime, ...(await watch(runtime)) }
  }
  const watch = async (runtime: FakeRuntime, logsSinceMs?: number) => {
    const { events, emit, lines } = listener()
    const container = await runtime.inspectContainer(name)
    if (!container) throw new Error('It was made before')
    const { signal } = ending
    const node = new NodeWatch({ runtime, node: { name, image }, container, logsSinceMs, emit, signal })
    const failure = node.failure.catch((error: unknown) => (error instanceof ProblemError ? error.problem : error))
    let isLost = false
    void failure.then(() => {
      isLost = true
    })
    return { node, failure, events, lines, isLost: () => isLost }
  }
  const print = (runtime: FakeRuntime, ...lines: string[]) => {
    for (const line of lines) runtime.container(name).print(line)
  }

  it('is lost with what its log says when it dies of it', async () => {
    const { runtime, failure } = await watched()
    print(runtime, logrus('fatal', 'Error: flag provided but not defined: -foo'))
    runtime.crash(name, 1)
    expect(await failure).toMatchObject({ code: 'k3s.unknown_flag', params: { node: name, flag: '--foo' } })
  })

  it('is not lost for what its log says while it lives, and that is kept for when the time is up', async () => {
    const { runtime, node, lines, isLost } = await watched()
    print(runtime, logrus('error', 'Shutdown request received: "containerd exited: exit status 1"'))
    print(runtime, logrus('info', 'the last line'))
    await expect.poll(lines).toContain(logrus('info', 'the last line').trim())
    expect([isLost(), node.suspicion?.code]).toEqual([false, 'k3s.component_exited'])
    runtime.crash(name, 0)
    await expect.poll(isLost).toBe(true)
  })

  it('is lost when k3s says again what it does not get over, although it lives on', async () => {
    const { runtime, failure, lines, isLost } = await watched()
    const twiceAtOnce = logrus('info', notAuthorized)
    print(runtime, twiceAtOnce, twiceAtOnce)
    await expect.poll(lines).toHaveLength(2)
    expect(isLost()).toBe(false)
    await expect
      .poll(() => {
        print(runtime, twiceAtOnce)
        return isLost()
      })
      .toBe(true)
    expect(await failure).toMatchObject({ code: 'k3s.token_rejected' })
  })

  it('is lost at once when k3s leaves out a part of its configuration', async () => {
    const { runtime, failure } = await watched()
    print(runtime, logrus('warning', 'Unknown flag --foo found in config.yaml, skipping'))
    expect(await failure).toMatchObject({ code: 'k3s.unknown_flag', params: { flag: '--foo' } })
  })

  it('may die some times of something that passes, as a server does that joins another too early', async () => {
    const { runtime, failure, isLost, node } = await watched()
    const early = logrus('fatal', 'Error: failed to validate token: failed to get CA certs: connection refused')
    for (const restarts of [1, 2]) {
      print(runtime, early)
      runtime.crash(name, 1)
      await expect.poll(() => runtime.container(name).isRunning).toBe(true)
      // The watch has seen the new run.
      await expect.poll(() => node.startedMs).toBe(runtime.container(name).startedAtMs)
      expect([restarts, isLost()]).toEqual([restarts, false])
    }
    print(runtime, early)
    runtime.crash(name, 1)
    expect(await failure).toMatchObject({ code: 'k3s.server_unreachable' })
  })

  it('is not lost, however often it dies, while the servers that it joins have no majority', async () => {
    const { runtime, node, isLost } = await watched()
    const early = 'Error: preparing server: failed to bootstrap cluster data: etcd server is not ready'
    for (let restarts = 1; restarts <= 5; restarts += 1) {
      print(runtime, logrus('fatal', early))
      runtime.crash(name, 1)
      await expect.poll(() => runtime.container(name).isRunning).toBe(true)
      await expect.poll(() => node.startedMs).toBe(runtime.container(name).startedAtMs)
      expect([restarts, isLost()]).toEqual([restarts, false])
    }
    expect(node.suspicion).toMatchObject({ code: 'k3s.exited', detail: expect.stringContaining(early) })
  })

  it('is lost as a crash loop when nobody knows why it dies', async () => {
    const { runtime, failure, isLost } = await watched()
    while (!isLost()) {
      if (runtime.container(name).isRunning) {
        print(runtime, logrus('error', 'something else'))
        runtime.crash(name, 1)
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await failure).toMatchObject({
      code: 'k3s.crash_loop',
      params: { node: name },
      detail: logrus('error', 'something else').trim(),
    })
  })

  it('is not lost for restarts of long ago', async () => {
    const runtime = await madeCluster([name])
    await runtime.startContainer(name)
    runtime.container(name).restartCount = 3
    const { isLost, node } = await watch(runtime)
    runtime.crash(name, 1)
    await expect.poll(() => runtime.container(name).isRunning).toBe(true)
    await expect.poll(() => node.startedMs).toBe(runtime.container(name).startedAtMs)
    expect(isLost()).toBe(false)
  })

  it('is lost when it was stopped, ran out of memory, or is gone', async () => {
    const stopped = await watched()
    await stopped.runtime.stopContainer(name, 10)
    expect(await stopped.failure).toMatchObject({ code: 'k3s.exited', params: { exitCode: 143 } })
    const full = await watched()
    full.runtime.container(name).isOutOfMemory = true
    full.runtime.crash(name, 137)
    expect(await full.failure).toMatchObject({ code: 'k3s.out_of_memory' })
    const gone = await watched()
    await gone.runtime.removeContainer(name)
    // Docker ends it first, which may be seen or not.
    expect(await gone.failure).toMatchObject({ code: expect.stringMatching(/^(k3s\.exited|cluster\.node_missing)$/) })
  })

  it('has each line told once, also when Docker ends the log a moment before it says that the run has ended', async () => {
    const { runtime, lines, isLost, failure } = await watched()
    const said = Array.from({ length: 9 }, (_, index) => logrus('info', `line ${index}`))
    print(runtime, ...said.slice(0, 5))
    await expect.poll(lines).toHaveLength(5)
    // Several lines share a millisecond; the log goes on within it.
    runtime.container(name).breakFollowers()
    print(runtime, ...said.slice(5, 7))
    await expect.poll(lines).toHaveLength(7)
    runtime.container(name).breakFollowers()
    // Docker ends the log before its end: the reason comes after it.
    print(runtime, ...said.slice(7), logrus('fatal', 'Error: --token is required'))
    runtime.crash(name, 1)
    await expect.poll(isLost).toBe(true)
    expect(await failure).toMatchObject({ code: 'k3s.invalid_flag' })
    expect(lines().slice(0, 9)).toEqual(said.map((line) => line.trim()))
    expect(lines()).toHaveLength(10)
  })

  it('is not judged by what it said before the time that was asked about', async () => {
    const runtime = await madeCluster([name])
    await runtime.startContainer(name)
    print(runtime, logrus('warning', 'Unknown flag --foo found in config.yaml, skipping'))
    const printedMs = Date.now()
    await expect.poll(() => Date.now()).toBeGreaterThan(printedMs)
    const { lines, isLost } = await watch(runtime, printedMs + 1)
    print(runtime, logrus('info', 'later'))
    await expect.poll(lines).toEqual([logrus('info', 'later').trim()])
    expect(isLost()).toBe(false)
  })

  it('is left alone when nobody watches any more', async () => {
    const { runtime, node } = await watched()
    ending.abort(new DOMException('Enough', 'AbortError'))
    await expect(node.failure).rejects.toThrow('Enough')
    await expect.poll(() => runtime.openLogs).toBe(0)
    const { requests } = runtime
    runtime.crash(name, 1)
    await expect.poll(() => runtime.container(name).isRunning).toBe(true)
    expect(runtime.requests).toBe(requests)
  })
})
