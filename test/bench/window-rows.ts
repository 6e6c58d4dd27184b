import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sweep, uniqueName } from '../engine/docker.ts'
import type { World } from '../engine/world.ts'
import { launchElectron } from './launch-electron.ts'
import { type Measurement, median, removal, row } from './measurement.ts'

const signal = new AbortController().signal
const tabs = ['Overview', 'Workloads', 'Logs', 'Kubeconfig', 'Registries', 'Settings']
const rounds = 10

export async function windowRows(world: World): Promise<Measurement[]> {
  return [...(await startToWindow(7)), ...(await switchTabs(world))]
}

/** From the start of the process to a button that can be pressed, beside a bare window in turns; the first turn warms the disk and does not count. */
async function startToWindow(runs: number): Promise<Measurement[]> {
  const ours: number[] = []
  const bare: number[] = []
  const folders = { ours: await folder(), bare: await folder() }
  try {
    for (let run = 0; run <= runs; run += 1) {
      const turn = {
        ours: await startMs(['.', `--user-data-dir=${folders.ours}`]),
        bare: await startMs([join('out', 'bench-bare.cjs'), `--user-data-dir=${folders.bare}`]),
      }
      if (run === 0) continue
      ours.push(turn.ours)
      bare.push(turn.bare)
    }
  } finally {
    for (const each of Object.values(folders)) await rm(each, removal)
  }
  const over = ours.map((ms, run) => ms - (bare[run] ?? Number.NaN))
  return [
    row('warm start to usable window (through Playwright)', 'ms', ours),
    row('warm start of a bare Electron window, the same way', 'ms', bare),
    row('warm start over a bare Electron window', 'ms', over, { goal: 300 }),
  ]
}

const folder = () => mkdtemp(join(tmpdir(), 'sampan-bench-'))

async function startMs(args: string[]): Promise<number> {
  const begin = performance.now()
  const app = await launchElectron(args)
  try {
    const window = await app.firstWindow()
    await window.getByRole('button', { name: 'New cluster' }).first().waitFor()
    return performance.now() - begin
  } finally {
    await app.close()
  }
}

/** From a click on a tab to the frame that shows the first of its content, for each tab of a running cluster. */
async function switchTabs(world: World): Promise<Measurement[]> {
  const cluster = uniqueName()
  const userData = await folder()
  try {
    await world.engine.create(world.spec({ name: cluster }), { signal })
    const app = await launchElectron(['.', `--user-data-dir=${userData}`])
    try {
      const page = await app.firstWindow()
      await page.getByRole('button', { name: cluster }).first().click()
      await page.getByRole('tab', { name: 'Overview' }).waitFor()
      const times = new Map(tabs.map((tab) => [tab, [] as number[]]))
      // The first time, code is compiled that every later time finds.
      for (let round = 0; round <= rounds; round += 1) {
        for (const tab of [...tabs.slice(1), ...tabs.slice(0, 1)]) {
          const ms = await page.evaluate(clickAndWatch, tab)
          if (round > 0) times.get(tab)?.push(ms)
        }
      }
      const slowest = [...times].sort(([, a], [, b]) => median(b) - median(a))[0]
      const note = [...times].map(([tab, ms]) => `${tab} ${Math.round(median(ms))}`).join(', ')
      return [
        row('switching tabs, to first content: all', 'ms', [...times.values()].flat(), { note }),
        row('switching tabs, to first content: the slowest', 'ms', slowest?.[1] ?? [], {
          goal: 50,
          note: slowest?.[0] ?? '',
        }),
      ]
    } finally {
      await app.close()
    }
  } finally {
    await sweep(cluster)
    await rm(userData, removal)
  }
}

// What follows runs in the page, and knows nothing of the names above.

/** Content is what somebody can read; a sign that something is being loaded is none. */
async function clickAndWatch(name: string): Promise<number> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  // Nothing of the tab before is still being done.
  for (let frames = 0; frames < 30; frames += 1) await frame()
  const tab = [...document.querySelectorAll<HTMLElement>('[role=tab]')].find(({ textContent }) => textContent === name)
  const panel = () => document.getElementById(tab?.getAttribute('aria-controls') ?? '')
  const begin = performance.now()
  tab?.click()
  for (;;) {
    await frame()
    if (panel()?.textContent?.trim() && tab?.getAttribute('aria-selected') === 'true') {
      // The frame that shows it has been made when the next one is begun.
      await frame()
      return performance.now() - begin
    }
  }
}
