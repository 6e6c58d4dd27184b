import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampan } from './cli-process.ts'
import { execute, isStandIn, leanComponents, quickBoot, testImage, uniqueName, until } from './docker.ts'
import { firewallMissing, SecondEngine } from './second-engine.ts'

const missing =
  (await firewallMissing()) ?? (isStandIn ? undefined : 'with the stand-in only') ?? (await saversMissing())

/** The stand-in shows firewalls with what this machine has for that. */
async function saversMissing(): Promise<string | undefined> {
  const looking = ['run', '--rm', '--network', 'none', '--entrypoint', 'sh', testImage, '-c']
  return execute('docker', [...looking, 'command -v iptables-nft-save || command -v iptables-legacy-save']).then(
    () => undefined,
    () => 'the stand-in was built where there is no iptables',
  )
}

/** As after `firewall-cmd --reload`, `ufw reload` or a hardening job: Docker's containers run on, and reach nobody (case 27). */
describe.skipIf(missing)(`Docker's own firewall rules are gone${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let engine: SecondEngine
  const name = uniqueName()
  const server = `sampan-${name}-server-0`

  const run = async (...args: string[]) => {
    const { exitCode, json } = await sampan([...args, '--json'], undefined, undefined, {
      more: { DOCKER_HOST: engine.address },
      beside: (command) => engine.beside(command),
    })
    return { exitCode, last: json.at(-1) }
  }
  const iptables = async (...commands: string[]) => {
    const script = [...commands.map((each) => `iptables ${each}`), 'iptables -P FORWARD DROP'].join(' && ')
    const [program = '', ...args] = engine.beside(['sh', '-c', script])
    await execute(program, args)
  }
  const flush = () => iptables('-t nat -F', '-F FORWARD', '-F DOCKER')
  const containers = async () => {
    const all = await engine.docker.listContainers({ all: true, filters: { label: ['dev.sampan.cluster'] } })
    return all.map(({ Id, Names, NetworkSettings }) => ({
      id: Id,
      place: `${Names[0]} ${Object.values(NetworkSettings.Networks)[0]?.IPAddress}`,
    }))
  }
  const places = async () => (await containers()).map(({ place }) => place).sort()
  const ids = async () => (await containers()).map(({ id }) => id).sort()
  const inServer = async (...command: string[]) =>
    (await execute('docker', ['-H', engine.address, 'exec', server, ...command])).stdout.trim()
  const lost = { code: 'docker.firewall_lost' }

  beforeAll(async () => {
    engine = await SecondEngine.open({ hasFirewall: true })
    const disabled = leanComponents.flatMap((each) => ['--disable', each])
    const env = Object.entries(quickBoot).flatMap(([key, value]) => ['--env', `${key}=${value}`])
    const made = await run('create', name, '--agents', '1', '--image', testImage, ...disabled, ...env)
    expect([made.exitCode, made.last]).toMatchObject([0, { kind: 'ready' }])
  })
  afterAll(() => engine?.close())

  it('a start says so, and a repair has Docker write them again, around the same data and addresses', async () => {
    const before = await places()
    await inServer('sh', '-c', 'echo kept > /var/lib/rancher/k3s/server/marker')
    await flush()
    expect((await run('stop', name)).exitCode).toBe(0)
    const { exitCode, last } = await run('start', name, '--timeout', '8s')
    expect([exitCode, last]).toMatchObject([1, { ...lost, actions: [{ kind: 'repairCluster' }] }])
    expect((await run('repair', name)).last).toMatchObject({ kind: 'ready' })
    expect(await places()).toEqual(before)
    expect(await inServer('cat', '/var/lib/rancher/k3s/server/marker')).toBe('kept')
    // Who needs no repair keeps its containers.
    const own = await ids()
    expect((await run('repair', name)).last).toMatchObject({ kind: 'ready' })
    expect(await ids()).toEqual(own)
  })

  it('with their chains: a repair touches nothing and says what helps, and after that all is there by itself', async () => {
    await flush()
    await iptables('-t nat -X', '-F', '-X')
    const own = await ids()
    expect((await run('repair', name)).last).toMatchObject(lost)
    expect(await ids()).toEqual(own)
    await engine.restart()
    await until('the cluster is Ready', async () => (await run('status', name)).exitCode === 0)
    expect(await ids()).toEqual(own)
  })
})
