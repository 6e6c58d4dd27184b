import { expect, it } from 'vitest'
import type { ClusterSpec } from '#shared/cluster.ts'
import { problemOf } from '#shared/problem.ts'
import { sharedAbort } from '../../electron/async/scope.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { uniqueName } from './docker.ts'
import { balancerImage, fakeDocker, image } from './fake-world.ts'
import { type Death, MortalRuntime } from './mortal-runtime.ts'

const options = { signal: sharedAbort().signal }
const victim = 'here/2'
const callsAtOnce = 12
/** Every call in the long form. */
const stride = process.env.SAMPAN_TEST_LONG === '1' ? 1 : 3
const marker = '/var/lib/rancher/k3s/server/marker'
let nextPort = 23_000

/** Docker's firewall rules: gone of all networks that are there, until it makes one. */
async function flushed({ runtime }: ReturnType<typeof fakeDocker>): Promise<void> {
  const lost = new Set((await runtime.listNetworks()).map(({ id }) => id))
  const saved = async () => {
    const kept = (await runtime.listNetworks()).filter(({ id }) => !lost.has(id))
    const jumps = ['-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER', '-A FORWARD -j DOCKER-USER']
    const out = kept.map(({ subnets }) => `-A POSTROUTING -s ${subnets[0]} ! -o br-1 -j MASQUERADE`)
    return ['*nat', ':PREROUTING ACCEPT [0:0]', ...(kept.length > 0 ? jumps : []), ...out, ''].join('\n')
  }
  const exec = runtime.exec.bind(runtime)
  runtime.exec = async (id, command, signal) =>
    command.join(' ').includes('iptables')
      ? { ...(await exec(id, command, signal)), stdout: await saved() }
      : exec(id, command, signal)
}

interface Wreck extends ReturnType<typeof fakeDocker> {
  readonly spec: ClusterSpec
}

/** Undefined when the repair was over before that call. */
async function killed(servers: number, death: Death): Promise<Wreck | undefined> {
  const docker = fakeDocker()
  const { runtime, engineOver, dead } = docker
  nextPort += 1
  const balancer = { loadBalancer: { image: balancerImage } }
  const spec = parseSpec({ version: 1, name: uniqueName(), image, agents: 1, apiPort: nextPort, servers, ...balancer })
  await engineOver(runtime, 'here/1').create(spec, options)
  runtime.container(`sampan-${spec.name}-server-0`).writeFile(marker, Buffer.from('kept'))
  runtime.clockAheadMs += 60_000
  await flushed(docker)
  const mortal = new MortalRuntime(runtime, {
    death,
    beforeDeath: async () => {
      dead.add(victim)
    },
  })
  const work = engineOver(mortal.runtime, victim).repair(spec.name, options)
  const outcome = await Promise.race([work.then(() => 'over' as const), mortal.died.then(() => 'dead' as const)])
  return outcome === 'dead' ? { ...docker, spec } : undefined
}

it.each([1, 3])(
  'a repair that makes the network of %i servers again, killed at any call to Docker, leaves what can be finished, with its data',
  async (servers) => {
    const at = async (death: Death) => {
      const wreck = await killed(servers, death)
      if (!wreck) return false
      const { engineOver, runtime, spec } = wreck
      const engine = engineOver(runtime, 'here/3')
      const found = (await engine.list()).find(({ name }) => name === spec.name)
      expect([death, found?.problem?.code]).not.toEqual([death, 'cluster.only_remains'])
      const outcome = await engine.repair(spec.name, options).then(
        ({ state }) => state as string,
        (error: unknown) => problemOf(error),
      )
      const nodes = [...Array.from({ length: servers }, (_, index) => `server-${index}`), 'agent-0']
      const parts = servers > 1 ? ['lb', ...nodes] : nodes
      const left = await runtime.listContainers({ label: 'dev.sampan.cluster', value: spec.name })
      const networks = (await runtime.listNetworks()).map(({ name }) => name)
      expect([
        ...[death, outcome, left.map(({ name, state }) => `${name} ${state}`).sort(), networks],
        String(runtime.container(`sampan-${spec.name}-server-0`).readFile(marker)),
      ]).toEqual([
        ...[death, 'ready', parts.map((part) => `sampan-${spec.name}-${part} running`).sort(), [`sampan-${spec.name}`]],
        'kept',
      ])
      return true
    }
    for (let first = 1; ; first += callsAtOnce * stride) {
      const calls = Array.from({ length: callsAtOnce }, (_, offset) => first + offset * stride)
      const came = await Promise.all(calls.flatMap((call) => [true, false].map((isDone) => at({ call, isDone }))))
      if (came.includes(false)) break
    }
  },
  300_000,
)
