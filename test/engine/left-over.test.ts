import { describe, expect, it } from 'vitest'
import { Claims } from '../../electron/cluster/change/claims.ts'
import { claimName } from '../../electron/cluster/model/labels.ts'
import { fakeDocker, fakeWorld } from './fake-world.ts'
import { realWorld } from './real-world.ts'

const signal = new AbortController().signal
const options = { signal, timeoutMs: 90_000 }

for (const world of [await fakeWorld(), await realWorld()]) {
  describe.skipIf(world.missing)(`what is left over: ${world.missing ?? world.name}`, () => {
    it('is kept on request, and makes the cluster again; what belongs to none is listed, and removed', async () => {
      const spec = world.spec()
      const [server, network] = [`sampan-${spec.name}-server-0`, `sampan-${spec.name}`]
      const orphansOf = async () => (await world.engine.orphans(signal)).filter(({ cluster }) => cluster === spec.name)
      try {
        await world.engine.create(spec, options)
        const { generation } = await world.engine.spec(spec.name)
        expect(await orphansOf()).toEqual([])
        await world.engine.delete(spec.name, { ...options, keepsVolumes: true })
        expect((await world.leftovers(spec.name)).sort()).toEqual(
          ['k3s', 'kubelet', 'log', 'node'].map((each) => `${server}-${each}`),
        )
        // They are a cluster yet.
        expect(await orphansOf()).toEqual([])
        expect((await world.engine.start(spec.name, options)).state).toBe('ready')
        expect((await world.engine.spec(spec.name)).generation).toBe(generation)

        // What an agent had that a plan no longer knows, and a container that only looked at something.
        const remove = await world.makeByHand('volume', `${network}-agent-3-k3s`, { 'dev.sampan.cluster': spec.name })
        await world.makeBrokenContainer(spec.name)
        try {
          const found = await orphansOf()
          expect(found.map(({ kind, name }) => [kind, name])).toEqual([
            ['container', `${network}-broken-0`],
            ['volume', `${network}-agent-3-k3s`],
          ])
          expect(found[1]?.sizeBytes).toBeGreaterThanOrEqual(0)
          await world.engine.removeOrphans({ cluster: spec.name, names: found.map(({ name }) => name) }, options)
          expect(await orphansOf()).toEqual([])
          expect((await world.engine.get(spec.name)).state).toBe('running')
        } finally {
          await remove().catch(() => undefined)
        }
      } finally {
        await world.sweep(spec.name)
      }
    })
  })
}

describe('the claim of a process that was killed before it had made anything', () => {
  it('is listed, and removed; never while its holder lives', async () => {
    const { runtime, engineOver, dead } = fakeDocker()
    const engine = engineOver(runtime, 'here/1')
    const name = claimName('early')
    await new Claims({ maker: 'here/9', isRunning: () => true }).take(
      runtime,
      { cluster: 'early', kind: 'create' },
      signal,
    )
    const remove = () => engine.removeOrphans({ cluster: 'early', names: [name] }, options)
    expect(await engine.orphans(signal)).toEqual([])
    await expect(remove()).rejects.toMatchObject({ problem: { code: 'cluster.busy' } })
    dead.add('here/9')
    expect(await engine.orphans(signal)).toMatchObject([{ cluster: 'early', kind: 'volume', name }])
    await remove()
    expect([await engine.orphans(signal), await runtime.listVolumes({ label: 'dev.sampan.cluster' })]).toEqual([[], []])
  })

  it('is listed of a local registry, too, and removed; never while its holder lives', async () => {
    const { runtime, engineOver, dead } = fakeDocker()
    const engine = engineOver(runtime, 'here/1')
    const cluster = 'early.sampan-registry'
    const claims = new Claims({ maker: 'here/9', isRunning: () => true })
    await claims.take(runtime, { cluster, kind: 'change' }, signal)
    const [first] = await runtime.listVolumes({ label: 'dev.sampan.claim' })
    const gate = `${claimName(cluster)}-after-${first?.labels['dev.sampan.claim']}`
    await runtime.createVolume({ name: gate, labels: { ...first?.labels, 'dev.sampan.claim': 'another' } })
    expect(await engine.orphans(signal)).toEqual([])
    dead.add('here/9')
    const names = (await engine.orphans(signal)).map((orphan) => orphan.name)
    expect(names.sort()).toEqual([claimName(cluster), gate])
    await engine.removeOrphans({ cluster, names }, options)
    expect([await engine.orphans(signal), await runtime.listVolumes({ label: 'dev.sampan.claim' })]).toEqual([[], []])
  })

  it('and so is that of one who was about to put such a claim aside', async () => {
    const { runtime, engineOver, dead } = fakeDocker()
    const engine = engineOver(runtime, 'here/1')
    const [claim] = ['here/8', 'here/9'].map((maker) => new Claims({ maker, isRunning: () => true }))
    await claim?.take(runtime, { cluster: 'early', kind: 'create' }, signal)
    const [first] = await runtime.listVolumes({ label: 'dev.sampan.cluster' })
    const gate = `${claimName('early')}-after-${first?.labels['dev.sampan.claim']}`
    const labels = { ...first?.labels, 'dev.sampan.claim': 'another', 'dev.sampan.maker': 'here/9' }
    await runtime.createVolume({ name: gate, labels })
    dead.add('here/8').add('here/9')
    const found = await engine.orphans(signal)
    expect(found.map(({ name }) => name).sort()).toEqual([claimName('early'), gate])
    await engine.removeOrphans({ cluster: 'early', names: found.map(({ name }) => name) }, options)
    expect(await runtime.listVolumes({ label: 'dev.sampan.cluster' })).toEqual([])
  })
})
