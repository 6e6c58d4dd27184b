import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { docker, sweep, testImage, uniqueName } from '../engine/docker.ts'
import type { FromChild, ToChild } from './log-view-child.ts'
import { type Measurement, row } from './measurement.ts'

const lineCharacters = 120

/**
 * Lines of 120 characters as k3s writes them, no two the same, every hundredth a warning; as fast as they can be printed. Runs on
 * after the last: `docker logs -f` does not read to its end the log of a container that stops.
 */
const printing = (lines: number) => `
  awk 'BEGIN {
    for (n = 0; n < ${lines}; n++) {
      level = n % 100 ? "info" : "warning"
      line = sprintf("time=\\"2026-11-23T10:00:00Z\\" level=%s msg=\\"line %07d ", level, n)
      printf "%s%s\\"\\n", line, substr("${'abcdefghij'.repeat(12)}", 1, ${lineCharacters - 1} - length(line))
    }
  }'; sleep 1000`

/**
 * Lines a second from the start of a container until a reader has the last of them, `docker logs -f` and our view in turn; with one
 * node, and with six at once.
 */
export async function logIntake(runs: number): Promise<Measurement[]> {
  const rows: Measurement[] = []
  for (const { nodes, lines, least } of [
    { nodes: 1, lines: 400_000, least: 90 },
    { nodes: 6, lines: 100_000, least: 80 },
  ]) {
    const ours: number[] = []
    const dockers: number[] = []
    for (let run = 0; run < runs; run += 1) {
      dockers.push(await intake({ nodes, lines }, readWithDocker))
      ours.push(await intake({ nodes, lines }, readWithView))
    }
    const what = nodes === 1 ? 'one node' : `${nodes} nodes at once`
    const ratios = ours.map((value, index) => (value / (dockers[index] ?? Number.NaN)) * 100)
    rows.push(
      row(`docker logs -f, ${what}`, 'lines/s', dockers),
      row(`intake of a log view, ${what}`, 'lines/s', ours),
      row(`intake against docker logs -f, ${what}`, '%', ratios, { least }),
    )
  }
  return rows
}

type Reader = (cluster: string, names: readonly string[], lines: number) => Promise<() => Promise<unknown>>

/** `prepare` returns what reads all lines, and is begun as soon as the containers have started. */
async function intake({ nodes, lines }: { nodes: number; lines: number }, prepare: Reader): Promise<number> {
  const cluster = uniqueName()
  try {
    const names = await createNodes(cluster, nodes, printing(lines))
    const read = await prepare(cluster, names, nodes * lines)
    const begin = performance.now()
    await Promise.all(names.map((name) => docker.getContainer(name).start()))
    await read()
    return (nodes * lines) / ((performance.now() - begin) / 1000)
  } finally {
    await sweep(cluster)
  }
}

/** grep looks for the last line faster than `docker logs` can write. */
const readWithDocker: Reader = async (_cluster, names, lines) => () => {
  const last = String(lines / names.length - 1).padStart(7, '0')
  const read = (name: string) => `grep -q -m 1 -F 'line ${last} ' < <(docker logs -f ${name})`
  return Promise.all(names.map((name) => once(spawn('bash', ['-c', read(name)], { stdio: 'ignore' }), 'exit')))
}

const readWithView: Reader = async (cluster, names, lines) => {
  const child = await startChild(cluster)
  return async () => {
    await ask(child, { kind: 'follow', nodes: names, lines })
    child.disconnect()
  }
}

/** What a view of a million lines costs, and how quickly it answers. */
export async function millionLines(runs: number): Promise<Measurement[]> {
  const lines = 1_000_000
  const cluster = uniqueName()
  try {
    const [name = ''] = await createNodes(cluster, 1, printing(lines))
    const child = await startChild(cluster)
    const idle = await memory(child)
    await docker.getContainer(name).start()
    await ask(child, { kind: 'follow', nodes: [name], lines })
    const first: number[] = []
    const complete: number[] = []
    const levels: number[] = []
    const jumps = await times(child, { kind: 'jumps', count: runs })
    for (let run = 0; run < runs; run += 1) {
      // Another one each time; every ten thousandth line has it.
      const [firstMs = 0, completeMs = 0] = await times(child, {
        kind: 'search',
        pattern: `line \\d{3}${String(run).padStart(4, '0')} [a-c]+d`,
      })
      first.push(firstMs)
      complete.push(completeMs)
      levels.push(...(await times(child, { kind: 'level', level: 'warn' })))
      levels.push(...(await times(child, { kind: 'level', level: undefined })))
    }
    await delay(3000)
    const grown = ((await memory(child)) - idle) / 1e6
    child.disconnect()
    return [
      row('memory of a view of 1,000,000 lines over an empty one', 'MB', [grown], { goal: 200 }),
      row('jump to any of 1,000,000 lines', 'ms', jumps, { goal: 50 }),
      row('regex in 1,000,000 lines: first found', 'ms', first, { goal: 150 }),
      row('regex in 1,000,000 lines: all counted', 'ms', complete, { goal: 1000 }),
      row('level filter on or off with 1,000,000 lines', 'ms', levels, { goal: 100 }),
    ]
  } finally {
    await sweep(cluster)
  }
}

async function createNodes(cluster: string, count: number, script: string): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `sampan-${cluster}-server-${index}`)
  for (const name of names) {
    await docker.createContainer({
      name,
      Image: testImage,
      Entrypoint: ['/bin/sh', '-c', script],
      Labels: { 'dev.sampan.cluster': cluster },
      HostConfig: { LogConfig: { Type: 'json-file', Config: {} } },
    })
  }
  return names
}

async function startChild(cluster: string): Promise<ChildProcess> {
  const child = fork(join('out', 'bench-log-view.cjs'), [cluster])
  await memory(child) // It has begun.
  return child
}

async function ask(child: ChildProcess, message: ToChild): Promise<FromChild> {
  child.send(message)
  const [answer]: FromChild[] = await once(child, 'message')
  if (!answer) throw new Error('The process that holds the view said nothing')
  return answer
}

async function times(child: ChildProcess, message: ToChild): Promise<readonly number[]> {
  const answer = await ask(child, message)
  return answer.kind === 'times' ? answer.ms : []
}

async function memory(child: ChildProcess): Promise<number> {
  const answer = await ask(child, { kind: 'memory' })
  return answer.kind === 'memory' ? answer.bytes : 0
}
