import type { OperationEvent } from '#shared/operation.ts'
import { Claims } from '../../electron/cluster/change/claims.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { engineWith } from '../../electron/engine-with.ts'
import { isStandIn, leanComponents, quickBoot, sweep, testImage, uniqueName } from '../engine/docker.ts'
import { SecondEngine, secondEngineMissing } from '../engine/second-engine.ts'
import type { World } from '../engine/world.ts'
import { FailoverClient } from './failover-client.ts'
import { type Measurement, row } from './measurement.ts'

const signal = new AbortController().signal
const etcd = { kind: 'etcd' } as const

/** Three servers and two agents: made, changed, and one of them lost. */
export async function severalServers(world: World, runs: number): Promise<Measurement[]> {
  const made: number[] = []
  const added: number[] = []
  const ports: number[] = []
  const gaps: number[] = []
  const failures: number[] = []
  const unready: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const spec = world.spec({ name: uniqueName(), servers: 3, agents: 2, datastore: etcd })
    const { apiPort = 0, name } = spec
    try {
      made.push(await duration(() => world.engine.create(spec, { signal })))
      added.push(await againstOwnBoot((onEvent) => world.engine.apply({ ...spec, agents: 3 }, { signal, onEvent })))
      const published = { ...spec, agents: 3, ports: [{ hostPort: apiPort + 10_000, nodePort: 30_080 }] }
      ports.push(await duration(() => world.engine.apply(published, { signal })))
      const client = new FailoverClient(await world.engine.kubeconfig(name))
      const found = await client.during(async (settled) => {
        await world.killByHand(`sampan-${name}-server-0`)
        await settled()
      })
      gaps.push(found.longestGapMs)
      failures.push(found.failed)
      unready.push(found.longestUnreadyMs)
    } finally {
      await sweep(name)
    }
  }
  return [
    row('create to Ready, 3 servers + 2 agents', 'ms', made, { note: testImage }),
    row("an agent more: apply against the agent's own boot", 'x', added, { goal: 1.1 }),
    row('a published port more: apply to Ready', 'ms', ports),
    row('failover: longest gap, /readyz ten times a second', 'ms', gaps, { goal: 1500 }),
    row('failover: connections without an answer', 'requests', failures, { goal: 1 }),
    row('failover: longest time without a ready answer', 'ms', unready, { note: "etcd's election" }),
  ]
}

async function duration(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/** How much longer the whole takes than the agent from its start until it is Ready. */
async function againstOwnBoot(work: (onEvent: (event: OperationEvent) => void) => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  let [startedMs, readyMs] = [0, 0]
  await work((event) => {
    if (event.kind !== 'step' || !event.target?.includes('-agent-2')) return
    if (event.action === 'start container' && event.state === 'running') startedMs = performance.now()
    if (event.action === 'node ready') readyMs = performance.now()
  })
  return (performance.now() - begin) / (readyMs - startedMs)
}

/** From the moment in which Docker answers again until the last of its clusters is Ready; in a Docker of the bench's own. */
export async function returnOfDocker(clusters: number, runs: number): Promise<Measurement[]> {
  const missing = await secondEngineMissing()
  if (missing) {
    process.stderr.write(`left out: ${missing}\n`)
    return []
  }
  const second = await SecondEngine.open()
  const runtime = new DockerRuntime({ kind: 'socket', path: second.socket })
  const engine = engineWith(new Claims())(runtime)
  const names = Array.from({ length: clusters }, () => uniqueName())
  try {
    for (const name of names) {
      const { apiPort } = await engine.suggest(signal)
      const env = isStandIn ? { ...quickBoot } : {}
      await engine.create(
        { ...(await engine.suggest(signal)), name, apiPort, image: testImage, disable: leanComponents, env },
        { signal, choose: ['apiPort'] },
      )
    }
    const samples: number[] = []
    for (let run = 0; run < runs; run += 1) {
      await second.restart()
      samples.push(await duration(() => Promise.all(names.map((name) => engine.whenReady(name, { signal })))))
    }
    return [row(`Docker's return to Ready, ${clusters} clusters of one server`, 'ms', samples, { note: testImage })]
  } finally {
    runtime.close()
    await second.close()
  }
}
