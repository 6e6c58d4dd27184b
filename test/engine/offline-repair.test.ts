import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { sampan } from './cli-process.ts'
import { docker, execute, isStandIn, testImage, uniqueName } from './docker.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const why = world.missing ?? (isStandIn ? undefined : 'the image under test is no stand-in')
const older = 'sampan/fake-k3s:v1.35.2-k3s1'

/** What puts a cluster right while every connection is refused. */
describe.skipIf(why)(`without a network${why ? ` (skipped: ${why})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sampan-offline-repair-'))
  const noted = join(folder, 'connections')
  const env = {
    NODE_OPTIONS: `--require ${fileURLToPath(new URL('refuse-network.cjs', import.meta.url))}`,
    SAMPAN_NOTED_CONNECTIONS: noted,
  }
  const names: string[] = []
  const tags: string[] = []
  const offline = (action: string, name: string) =>
    sampan([action, name, '--offline', '--json'], undefined, undefined, { more: env })
  const outcome = ({ json }: Awaited<ReturnType<typeof offline>>) => {
    const { kind, code, params } = json.at(-1) ?? {}
    return code === undefined ? kind : { code, params }
  }
  /** An image under a name of its own, so that it can be taken away. */
  const tagged = async (image: string) => {
    const tag = `${uniqueName()}/k3s:${image.slice(image.lastIndexOf(':') + 1)}`
    tags.push(tag)
    await execute('docker', ['tag', image, tag])
    return {
      tag,
      take: () => execute('docker', ['rmi', '--no-prune', tag]),
      give: () => execute('docker', ['tag', image, tag]),
    }
  }
  const missing = (image: string) => ({
    code: 'offline.image_missing',
    params: { image, platform: expect.stringMatching(/^linux\//), source: `docker.io/${image}` },
  })
  const statesOf = async (name: string) =>
    (await world.containers(name)).map((container) => [container.name, container.state])
  const asked = () => (existsSync(noted) ? readFileSync(noted, 'utf8') : '')

  afterAll(async () => {
    for (const name of names) await world.sweep(name)
    for (const tag of tags) await execute('docker', ['rmi', '--no-prune', tag]).catch(() => undefined)
    rmSync(folder, { recursive: true })
  })

  it.each(['repair', 'restart'] as const)(
    'a %s stops and removes nothing while the image is not here, and does its work once it is',
    async (action) => {
      const image = await tagged(testImage)
      const { name, ...spec } = world.spec({ image: image.tag, agents: 1 })
      names.push(name)
      await world.engine.create({ name, ...spec }, { signal: AbortSignal.timeout(120_000) })
      const agent = `sampan-${name}-agent-0`
      // A node that a repair takes away and makes again; one that is gone. What is there starts without its image.
      if (action === 'repair') await docker.getNetwork(`sampan-${name}`).disconnect({ Container: agent })
      else await docker.getContainer(agent).remove({ force: true })
      const before = [await statesOf(name), await world.started(name)]
      await image.take()
      expect(outcome(await offline(action, name))).toEqual(missing(image.tag))
      expect([await statesOf(name), await world.started(name)]).toEqual(before)
      await image.give()
      expect(outcome(await offline(action, name))).toBe('ready')
      const { Containers = {} } = await docker.getNetwork(`sampan-${name}`).inspect()
      expect(Object.values(Containers).map(({ Name }) => Name)).toContain(agent)
      expect(asked()).toBe('')
    },
  )

  it('a revert leaves the newer k3s as it is while the former image is not here, and goes back once it is', async () => {
    await execute(process.execPath, ['test/fake-k3s/build.mjs', 'v1.35.2-k3s1'])
    const [before, after] = [await tagged(older), await tagged(testImage)]
    const spec = world.spec({ image: before.tag })
    names.push(spec.name)
    await world.engine.create(spec, { signal: AbortSignal.timeout(120_000) })
    const broken = { ...spec, image: after.tag, env: { ...spec.env, FAKE_K3S_FAULT: 'never-ready' } }
    const options = { signal: AbortSignal.timeout(120_000), timeoutMs: 5000 }
    expect((await problemFrom(world.engine.apply(broken, options))).code).toBe('k3s.nodes_timeout')
    const started = await world.started(spec.name)
    await before.take()
    expect(outcome(await offline('revert', spec.name))).toEqual(missing(before.tag))
    expect(await world.started(spec.name)).toEqual(started)
    await before.give()
    expect(outcome(await offline('revert', spec.name))).toBe('ready')
    expect((await world.engine.get(spec.name)).image).toBe(before.tag)
    expect(asked()).toBe('')
  })
})
