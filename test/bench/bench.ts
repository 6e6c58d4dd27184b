import { realWorld } from '../engine/real-world.ts'
import { idleCpu } from './app-rows.ts'
import { againstBare, agentsAfterApi, engineOverhead, listOfFifty, readyDetection } from './engine-rows.ts'
import { imagesIntoNodes } from './image-rows.ts'
import { mergeIntoLarge } from './kubeconfig-rows.ts'
import { logIntake, millionLines } from './log-rows.ts'
import { logWindow } from './log-window-rows.ts'
import { type Measurement, table } from './measurement.ts'
import { returnOfDocker, severalServers } from './shape-rows.ts'
import { windowRows } from './window-rows.ts'
import { workloads } from './workload-rows.ts'

/** `npm run bench [-- overhead detection bare agents shapes return list images kubeconfig logwindow logs workloads window idle]`: JSON, then a table. Judges nothing. */
async function main(wanted: readonly string[]): Promise<void> {
  const world = await realWorld()
  if (world.missing) throw new Error(world.missing)
  const parts: Record<string, () => Promise<Measurement[]>> = {
    overhead: () => engineOverhead(world, 7),
    detection: () => readyDetection(world, 5),
    bare: () => againstBare(world, 5),
    agents: () => agentsAfterApi(world, 5),
    shapes: () => severalServers(world, 3),
    return: () => returnOfDocker(3, 3),
    list: () => listOfFifty(world, 10),
    images: () => imagesIntoNodes(world, 3),
    kubeconfig: () => mergeIntoLarge(20),
    logwindow: () => logWindow(world),
    logs: async () => [...(await logIntake(5)), ...(await millionLines(20))],
    workloads: () => workloads(world),
    window: () => windowRows(world),
    idle: () => idleCpu(world),
  }
  const rows: Measurement[] = []
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    process.stderr.write(`measuring: ${name}\n`)
    // What was measured before is not lost with it.
    const found = await measure().catch((error: unknown) => void console.error(`${name} failed:`, error))
    if (found) rows.push(...found)
    else process.exitCode = 1
  }
  process.stdout.write(`${JSON.stringify(rows)}\n${table(rows)}\n`)
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
