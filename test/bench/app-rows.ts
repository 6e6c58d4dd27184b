import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sweep, uniqueName } from '../engine/docker.ts'
import type { World } from '../engine/world.ts'
import { type Measurement, removal, row } from './measurement.ts'

const signal = new AbortController().signal
const ticksPerSecond = 100

/** Until then the window is still at work: compiled code is cached, memory is tidied. */
const settleMs = 40_000
const idleMs = 30_000
/** Half-minutes in a row: what happens once, as a collection of garbage, is not what the app costs. */
const idleRuns = 5

/**
 * CPU of all of the app's processes while 3 clusters run and nobody does anything, in percent of one core: with the overview of one
 * open, and without a window, as after a start at login or a close into the tray.
 */
export async function idleCpu(world: World): Promise<Measurement[]> {
  const names = [uniqueName(), uniqueName(), uniqueName()]
  const tray = await trayShown()
  try {
    for (const name of names) await world.engine.create(world.spec({ name }), { signal })
    const shown = await idlePercents([], process.env)
    const hidden = await idlePercents(['--hidden'], { ...process.env, PATH: `${tray}:${process.env.PATH ?? ''}` })
    return [
      row('idle CPU with 3 running clusters, 30 s', '%', shown, { goal: 0.5 }),
      row('idle CPU with 3 running clusters, window hidden, 30 s', '%', hidden, { goal: 0.3 }),
    ]
  } finally {
    for (const name of names) await sweep(name)
    await rm(tray, removal)
  }
}

/** A desktop that shows a tray, as the app asks for it (electron/app/tray-presence.ts). */
async function trayShown(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bus-'))
  await writeFile(join(folder, 'gdbus'), "#!/bin/sh\necho '(<true>,)'\n", { mode: 0o755 })
  return folder
}

/** Started as a user does: Playwright's debuggers would count too. */
async function idlePercents(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-bench-'))
  // Set by scripts/bench.mjs. Linux only, as /proc is.
  const electron = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron')
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = spawn(electron, [...flags, '.', `--user-data-dir=${folder}`, ...args], { stdio: 'ignore', env })
  try {
    await delay(settleMs)
    const percents: number[] = []
    for (let run = 0; run < idleRuns; run += 1) {
      const before = await cpuTicks(app.pid ?? 0)
      await delay(idleMs)
      percents.push((((await cpuTicks(app.pid ?? 0)) - before) / ticksPerSecond / (idleMs / 1000)) * 100)
    }
    if (app.exitCode !== null) throw new Error(`The app ended by itself (${app.exitCode})`)
    return percents
  } finally {
    app.kill()
    await rm(folder, removal)
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
