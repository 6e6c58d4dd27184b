import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ElectronApplication, Page } from '@playwright/test'
import { execute, sweep, uniqueName } from '../engine/docker.ts'
import type { World } from '../engine/world.ts'
import { launchElectron } from './launch-electron.ts'
import { type Measurement, removal, row } from './measurement.ts'

const signal = new AbortController().signal
const podCount = 10_000
const scrolledMs = 10_000
/** Until then memory that is no longer needed has been tidied away. */
const settleMs = 15_000
const firstPage = '/api/v1/pods?limit=500'

/** The workloads of a cluster with ten thousand pods, which its API really serves: first rows, scrolling, memory. */
export async function workloads(world: World): Promise<Measurement[]> {
  const [empty, crowd] = [uniqueName(), uniqueName()]
  const server = `sampan-${crowd}-server-0`
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bench-'))
  try {
    await world.engine.create(world.spec({ name: empty }), { signal })
    await world.engine.create(world.spec({ name: crowd, env: { FAKE_K3S_PODS: String(podCount) } }), { signal })
    const app = await launchElectron(['.', `--user-data-dir=${folder}`])
    const page = await app.firstWindow()
    try {
      await open(page, empty)
      await delay(settleMs)
      const before = await memory(app)
      await open(page, crowd)
      await delay(settleMs)
      const after = await memory(app)
      // Later: what a reload leaves behind is no memory of the pods.
      const first = await firstRows(page, crowd)
      const api = await apiTimes(server)
      const frames = await scroll(page)
      return [
        row('workloads: 10,000 pods, first rows after the click', 'ms', first.rowsMs),
        row('workloads: of these without the API, which alone takes', 'ms', api),
        row(
          'workloads: 10,000 pods, first rows after the answer',
          'ms',
          [Math.max(0, median(first.rowsMs) - median(api))],
          { goal: 300 },
        ),
        row('workloads: 10,000 pods, all known after the click', 'ms', first.allMs),
        row('workloads: frames while scrolling', 'fps', [frames], { least: 55 }),
        row('workloads: memory of the window over an empty one', 'MB', [after.window - before.window], { goal: 80 }),
        row('workloads: memory of the main process over an empty one', 'MB', [after.main - before.main]),
      ]
    } finally {
      await app.close()
    }
  } finally {
    for (const name of [empty, crowd]) await sweep(name)
    await rm(folder, removal)
  }
}

async function open(page: Page, cluster: string): Promise<void> {
  await page.getByRole('button', { name: cluster }).first().click()
  await page.getByRole('tab', { name: 'Workloads' }).click()
  await page.getByRole('grid').getByRole('row').nth(1).waitFor()
}

/** Each time the tab is opened anew, with nothing known from before: the window forgets by a reload. */
async function firstRows(page: Page, cluster: string) {
  const rowsMs: number[] = []
  const allMs: number[] = []
  for (let run = 0; run < 5; run += 1) {
    await page.reload()
    await page.getByRole('button', { name: cluster }).first().click()
    await page.getByRole('tab', { name: 'Workloads' }).waitFor()
    const times = await page.evaluate(clickAndWatch, podCount)
    rowsMs.push(times.rowsMs)
    allMs.push(times.allMs)
  }
  return { rowsMs, allMs }
}

/** How long the first page takes from the node itself, with kubectl's own start left out: two pages less one. */
async function apiTimes(server: string): Promise<number[]> {
  const timed = async (pages: number) => {
    const ask = `kubectl get --raw '${firstPage}' > /dev/null; `.repeat(pages)
    const begin = performance.now()
    await execute('docker', ['exec', server, '/bin/sh', '-c', `${ask}true`])
    return performance.now() - begin
  }
  const start = async () => {
    const begin = performance.now()
    await execute('docker', ['exec', server, '/bin/sh', '-c', 'kubectl get --raw /version > /dev/null'])
    return performance.now() - begin
  }
  const times: number[] = []
  for (let run = 0; run < 5; run += 1) times.push(Math.max(0, (await timed(1)) - (await start())))
  return times
}

async function memory(app: ElectronApplication): Promise<{ window: number; main: number }> {
  return app.evaluate(({ app: electron }) => {
    const of = (type: string) =>
      (electron.getAppMetrics().find((each) => each.type === type)?.memory.workingSetSize ?? 0) / 1000
    return { window: of('Tab'), main: of('Browser') }
  })
}

/** Frames a second while the list is moved by three rows a frame, down and up again. */
async function scroll(page: Page): Promise<number> {
  return page.evaluate(scrollFor, scrolledMs)
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

// What follows runs in the page, and knows nothing of the names above.

async function clickAndWatch(wanted: number): Promise<{ rowsMs: number; allMs: number }> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const tab = [...document.querySelectorAll<HTMLElement>('[role=tab]')].find((one) => one.textContent === 'Workloads')
  const begin = performance.now()
  tab?.click()
  let rowsMs = 0
  for (;;) {
    await frame()
    const count = Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 0)
    if (rowsMs === 0 && document.querySelectorAll('[role=gridcell]').length > 0) {
      await frame()
      rowsMs = performance.now() - begin
    }
    if (count > wanted) return { rowsMs, allMs: performance.now() - begin }
  }
}

async function scrollFor(durationMs: number): Promise<number> {
  const grid = document.querySelector('[role=grid]')
  const begin = performance.now()
  let frames = 0
  let step = 102
  while (grid && performance.now() - begin < durationMs) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    frames += 1
    if (grid.scrollTop + grid.clientHeight >= grid.scrollHeight) step = -102
    else if (grid.scrollTop === 0) step = 102
    grid.scrollTop += step
  }
  return frames / ((performance.now() - begin) / 1000)
}
