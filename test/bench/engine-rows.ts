import { randomBytes } from 'node:crypto'
import type { OperationEvent } from '#shared/operation.ts'
import { docker, isStandIn, leanComponents, sweep, testImage, uniqueName } from '../engine/docker.ts'
import type { World } from '../engine/world.ts'
import { runBare } from './bare.ts'
import { type Measurement, median, row } from './measurement.ts'

const signal = new AbortController().signal

/** From `create` to the last container started, and how far apart they started. */
export async function engineOverhead(world: World, runs: number): Promise<Measurement[]> {
  const overheads: number[] = []
  const spreads: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const spec = world.spec({ agents: 2, name: uniqueName() })
    const begin = performance.now()
    let lastStarted = 0
    const onEvent = (event: OperationEvent) => {
      if (event.kind === 'step' && event.action === 'start container' && event.state === 'done')
        lastStarted = performance.now()
    }
    await world.engine.create(spec, { signal, wait: false, onEvent })
    overheads.push(lastStarted - begin)
    const containers = await docker.listContainers({ filters: { label: [`dev.sampan.cluster=${spec.name}`] } })
    const starts = await Promise.all(
      containers.map(async ({ Id }) => Date.parse((await docker.getContainer(Id).inspect()).State.StartedAt)),
    )
    spreads.push(Math.max(...starts) - Math.min(...starts))
    await sweep(spec.name)
  }
  return [
    row('engine overhead: create to last container started, 1 + 2', 'ms', overheads, { goal: 1000 }),
    row('start spread of the three nodes', 'ms', spreads, { goal: 300 }),
  ]
}

/** From the node's own word that it is ready, by Docker's clock, to our event. */
export async function readyDetection(world: World, runs: number): Promise<Measurement[]> {
  const delays: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const spec = world.spec({ name: uniqueName() })
    let readyMs = 0
    await world.engine.create(spec, {
      signal,
      onEvent: (event) => {
        if (event.kind === 'step' && event.stage === 'nodes' && event.action === 'node ready') readyMs = event.atMs
      },
    })
    const ownMs = await readyLineTime(`sampan-${spec.name}-server-0`)
    if (ownMs !== undefined) delays.push(readyMs - ownMs)
    await sweep(spec.name)
  }
  return delays.length > 0
    ? [row("ready detection: the node's own word to our event", 'ms', delays, { goal: 200 })]
    : []
}

/**
 * A server and two agents: the whole, how long agents take from `/readyz` on, and from when k3s has an answer for them. In between k3s
 * waits for its own next look at `/readyz`, 2 s after the one before, which nothing outside can shorten.
 */
export async function agentsAfterApi(world: World, runs: number): Promise<Measurement[]> {
  const whole: number[] = []
  const sinceReadyz: number[] = []
  const sinceAnswer: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const env = isStandIn ? { FAKE_K3S_BOOT_MS: '10000' } : {}
    const spec = world.spec({ agents: 2, name: uniqueName(), env })
    let apiMs = 0
    let answerMs = 0
    let lastAgentMs = 0
    const begin = performance.now()
    await world.engine.create(spec, {
      signal,
      onEvent: (event) => {
        if (event.kind !== 'step') return
        const isAgent = event.target?.includes('-agent-')
        if (isAgent && event.action === 'start container' && event.state === 'running') answerMs ||= event.atMs
        if (event.state !== 'done') return
        if (event.stage === 'api' && event.action === undefined) apiMs = event.atMs
        if (event.action === 'node ready' && isAgent) lastAgentMs = event.atMs
      },
    })
    whole.push(performance.now() - begin)
    sinceReadyz.push(lastAgentMs - apiMs)
    sinceAnswer.push(lastAgentMs - answerMs)
    await sweep(spec.name)
  }
  return [
    row('create to Ready, 1 + 2', 'ms', whole, { note: testImage }),
    row('1 + 2: /readyz to both agents Ready', 'ms', sinceReadyz),
    row('1 + 2: k3s has an answer for agents to both Ready', 'ms', sinceAnswer, { goal: 5000 }),
  ]
}

async function readyLineTime(container: string): Promise<number | undefined> {
  const log = await docker.getContainer(container).logs({ stdout: true, stderr: true, timestamps: true, follow: false })
  const line = log
    .toString('utf8')
    .split('\n')
    .find((each) => each.includes('as it just became ready'))
  const time = /(\d{4}-\d\d-\d\dT\S+Z) /.exec(line ?? '')?.[1]
  return time === undefined ? undefined : Date.parse(time)
}

/** Paired: our create and a bare `docker run` of the same image, flags and probe, in turn. On a real image also k3s' defaults. */
export async function againstBare(world: World, runs: number): Promise<Measurement[]> {
  const ours: number[] = []
  const bare: number[] = []
  const defaults: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const spec = world.spec({ name: uniqueName(), env: isStandIn ? { FAKE_K3S_BOOT_MS: '10000' } : {} })
    const begin = performance.now()
    await world.engine.create(spec, { signal })
    ours.push(performance.now() - begin)
    await sweep(spec.name)
    bare.push(await runBare({ tuned: true, disable: leanComponents }))
    if (!isStandIn) defaults.push(await runBare({ tuned: false, disable: leanComponents }))
  }
  const bareMedian = median(bare)
  return [
    row('create to Ready, 1 server', 'ms', ours, { goal: 1.05 * bareMedian + 300, note: `${testImage}` }),
    row('bare docker run to Ready, same flags and probe', 'ms', bare),
    ...(defaults.length > 0
      ? [
          row('bare docker run to Ready, k3s defaults', 'ms', defaults),
          row(
            'create to Ready against k3s defaults',
            'x',
            ours.map((value, index) => value / (defaults[index] ?? Number.NaN)),
            { goal: 0.6 },
          ),
        ]
      : []),
  ]
}

/** Fifty clusters that only carry the labels: what a list costs, without anything else. */
export async function listOfFifty(world: World, runs: number): Promise<Measurement[]> {
  const prefix = `bench-${randomBytes(3).toString('hex')}`
  const names = Array.from({ length: 50 }, (_, index) => `${prefix}-${index}`)
  try {
    for (const name of names) {
      const labels = {
        'dev.sampan.cluster': name,
        'dev.sampan.role': 'server',
        'dev.sampan.index': '0',
        'dev.sampan.generation': '1',
      }
      await docker.createContainer({ name: `sampan-${name}-server-0`, Image: testImage, Labels: labels })
    }
    const times: number[] = []
    for (let run = 0; run < runs; run += 1) {
      const begin = performance.now()
      const clusters = await world.engine.list()
      times.push(performance.now() - begin)
      if (clusters.length < 50) throw new Error(`Only ${clusters.length} clusters were listed`)
    }
    return [row('list of 50 clusters', 'ms', times, { goal: 150 })]
  } finally {
    for (const name of names) await sweep(name)
  }
}
