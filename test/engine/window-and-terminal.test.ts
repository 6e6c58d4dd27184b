import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Cluster, ClusterRef } from '#shared/cluster.ts'
import type { Reply } from '#shared/contract.ts'
import { type KnownWorkloads, withChange } from '#shared/workloads.ts'
import { addressOf } from '../../electron/docker/docker-endpoint.ts'
import { createArgs, hasMade } from './cli-create.ts'
import { type CliRun, makerOf, sampan } from './cli-process.ts'
import { docker, dockerConnection, dockerMissing, leftovers, objects, sweep, uniqueName, until } from './docker.ts'
import { createObject } from './kubectl-create.ts'
import { LiveApp } from './live-app.ts'

const missing = await dockerMissing()
/** Each side must show the truth this long after the other has made it so. */
const truthWithinMs = 5000
/** A boot that is still going on when both sides have had their say. A real k3s takes its own time. */
const slowBoot = ['--no-wait', '--env', 'FAKE_K3S_BOOT_MS=60000']

describe.skipIf(missing)(`a window and a terminal on one cluster${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let window: LiveApp
  const ending = new AbortController()
  /** The states that the window has shown of each cluster, in order. */
  const shownStates = new Map<string, string[]>()
  const made: string[] = []
  const fresh = (): ClusterRef => {
    const name = uniqueName()
    made.push(name)
    return { engineId: window.live.engineId ?? '', name }
  }

  beforeAll(async () => {
    window = await LiveApp.open(addressOf(dockerConnection()))
    void remember()
    await until('the window has its list', async () => window.snapshot().engine.kind === 'connected')
  })
  afterEach(async () => {
    for (const name of made.splice(0)) await sweep(name)
  })
  afterAll(async () => {
    ending.abort()
    await window?.close()
  })

  async function remember(): Promise<void> {
    try {
      for await (const { clusters } of window.watch(ending.signal)) {
        for (const { name, state } of clusters) {
          const states = shownStates.get(name) ?? []
          if (states.at(-1) !== state) shownStates.set(name, [...states, state])
        }
      }
    } catch (error) {
      if (!ending.signal.aborted) throw error
    }
  }

  const inWindow = (name: string) => window.snapshot().clusters.find((each) => each.name === name)
  /** `undefined`: it is not listed. */
  const shows = async ({ name }: ClusterRef, state: Cluster['state'] | undefined) => {
    await until('', async () => inWindow(name)?.state === state, truthWithinMs).catch(() => undefined)
    expect(inWindow(name)?.state, `after ${shownStates.get(name)?.join(', ')}`).toBe(state)
  }
  const terminal = async (...args: string[]) => {
    const run = await sampan(args)
    expect(run.exitCode, `sampan ${args.join(' ')}: ${run.stdout}${run.stderr}`).toBe(0)
    return run
  }
  const inTerminal = async (name: string) => {
    const [list] = (await terminal('list', '--json')).json
    return (list?.clusters as Cluster[] | undefined)?.find((each) => each.name === name)?.state
  }

  it('the window shows what the terminal does while it does it, and what it has done', async () => {
    const cluster = fresh()
    await terminal(...createArgs(cluster.name))
    await shows(cluster, 'ready')
    expect(shownStates.get(cluster.name)).toContain('creating')
    await terminal('stop', cluster.name)
    await shows(cluster, 'stopped')
    await terminal('start', cluster.name)
    await shows(cluster, 'ready')
    expect(shownStates.get(cluster.name)?.slice(-2)).toEqual(['starting', 'ready'])
    await terminal('delete', cluster.name, '--yes')
    await shows(cluster, undefined)
    expect(await leftovers(cluster.name)).toEqual([])
  })

  it('the terminal says what the window has done', async () => {
    const cluster = fresh()
    await terminal(...createArgs(cluster.name))
    await shows(cluster, 'ready')
    expect(await window.ask('clusters.stop', { cluster })).toMatchObject({ ok: true })
    expect([await inTerminal(cluster.name), (await sampan(['status', cluster.name])).exitCode]).toEqual(['stopped', 1])
    expect(await window.ask('clusters.start', { cluster })).toMatchObject({ ok: true })
    expect([await inTerminal(cluster.name), (await sampan(['status', cluster.name])).exitCode]).toEqual(['ready', 0])
    expect(await window.ask('clusters.delete', { cluster })).toMatchObject({ ok: true })
    const status = await sampan(['status', cluster.name, '--json'])
    expect([await inTerminal(cluster.name), status.json.at(-1)?.code]).toEqual([undefined, 'cluster.not_found'])
  })

  /** A cluster that takes long to start, and does not run. */
  async function stopped(): Promise<ClusterRef> {
    const cluster = fresh()
    await terminal(...createArgs(cluster.name, ...slowBoot))
    await terminal('stop', cluster.name)
    await shows(cluster, 'stopped')
    return cluster
  }

  it('the window hears that the terminal has it, who that is and since when; only a delete does not wait for it', async () => {
    const cluster = await stopped()
    const { generation, spec } = await window.live.engine().spec(cluster.name)
    const beforeMs = Date.now()
    const starting = started(['start', cluster.name, '--json'])
    await shows(cluster, 'starting')

    for (const asked of [
      () => window.ask('clusters.stop', { cluster }),
      () => window.ask('clusters.restart', { cluster }),
      () => window.ask('clusters.apply', { cluster, spec: { ...spec, agents: 1 }, basedOn: generation }),
    ])
      expectBusy(await asked(), { maker: makerOf(starting.child), beforeMs })
    expect(inWindow(cluster.name)?.state).toBe('starting')

    expect(await window.ask('clusters.delete', { cluster })).toMatchObject({ ok: true })
    const run = await starting.ended
    expect([run.exitCode, run.json.at(-1)]).toMatchObject([
      1,
      { kind: 'problem', code: 'cluster.deleted_meanwhile', params: { maker: makerOf(process) } },
    ])
    await shows(cluster, undefined)
    expect(await leftovers(cluster.name)).toEqual([])
  })

  it('the terminal hears that the window has it, who that is and since when; only a delete does not wait for it', async () => {
    const cluster = await stopped()
    const beforeMs = Date.now()
    const starting = window.ask('clusters.start', { cluster })
    await until('it has begun', async () => (await containerState(cluster)) === 'running')
    expect(await inTerminal(cluster.name)).toBe('starting')

    for (const operation of ['stop', 'restart'])
      expectBusy(replyOf(await sampan([operation, cluster.name, '--json'])), { maker: makerOf(process), beforeMs })

    const deleting = started(['delete', cluster.name, '--yes', '--json'])
    expect((await deleting.ended).exitCode).toBe(0)
    expect(await starting).toMatchObject({
      ok: false,
      problem: { code: 'cluster.deleted_meanwhile', params: { maker: makerOf(deleting.child) } },
    })
    await shows(cluster, undefined)
    expect([await leftovers(cluster.name), await inTerminal(cluster.name)]).toEqual([[], undefined])
  })

  it('the window’s change of a cluster that the terminal has made anew is refused, and touches nothing', async () => {
    const cluster = fresh()
    await terminal(...createArgs(cluster.name, '--no-wait'))
    const { generation, spec } = await window.live.engine().spec(cluster.name)
    await terminal('delete', cluster.name, '--yes')
    await terminal(...createArgs(cluster.name, '--no-wait', '--env', 'THEIRS=yes'))
    const before = await objects(docker, cluster.name)
    const change = { cluster, spec: { ...spec, env: { ...spec.env, OURS: 'yes' } }, basedOn: generation }
    expect(await window.ask('clusters.apply', change)).toMatchObject({
      ok: false,
      problem: { code: 'cluster.changed', params: { cluster: cluster.name } },
    })
    expect(await objects(docker, cluster.name)).toEqual(before)
  })

  it('a terminal that was killed is not said to be at work, and the window can remove what it has left', async () => {
    const cluster = fresh()
    // Its agent waits for the API, so that it is not finished when the signal comes late.
    const waiting = ['--agents', '1', '--env', 'FAKE_K3S_BOOT_MS=60000']
    const run = sampan(createArgs(cluster.name, '--json', ...waiting), (line, child) => {
      if (hasMade(line)) child.kill('SIGKILL')
    })
    expect((await run).exitCode).toBe(null)
    await shows(cluster, 'incomplete')
    expect(shownStates.get(cluster.name)).toContain('creating')
    expect(await window.ask('clusters.delete', { cluster })).toMatchObject({ ok: true })
    await shows(cluster, undefined)
    expect(await leftovers(cluster.name)).toEqual([])
  })

  it.each([
    ['clusters.stop', 'restart', 'stopped or running'],
    ['clusters.restart', 'stop', 'stopped or running'],
    ['clusters.restart', 'delete', 'gone'],
    ['clusters.delete', 'restart', 'gone'],
    ['clusters.delete', 'delete', 'gone'],
  ] as const)(
    'at one moment the window asks for %s and the terminal for %s: it is whole, or gone',
    async (asked, operation, end) => {
      const cluster = fresh()
      await terminal(...createArgs(cluster.name))
      await shows(cluster, 'ready')
      const running = sampan([operation, cluster.name, '--json', ...(operation === 'delete' ? ['--yes'] : [])])
      const replies = [await window.ask(asked, { cluster }), replyOf(await running)]

      for (const reply of replies)
        if (!reply.ok) expect(reply.problem.code).toMatch(/^cluster\.(busy|not_found|deleted_meanwhile)$/)
      expect(replies.map(({ ok }) => ok)).toContain(true)
      if (end === 'gone') {
        await shows(cluster, undefined)
        expect(await leftovers(cluster.name)).toEqual([])
        return
      }
      const isRunning = (await containerState(cluster)) === 'running'
      await shows(cluster, isRunning ? 'ready' : 'stopped')
    },
  )

  it('the window shows nothing of a cluster that a terminal has replaced, and follows the new one', async () => {
    const cluster = fresh()
    await terminal(...createArgs(cluster.name))
    await shows(cluster, 'ready')
    const kept = { kind: 'Namespace', apiVersion: 'v1', metadata: { name: 'shop' } }
    const service = { kind: 'Service', apiVersion: 'v1', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } }
    const server = `sampan-${cluster.name}-server-0`
    await createObject(server, '/api/v1/namespaces', kept)
    await createObject(server, '/api/v1/namespaces/shop/services', service)
    let known: KnownWorkloads | undefined
    const stop = new AbortController()
    const watching = (async () => {
      // As a window does: a stream that fails is opened again, and tells everything from the beginning.
      while (!stop.signal.aborted) {
        try {
          for await (const change of window.live.engine().workloads(cluster.name, stop.signal))
            known = withChange(known, change)
        } catch {
          known = undefined
          await delay(500)
        }
      }
    })()
    await until('the service is shown', async () => known?.rows.has('Service shop/web') ?? false)
    const before = known?.rows.get('Service default/kubernetes')?.uid
    await terminal(...createArgs(cluster.name), '--replace')
    await until('the new cluster is shown', async () => {
      const now = known?.rows.get('Service default/kubernetes')
      return known?.unknown === undefined && now !== undefined && now.uid !== before
    })
    expect(known?.rows.has('Service shop/web')).toBe(false)
    await shows(cluster, 'ready')
    stop.abort()
    await watching
  })
})

interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<CliRun>
}

function started(args: readonly string[]): Started {
  let child: ChildProcess | undefined
  const ended = sampan(args, undefined, (started) => {
    child = started
  })
  if (!child) throw new Error('No process was started')
  return { child, ended }
}

/** How a terminal's operation ended, in the words of a window's. */
function replyOf({ exitCode, json }: CliRun): Reply<unknown> {
  if (exitCode === 0) return { ok: true, value: undefined }
  const { code, params } = json.at(-1) ?? {}
  return { ok: false, problem: { code, params } as Extract<Reply<unknown>, { ok: false }>['problem'] }
}

function expectBusy(reply: Reply<unknown>, { maker, beforeMs }: { maker: string; beforeMs: number }): void {
  expect(reply).toMatchObject({ ok: false, problem: { code: 'cluster.busy', params: { operation: 'start', maker } } })
  const sinceMs = reply.ok ? Number.NaN : Date.parse(String(reply.problem.params.since))
  expect([sinceMs >= beforeMs, sinceMs <= Date.now()]).toEqual([true, true])
}

async function containerState({ name }: ClusterRef): Promise<string> {
  return (await docker.getContainer(`sampan-${name}-server-0`).inspect()).State.Status
}
