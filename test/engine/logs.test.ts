// Longer than a file should be because all of it is one subject: what a log keeps through breaks, floods and rotation.
import { createReadStream, existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogRow } from '#shared/log-view.ts'
import { clusterLogs } from '../../electron/cluster-logs.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { type TailedLine, tailLogs } from '../../electron/logs/tail-logs.ts'
import {
  docker,
  dockerMissing,
  execute,
  isPodmanHere,
  removeByHand,
  sweep,
  testImage,
  uniqueName,
  until,
} from './docker.ts'
import { DockerProxy } from './docker-proxy.ts'
import { type OpenView, openLogView } from './open-log-view.ts'

const missing = (await dockerMissing()) ?? (existsSync('out/search-thread.cjs') ? undefined : 'nothing was built')
const isPodman = missing === undefined && (await isPodmanHere())
/** Only a machine that is busy with other things takes so long. */
const patienceMs = 600_000
const canMount = process.getuid?.() === 0 && process.platform === 'linux'

/** Lines of each of the three runs of the container, in bursts of 10,000. */
const bursts = 40
const linesPerBurst = 10_000

const title = `a cluster's logs from a real Docker${missing ? ` (${missing})` : ''}`
describe.skipIf(missing !== undefined)(title, { timeout: 2 * patienceMs }, () => {
  let cluster: string
  let folder: string
  let proxy: DockerProxy
  let views: OpenView[]

  beforeEach(async () => {
    cluster = uniqueName()
    folder = await mkdtemp(join(tmpdir(), 'sampan-logs-'))
    proxy = await DockerProxy.open()
    views = []
  })

  afterEach(async () => {
    for (const view of views) view.close()
    await sweep(cluster)
    await proxy.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** A container of the cluster whose log is what a script prints. */
  async function startNode(
    script: string,
    name = `sampan-${cluster}-server-0`,
    logLimits: Record<string, string> = { 'max-size': '2g' },
  ): Promise<string> {
    const container = await docker.createContainer({
      name,
      Image: testImage,
      Entrypoint: ['/bin/sh', '-c', script],
      Labels: { 'dev.sampan.cluster': cluster },
      HostConfig: { NetworkMode: 'none', LogConfig: { Type: 'json-file', Config: logLimits } },
    })
    await container.start()
    return name
  }

  async function follow(...nodes: string[]): Promise<OpenView> {
    const view = await openLogView({ cluster, socket: proxy.path, savePath: join(folder, 'saved') })
    views.push(view)
    await view.ask('filter', { filter: { isFolded: false } })
    await view.ask('follow', { sources: nodes.map((node) => ({ kind: 'node', node })) })
    return view
  }

  /** What the view shows, a marker as `<kind>`. */
  async function shown(view: OpenView, last = 2000): Promise<string[]> {
    const { firstRow = 0, endRow = 0 } = view.state ?? {}
    const { rows } = await view.ask('rows', { first: Math.max(firstRow, endRow - last), count: last })
    return rows.map((row: LogRow) => (row.kind === 'line' ? row.text : `<${row.marker.kind}>`))
  }

  /** Empty while a line is being written: Podman then refuses to read the log. */
  async function lastLine(name: string): Promise<string> {
    const log = await execute('docker', ['logs', '--tail', '1', name]).catch(() => undefined)
    return log?.stdout.trim() ?? ''
  }

  /** However long a machine takes that is busy with other things: a log that says nothing for three minutes has come to rest. */
  async function untilShown(view: OpenView, text: string): Promise<void> {
    let [lines, cameAt] = [-1, 0]
    let isShown = false
    const isOver = async () => {
      const now = view.state?.lines ?? 0
      if (now !== lines) [lines, cameAt] = [now, Date.now()]
      isShown = (await shown(view)).includes(text)
      return isShown || Date.now() - cameAt > 180_000
    }
    await until(`${text} is shown`, isOver, patienceMs)
    expect([text, isShown]).toEqual([text, true])
  }

  it('has every line once and in order, whatever happens to the connection and to the container', async () => {
    // Each run counts from 0 and says which one it is.
    const name = await startNode(`
      run=$(($(cat /run-number 2>/dev/null || echo 0) + 1)); echo $run > /run-number
      for burst in $(seq 0 ${bursts - 1}); do
        seq $((burst * ${linesPerBurst})) $((burst * ${linesPerBurst} + ${linesPerBurst - 1})) | sed "s/^/$run /"
        sleep 0.1
      done
      echo done $run
      sleep 1000`)
    const view = await follow(name)
    let cuts = 0
    const isCutting = new AbortController()
    const linesOf = () => view.state?.sources[0]?.lines ?? 0
    const cutting = (async () => {
      for (let next = 30_000; cuts < 20 && !isCutting.signal.aborted; next += 10_000) {
        await until('it is time to cut', async () => linesOf() >= next || isCutting.signal.aborted, patienceMs)
        cuts += proxy.cutLogs()
      }
    })()
    const isDone = async (run: number) => (await lastLine(name)) === `done ${run}`
    try {
      // The first run is killed in the middle of what it prints, the second when it has come to rest.
      await until('the first run prints', async () => linesOf() > 60_000, patienceMs)
      await docker.getContainer(name).restart({ t: 0 })
      await until('the second run has printed all', () => isDone(2), patienceMs)
      await docker.getContainer(name).restart({ t: 0 })
      await until('the third run has printed all', () => isDone(3), patienceMs)
      await untilShown(view, 'done 3')
    } finally {
      isCutting.abort()
    }
    await cutting
    expect(cuts).toBeGreaterThanOrEqual(20)
    expect(view.state?.droppedLines).toBe(0)

    await view.ask('save', { what: 'everything', isCompressed: false })
    const next = new Map<string, number>()
    for await (const line of createInterface({ input: createReadStream(join(folder, 'saved')) })) {
      const [run = '', number = ''] = line.split(' ')
      if (run === 'done') continue
      if (Number(number) !== (next.get(run) ?? 0)) expect.fail(`After ${next.get(run)} of run ${run} comes ${line}`)
      next.set(run, Number(number) + 1)
    }
    expect([next.get('2'), next.get('3')]).toEqual([bursts * linesPerBurst, bursts * linesPerBurst])
    // How far the killed run came only Docker knows.
    const truth = join(folder, 'truth')
    await execute('sh', ['-c', `docker logs ${name} > ${truth} 2>/dev/null`])
    await execute('cmp', [truth, join(folder, 'saved')])
  })

  it('says that there are older lines than it reads', async () => {
    const name = await startNode('seq 520000; echo done; sleep 1000')
    await until('all is printed', async () => (await lastLine(name)) === 'done')
    const view = await follow(name)
    await untilShown(view, 'done')
    const { rows } = await view.ask('rows', { first: view.state?.firstRow ?? 0, count: 2 })
    expect(rows).toMatchObject([{ marker: { kind: 'cut', lines: 500_000 } }, { text: '20002' }])
  })

  // Podman has one file, empties it and tells nobody: what README says of it cannot be held against a reader.
  describe.skipIf(isPodman)('that Docker rotates faster than it is read', () => {
    const numbers = 300_000
    const name = () => `sampan-${cluster}-server-0`
    /** Waits for its reader before it prints all numbers at once. */
    const printing = `until [ -e /go ]; do sleep 0.1; done; seq 0 ${numbers - 1}; echo done; sleep 1000`
    const begin = () => execute('docker', ['exec', name(), 'touch', '/go'])

    /** Every number is there once, or between the two times of a gap. Returns how many are missing. */
    function missing(told: readonly (TailedLine | { from: number; until: number })[]): number {
      let next = 0
      let lost = 0
      let lastTime: number | undefined
      let gap: { from: number; until: number } | undefined
      for (const each of told) {
        if ('from' in each) {
          expect(lastTime === undefined || each.from === lastTime).toBe(true)
          gap = each
          continue
        }
        const number = each.text === 'done' ? numbers : Number(each.text)
        if (gap) expect(each.time).toBe(gap.until)
        if (number !== next && !(gap && number > next)) expect.fail(`After ${next - 1} comes ${number} without a gap`)
        lost += number - next
        next = number + 1
        lastTime = each.time
        gap = undefined
      }
      expect(next).toBe(numbers + 1)
      return lost
    }

    it('has every number once, or inside a gap that the view marks', async () => {
      await startNode(printing, name(), { 'max-size': '100k', 'max-file': '3' })
      const view = await follow(name())
      await until('it is followed', async () => view.state?.sources[0]?.state === 'following')
      await begin()
      await untilShown(view, 'done')
      const { firstRow = 0, endRow = 0 } = view.state ?? {}
      const told: (TailedLine | { from: number; until: number })[] = []
      for (let first = firstRow; first < endRow; first += 2000) {
        const { rows } = await view.ask('rows', { first, count: 2000 })
        for (const row of rows) {
          if (row.kind === 'line')
            told.push({ source: { kind: 'node', node: '' }, level: undefined, time: row.time, text: row.text })
          else if (row.marker.kind === 'rotated') told.push(row.marker)
        }
      }
      expect(missing(told)).toBeGreaterThan(0)
    })

    it('tells a terminal in the same way, in the place where the lines are missing', async () => {
      await startNode(printing, name(), { 'max-size': '100k', 'max-file': '3' })
      const runtime = new DockerRuntime({ kind: 'socket', path: proxy.path })
      const { engineId } = await runtime.info()
      const logs = clusterLogs(runtime, { engineId, name: cluster }, () => undefined)
      const ending = new AbortController()
      const told: (TailedLine | { from: number; until: number })[] = []
      const tailing = tailLogs(
        [{ kind: 'node', node: name() }],
        logs,
        {
          take: async (lines) => {
            told.push(...lines)
            if (lines.some(({ text }) => text === 'done')) ending.abort()
          },
          mark: (_, marker) => {
            if (marker.kind === 'rotated') told.push(marker)
          },
          fail: (_, problem) => expect.fail(problem.code),
        },
        AbortSignal.any([ending.signal, AbortSignal.timeout(patienceMs)]),
      )
      try {
        await until('it is followed', async () => proxy.logConnections > 0)
        await begin()
        await tailing
        expect(missing(told)).toBeGreaterThan(0)
      } finally {
        ending.abort()
        logs.close()
        runtime.close()
      }
    })

    it('loses nothing of what Docker skips but still has', async () => {
      await startNode(printing, name(), { 'max-size': '500k', 'max-file': '100' })
      const view = await follow(name())
      await until('it is followed', async () => view.state?.sources[0]?.state === 'following')
      await begin()
      await untilShown(view, 'done')
      expect(view.state?.lines).toBe(numbers + 1)
    })
  })

  it('adds a node to those that are shown without reading them again', async () => {
    const first = await startNode('seq 100000; echo done; sleep 1000')
    const second = await startNode('echo begin; sleep 1000', `sampan-${cluster}-agent-0`)
    const view = await follow(first)
    await untilShown(view, 'done')
    await until('all is shown', async () => view.state?.lines === 100_001)
    // Podman is asked for what there is, and then for what comes.
    await until('it is followed', async () => proxy.logsAsked.some(({ isFollowed }) => isFollowed))
    const before = proxy.logsAsked.length
    await view.ask('follow', { sources: [first, second].map((node) => ({ kind: 'node', node })) })
    let fewest = Number.POSITIVE_INFINITY
    await until('the second one is shown', async () => {
      fewest = Math.min(fewest, view.state?.lines ?? 0)
      return view.state?.lines === 100_002
    })
    expect(fewest).toBe(100_001)
    const added = (await docker.getContainer(second).inspect()).Id
    // In a quiet moment a log is asked whether it has a newer line than the last one that was read.
    const read = proxy.logsAsked.slice(before).filter(({ tail }) => tail !== '1')
    expect(new Set(read.map(({ container }) => container))).toEqual(new Set([added]))
  })

  it('finds what the screen shows of a line with colours', async () => {
    const name = await startNode("printf '\\033[32mINFO\\033[0m rea\\033[1mdy\\033[0m\\n'; echo not yet; sleep 1000")
    const view = await follow(name)
    await untilShown(view, 'INFO ready')
    await view.ask('filter', { filter: { search: { pattern: '^INFO ready$', isRegex: true } } })
    await until('it is found', async () => view.state?.search?.isComplete === true && view.state.search.matches === 1)
  })

  it('ends when another engine answers than the one its cluster is on', async () => {
    const view = await openLogView({ cluster, engineId: 'another engine', socket: proxy.path })
    views.push(view)
    await until('it has failed', async () => view.failures.length > 0)
    expect(view.failures).toMatchObject([{ code: 'engine.changed', params: { cluster } }])
  })

  it('does not list containers that only help as nodes', async () => {
    await startNode('sleep 1000', `sampan-${cluster}-probe-1`)
    const view = await openLogView({ cluster, socket: proxy.path })
    views.push(view)
    expect((await view.ask('available', undefined)).sources).toEqual([])
  })

  it('goes on with a node that is started again, and with one that is made again under its name', async () => {
    const script = 'echo begin $(hostname); sleep 1000'
    const name = await startNode(script)
    const view = await follow(name)
    const id = (await docker.getContainer(name).inspect()).Id.slice(0, 12)
    await untilShown(view, `begin ${id}`)
    await docker.getContainer(name).stop({ t: 0 })
    await untilShown(view, '<ended>')
    await docker.getContainer(name).start()
    const lines = [`begin ${id}`, '<ended>', '<restarted>', `begin ${id}`]
    await until('it goes on', async () => (await shown(view)).length >= lines.length)
    expect(await shown(view)).toEqual(lines)

    await removeByHand(docker.getContainer(name))
    await until('its end is seen', async () => (await shown(view)).length >= lines.length + 1)
    await startNode('echo new $(hostname); sleep 1000', name)
    const newId = (await docker.getContainer(name).inspect()).Id.slice(0, 12)
    await untilShown(view, `new ${newId}`)
    expect(await shown(view)).toEqual([...lines, '<ended>', '<restarted>', `new ${newId}`])
    expect(view.state?.sources).toHaveLength(1)
  })

  it('leaves nothing open after many views', async () => {
    const views = process.env.SAMPAN_TEST_LONG === '1' ? 500 : 100
    const name = await startNode('for n in $(seq 1000); do echo line $n; done; while sleep 0.1; do echo more; done')
    const resources = () => process.getActiveResourcesInfo().sort().join(' ')
    const cycle = async () => {
      const view = await follow(name)
      await view.ask('filter', { filter: { search: { pattern: 'line 9+', isRegex: true } } })
      await until('lines come', async () => (view.state?.lines ?? 0) >= 1000)
      view.close()
    }
    await cycle()
    await until('the first is closed', async () => proxy.logConnections === 0)
    let before = ''
    await until('all has come to rest', async () => {
      const [last, now] = [before, resources()]
      before = now
      return last === now
    })
    for (let count = 0; count < views; count += 1) await cycle()
    await until('no log is read any more', async () => proxy.logConnections === 0, 5000)
    await until('all is as before', async () => resources() === before, 5000).catch(() => undefined)
    expect(resources()).toBe(before)
  })

  it('stops an expression that explodes; the view answers and lines come all the while', async () => {
    const bomb = `${'a'.repeat(40)}!`
    const name = await startNode(`echo ${bomb}; while sleep 0.05; do echo more; done`)
    const view = await follow(name)
    await untilShown(view, bomb)
    const lines = view.state?.lines ?? 0
    await view.ask('filter', { filter: { isFolded: false, search: { pattern: '(a+)+$', isRegex: true } } })
    let slowestMs = 0
    await until('it is stopped', async () => {
      const begin = performance.now()
      await shown(view)
      slowestMs = Math.max(slowestMs, performance.now() - begin)
      return view.state?.search?.isStopped === true
    })
    expect(slowestMs).toBeLessThan(250)
    expect(view.state?.search?.isComplete).toBe(true)
    expect(view.state?.lines).toBeGreaterThan(lines + 10)
    // Another one is searched as if nothing had been.
    await view.ask('filter', { filter: { isFolded: false, search: { pattern: 'a!' } } })
    await until('it is found', async () => view.state?.search?.matches === 1)
  })

  it.skipIf(!canMount)('says that the disk is full, and leaves nothing there', async (context) => {
    try {
      await execute('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder])
    } catch {
      return context.skip('nothing can be mounted here')
    }
    try {
      const name = await startNode('seq 100000; echo done; sleep 1000')
      const view = await follow(name)
      await untilShown(view, 'done')
      const saved = view.ask('save', { what: 'everything', isCompressed: false })
      await expect(saved).rejects.toMatchObject({ problem: { code: 'disk.full' } })
      expect(await readdir(folder)).toEqual([])
    } finally {
      await execute('umount', [folder])
    }
  })
})
