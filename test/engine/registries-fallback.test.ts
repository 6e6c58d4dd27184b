import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docker, execute } from './docker.ts'
import { realWorld } from './real-world.ts'
import { missingRegistry, openRegistryServers, type RegistryServers } from './registry-servers.ts'

const world = await realWorld()
const missing = world.missing ?? missingRegistry

/** What a node really pulls through the mirrors that it was given while it runs. */
describe.skipIf(missing)(`pulls of a node through mirrors${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const { engine } = world
  const spec = world.spec({ agents: 1 })
  const nodes = ['server-0', 'agent-0'].map((node) => `sampan-${spec.name}-${node}`)
  let servers: RegistryServers

  beforeAll(async () => {
    const { IPAM } = await docker.getNetwork('bridge').inspect()
    servers = await openRegistryServers(IPAM?.Config?.[0]?.Gateway ?? '172.17.0.1')
    await engine.create(spec, { signal: AbortSignal.timeout(180_000) })
  }, 240_000)
  afterAll(async () => {
    await world.sweep(spec.name)
    await servers?.close()
  })

  const pull = (node: string, image: string) =>
    execute('docker', ['exec', node, 'crictl', 'pull', image]).then(
      () => 'pulled',
      ({ stderr }: { stderr: string }) => (/connection refused|no such host|not found/.exec(stderr) ?? [stderr])[0],
    )
  const applied = async (endpoints: readonly string[]) => {
    const registries = JSON.stringify({ mirrors: { 'repo.invalid': { endpoint: endpoints } } })
    const { generation } = await engine.spec(spec.name)
    const signal = AbortSignal.timeout(120_000)
    await engine.apply({ ...spec, registries }, { signal, basedOn: generation })
    return Promise.all(nodes.map((node) => pull(node, 'repo.invalid/library/tiny:1')))
  }

  it('go to the next one where a mirror is dead, and to the registry itself last, from the change on', async () => {
    const before = await world.started(spec.name)
    const without = await pull(nodes[0] ?? '', 'repo.invalid/library/tiny:1')
    const throughSecond = await applied([`http://${servers.closed}`, `http://${servers.plain}`])
    const toItself = await applied([`http://${servers.closed}`])
    expect([without, throughSecond, toItself]).toEqual([
      'no such host',
      ['pulled', 'pulled'],
      ['no such host', 'no such host'],
    ])
    expect(await world.started(spec.name)).toEqual(before)
    expect((await engine.registries(spec.name)).flatMap(({ differing = [] }) => differing)).toEqual([])
  })
})
