import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ElectronApplication, Page } from '@playwright/test'
import { execute, sweep, uniqueName } from '../engine/docker.ts'
import type { World } from '../engine/world.ts'
import { launchElectron } from './launch-electron.ts'
import { type Measurement, removal, row } from './measurement.ts'
import { serveXterm } from './xterm-page.ts'

const signal = new AbortController().signal
const measuredMs = 30_000
const keyEveryMs = 250
const longestSilenceMs = 30_000
const marks = 60

/** Into the output of the node's first process, as k3s writes: 5,000 lines of 120 characters ten times a second. */
const flooding = `while :; do awk 'BEGIN { for (n = 0; n < 5000; n++) printf "time=\\"2026-11-23T10:00:00Z\\" level=info msg=\\"line %07d ${'abcdefghij'.repeat(6)}\\"\\n", n }'; sleep 0.04; done > /proc/1/fd/1`
const marking = `n=0; while [ $n -lt ${marks} ]; do n=$((n + 1)); echo "mark $n." > /proc/1/fd/1; sleep 0.3; done`

/** The log view in the app's own window: while 50,000 lines a second come, and from a line to its pixels; xterm.js beside it. */
export async function logWindow(world: World): Promise<Measurement[]> {
  const cluster = uniqueName()
  const node = `sampan-${cluster}-server-0`
  try {
    await world.engine.create(world.spec({ name: cluster }), { signal })
    return [
      ...(await pixels(cluster, node)),
      ...(await windowMemory(cluster, node)),
      ...(await flood('log view', cluster, node, openSampan)),
      ...(await flood('xterm.js', cluster, node, openXterm)),
    ]
  } finally {
    await sweep(cluster)
  }
}

interface Opened {
  readonly app: ElectronApplication
  readonly page: Page
  /** How many lines it has taken. */
  readonly lines: () => Promise<number>
  readonly close: () => Promise<void>
}

type Open = (cluster: string, node: string) => Promise<Opened>

const openSampan: Open = async (cluster) => {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bench-'))
  const app = await launchElectron(['.', `--user-data-dir=${folder}`])
  const page = await app.firstWindow()
  await page.getByRole('button', { name: cluster }).first().click()
  await page.getByRole('tab', { name: 'Logs' }).click()
  await page.getByRole('grid').getByRole('row').first().waitFor()
  await page.getByRole('grid').focus()
  return {
    app,
    page,
    lines: async () =>
      Number(
        /([\d,]+) lines? ·/
          .exec(
            (await page
              .getByText(/[\d,]+ lines? ·/)
              .last()
              .textContent()) ?? '',
          )?.[1]
          ?.replaceAll(',', ''),
      ),
    close: async () => {
      await app.close()
      await rm(folder, removal)
    },
  }
}

/** The same stream in a window of the same size, as a terminal shows it that keeps a million lines. */
const openXterm: Open = async (_, node) => {
  const server = await serveXterm(node)
  const app = await launchElectron([join('out', 'bench-xterm.cjs'), server.address])
  const page = await app.firstWindow()
  await page.waitForFunction(() => 'takenLines' in window)
  await page.keyboard.press('Tab')
  return {
    app,
    page,
    lines: () => page.evaluate(() => Number(Reflect.get(window, 'takenLines'))),
    close: async () => {
      await app.close()
      server.close()
    },
  }
}

/** Frames, answers to keys, the main process' work and the lines taken, for half a minute of a flood. */
async function flood(name: string, cluster: string, node: string, open: Open): Promise<Measurement[]> {
  const { app, page, lines, close } = await open(cluster, node)
  const printing = spawn('docker', ['exec', node, '/bin/sh', '-c', flooding], { stdio: 'ignore' })
  try {
    await delay(5000)
    await page.evaluate(observe)
    const linesBefore = await lines()
    const cpuBefore = await cpuMs(app)
    const begin = performance.now()
    let presses = 0
    while (performance.now() - begin < measuredMs) {
      await page.keyboard.press(presses % 2 === 0 ? 'PageUp' : 'End')
      presses += 1
      await delay(keyEveryMs)
    }
    const seconds = (performance.now() - begin) / 1000
    const { frames, slow } = await page.evaluate(observed)
    const rate = ((await lines()) - linesBefore) / seconds
    const cpu = ((await cpuMs(app)) - cpuBefore) / seconds / 10
    // Event timing tells of nothing that took less than 16 ms.
    const answers = [...slow, ...Array.from({ length: Math.max(0, presses - slow.length) }, () => 16)].sort(
      (a, b) => a - b,
    )
    const isOurs = name === 'log view'
    return [
      row(`${name}: lines taken in a flood`, 'lines/s', [rate]),
      row(`${name}: frames in a flood`, 'fps', [frames / seconds], isOurs ? { least: 55 } : {}),
      row(`${name}: answer to a key in a flood, p95`, 'ms', [percentile(answers, 95)], isOurs ? { goal: 50 } : {}),
      ...(isOurs ? [row('main process in a flood', '%', [cpu], { goal: 5 })] : []),
    ]
  } finally {
    printing.kill()
    await execute('docker', ['exec', node, '/bin/sh', '-c', 'pkill awk; pkill -f "while :"; true']).catch(
      () => undefined,
    )
    await close()
  }
}

/** From the moment at which Docker took a line until the frame after the one in which its row was made. */
async function pixels(cluster: string, node: string): Promise<Measurement[]> {
  const { page, close } = await openSampan(cluster, node)
  try {
    await page.evaluate(observeMarks)
    await execute('docker', ['exec', node, '/bin/sh', '-c', marking])
    await delay(1000)
    const seen = await page.evaluate(() => Reflect.get(window, 'seenMarks') as Record<string, number>) // set just above
    const { stdout } = await execute('docker', ['logs', '--timestamps', node], { maxBuffer: 1e9 })
    const times = [...stdout.matchAll(/^(\S+) mark (\d+)\.$/gm)].flatMap(([, time = '', number = '']) => {
      const shown = seen[number]
      return shown === undefined ? [] : [shown - Date.parse(time)]
    })
    times.sort((a, b) => a - b)
    return [
      row('from a line to its pixels', 'ms', times, { goal: 100, note: `${times.length} of ${marks} seen` }),
      row('from a line to its pixels, p95', 'ms', [percentile(times, 95)], { goal: 250 }),
    ]
  } finally {
    await close()
  }
}

/** What the window's own process takes more with a million lines than with the few of a start. */
async function windowMemory(cluster: string, node: string): Promise<Measurement[]> {
  const { app, lines, close } = await openSampan(cluster, node)
  const megabytes = () =>
    app.evaluate(({ app: electron }) => {
      const window = electron.getAppMetrics().find(({ type }) => type === 'Tab')
      return (window?.memory.workingSetSize ?? 0) / 1000
    })
  try {
    await delay(5000)
    const before = await megabytes()
    const million = flooding
      .replace('while :; do', '')
      .replace('n < 5000', 'n < 1000000')
      .replace('; sleep 0.04; done', '')
    await execute('docker', ['exec', node, '/bin/sh', '-c', million])
    const taken = await untilTaken(lines, 1_000_000)
    await delay(5000)
    const name = 'memory of the window: 1,000,000 lines over a few'
    return [row(name, 'MB', [(await megabytes()) - before], { goal: 60, note: `${taken} lines shown` })]
  } finally {
    await close()
  }
}

/** Until there are so many, or none has come for a while: then some are lost. */
async function untilTaken(lines: () => Promise<number>, wanted: number): Promise<number> {
  let [last, lastCameAt] = [await lines(), performance.now()]
  while (last < wanted && performance.now() - lastCameAt < longestSilenceMs) {
    await delay(500)
    const now = await lines()
    if (now !== last) [last, lastCameAt] = [now, performance.now()]
  }
  return last
}

const percentile = (sorted: readonly number[], percent: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN

async function cpuMs(app: ElectronApplication): Promise<number> {
  const { user, system } = await app.evaluate(() => process.cpuUsage())
  return (user + system) / 1000
}

// What follows runs in the page, and knows nothing of the names above.

function observe(): void {
  const state = { frames: 0, slow: [] as number[] }
  const count = () => {
    state.frames += 1
    requestAnimationFrame(count)
  }
  requestAnimationFrame(count)
  const watcher = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'keydown') state.slow.push(entry.duration)
  })
  watcher.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit) // not in TypeScript's DOM yet
  Reflect.set(window, 'observed', state)
}

function observed(): { frames: number; slow: number[] } {
  return Reflect.get(window, 'observed')
}

function observeMarks(): void {
  const seen: Record<string, number> = {}
  Reflect.set(window, 'seenMarks', seen)
  const look = () => {
    for (const element of document.querySelectorAll('[role=row]')) {
      const number = /mark (\d+)\./.exec(element.textContent ?? '')?.[1]
      if (number !== undefined && seen[number] === undefined) {
        seen[number] = 0
        // The frame that shows the row has been made when the next one is begun.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            seen[number] = performance.timeOrigin + performance.now()
          }),
        )
      }
    }
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
}
