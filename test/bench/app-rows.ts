import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { sweep, uniqueName } from '../engine/docker.ts'
import type { World } from '../engine/world.ts'
import { type Measurement, row } from './measurement.ts'

const signal = new AbortController().signal
const ticksPerSecond = 100

async function launch(folder: string): Promise<ElectronApplication> {
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  return _electron.launch({ args: ['.', `--user-data-dir=${folder}`], env })
}

/** From the start of the process to a button that can be pressed; the first run warms the disk and does not count. */
export async function startToWindow(runs: number): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bench-'))
  const times: number[] = []
  try {
    for (let run = 0; run <= runs; run += 1) {
      const begin = performance.now()
      const app = await launch(folder)
      const window = await app.firstWindow()
      await window.getByRole('button', { name: 'New cluster' }).first().waitFor()
      if (run > 0) times.push(performance.now() - begin)
      await app.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return [row('warm start to usable window (through Playwright)', 'ms', times, { goal: 1000 })]
}

/** CPU of all of the app's processes over 30 s while 3 clusters run and nobody does anything, in percent of one core. */
export async function idleCpu(world: World): Promise<Measurement[]> {
  const names = [uniqueName(), uniqueName(), uniqueName()]
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bench-'))
  try {
    for (const name of names) await world.engine.create(world.spec({ name }), { signal })
    const app = await launch(folder)
    const window = await app.firstWindow()
    await window.getByRole('button', { name: 'New cluster' }).first().waitFor()
    await new Promise((resolve) => setTimeout(resolve, 10_000))
    const pid = app.process().pid ?? 0
    const before = await cpuTicks(pid)
    await new Promise((resolve) => setTimeout(resolve, 30_000))
    const percent = (((await cpuTicks(pid)) - before) / ticksPerSecond / 30) * 100
    await app.close()
    return [row('idle CPU with 3 running clusters, 30 s', '%', [percent], { goal: 0.5 })]
  } finally {
    for (const name of names) await sweep(name)
    await rm(folder, { recursive: true, force: true })
  }
}

/** User and system time of a process and all below it (proc(5): fields 4, 14, 15 of stat). */
async function cpuTicks(root: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      return { pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
    }),
  )
  const family = new Set([root])
  for (let grown = true; grown; ) {
    const children = stats.filter(({ pid, parent }) => family.has(parent) && !family.has(pid))
    for (const { pid } of children) family.add(pid)
    grown = children.length > 0
  }
  return stats.filter(({ pid }) => family.has(pid)).reduce((sum, { ticks }) => sum + ticks, 0)
}
