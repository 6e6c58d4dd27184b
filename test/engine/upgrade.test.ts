import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dockerMissing, execute, isStandIn } from './docker.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const missing = (await dockerMissing()) ?? (isStandIn ? undefined : 'with the stand-in only')
const world = await realWorld()
const options = { signal: new AbortController().signal, timeoutMs: 60_000 }

describe.skipIf(missing)(`an upgrade of k3s${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const image = 'sampan/fake-k3s:v1.35.2-k3s1'
  const spec = world.spec({ image })
  const kept = `sampan-${spec.name}-server-0-before`
  const isKept = async () => (await world.leftovers(spec.name)).includes(kept)
  const marker = '/var/lib/rancher/k3s/server/marker'

  beforeAll(async () => {
    await execute(process.execPath, ['test/fake-k3s/build.mjs', 'v1.35.2-k3s1'])
    await world.engine.create(spec, options)
  })
  afterAll(() => world.sweep(spec.name))

  it('that does not become Ready has a way back, to the k3s and to the data of before', async () => {
    const server = `sampan-${spec.name}-server-0`
    await world.writeFile(server, marker, 'before')
    // Of an upgrade that was killed before it began: the k3s that it is of has gone on since.
    await world.makeByHand('volume', kept, { 'dev.sampan.cluster': spec.name })
    const stale = 'mkdir /to/server && echo stale > /to/server/marker && printf %s "$0" > /to/image'
    const mounted = ['--rm', '-v', `${kept}:/to`, '--entrypoint', '/bin/sh', image]
    await execute('docker', ['run', ...mounted, '-c', stale, image])
    const broken = {
      ...spec,
      image: 'sampan/fake-k3s:v1.36.2-k3s1',
      env: { ...spec.env, FAKE_K3S_FAULT: 'never-ready' },
    }
    const plan = await world.engine.preview(broken, options.signal)
    expect(plan).toContainEqual({ action: 'copy data', target: `sampan-${spec.name}-server-0-k3s` })
    const { code, actions } = await problemFrom(world.engine.apply(broken, { ...options, timeoutMs: 10_000 }))
    expect([code, actions?.map(({ kind }) => kind)]).toEqual(['k3s.nodes_timeout', ['revertUpgrade']])
    expect(await isKept()).toBe(true)
    // Also for whoever looks at it later, with another app than the one that saw it fail.
    expect((await world.otherEngine().get(spec.name)).hasWayBack).toBe(true)
    // What the newer k3s makes of the data.
    await world.writeFile(server, marker, 'after')
    const back = await world.engine.revert(spec.name, options)
    expect([back.state, back.image]).toEqual(['ready', image])
    expect(await world.readFile(server, marker)).toBe('before')
    expect(await isKept()).toBe(false)
    expect((await world.engine.get(spec.name)).hasWayBack).toBeUndefined()
    expect((await world.engine.spec(spec.name)).spec.env).toEqual(spec.env)
    expect((await problemFrom(world.engine.revert(spec.name, options))).code).toBe('cluster.nothing_to_revert')
  })

  it('that becomes Ready keeps nothing', async () => {
    await world.engine.apply({ ...spec, image: 'sampan/fake-k3s:v1.36.2-k3s1' }, options)
    expect(await isKept()).toBe(false)
  })
})
