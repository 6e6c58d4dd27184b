import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
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

/** Until then the window is still at work: compiled code is cached, memory is tidied. */
const settleMs = 40_000
const idleMs = 30_000

/**
 * CPU of all of the app's processes while 3 clusters run, the overview of one is open and nobody does anything, in percent of one
 * core. Started as a user does: Playwright's debuggers would count too.
 */
export async function idleCpu(world: World): Promise<Measurement[]> {
  const names = [uniqueName(), uniqueName(), uniqueName()]
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bench-'))
  try {
    for (const name of names) await world.engine.create(world.spec({ name }), { signal })
    // Set by scripts/bench.mjs. Linux only, as /proc is.
    const electron = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron')
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const app = spawn(electron, [...flags, '.', `--user-data-dir=${folder}`], { stdio: 'ignore' })
    try {
      await delay(settleMs)
      const before = await cpuTicks(app.pid ?? 0)
      await delay(idleMs)
      const percent = (((await cpuTicks(app.pid ?? 0)) - before) / ticksPerSecond / (idleMs / 1000)) * 100
      if (app.exitCode !== null) throw new Error(`The app ended by itself (${app.exitCode})`)
      return [row('idle CPU with 3 running clusters, 30 s', '%', [percent], { goal: 0.5 })]
    } finally {
      app.kill()
    }
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
