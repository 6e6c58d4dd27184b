import { describe, expect, it, vi } from 'vitest'
import type { ClusterSpec } from '#shared/cluster.ts'
import { fakeDocker, fakeWorld, image } from '../../engine/fake-world.ts'
import { problemFrom } from '../../engine/problem-from.ts'

const options = { signal: new AbortController().signal }
const anHourMs = 3_600_000
/** No node gets over this: it counts as soon as it is said. */
const lastWords =
  'time="2026-11-23T10:00:00Z" level=warning msg="unknown flag --frobnicate found in config.yaml, skipping"\n'
const nodeOf = ({ name }: Pick<ClusterSpec, 'name'>, role: 'server' | 'agent') => `sampan-${name}-${role}-0`

async function aCluster(more: Partial<ClusterSpec> = {}) {
  const docker = fakeDocker()
  const spec = (await fakeWorld()).spec(more)
  return { ...docker, spec, engine: docker.engineOver(docker.runtime, 'here/1') }
}

describe('an engine whose clock is', () => {
  it.each([
    ['an hour ahead', anHourMs],
    ['as this one', 0],
    ['an hour behind', -anHourMs],
  ])('%s: what a node said before counts for nothing, and what it says now counts', async (_, aheadMs) => {
    const { runtime, apiOf, engine, spec } = await aCluster()
    runtime.clockAheadMs = aheadMs
    expect((await engine.create(spec, options)).state).toBe('ready')
    const node = runtime.container(nodeOf(spec, 'server'))
    node.print(lastWords)
    runtime.clockAheadMs += 1000
    apiOf(spec.name).readiness = 'refused'
    const ready = engine.whenReady(spec.name, options)
    await vi.waitFor(() => expect(runtime.openLogs).toBe(1))
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
    apiOf(spec.name).readiness = 'ready'
    expect(await ready).toEqual([])

    apiOf(spec.name).readiness = 'refused'
    const asked = problemFrom(engine.whenReady(spec.name, options))
    const saying = setInterval(() => node.print(lastWords), 20)
    const { code } = await asked.finally(() => clearInterval(saying))
    expect(code).toBe('k3s.unknown_flag')
  })
})

describe('a change whose image takes long to come', () => {
  it('goes by what is there when it has come: an agent that somebody took away meanwhile is made again', async () => {
    const { runtime, engine, spec } = await aCluster({ agents: 1 })
    await engine.create(spec, options)
    const other = `${image}-other`
    runtime.registry.set(other, { id: 'sha256:2' })
    runtime.pullImage = new Proxy(runtime.pullImage, {
      apply: async (pull, self, args: Parameters<typeof runtime.pullImage>) => {
        await Reflect.apply(pull, self, args)
        await runtime.removeContainer(runtime.container(nodeOf(spec, 'agent')).id)
      },
    })
    const { generation } = await engine.spec(spec.name)
    expect((await engine.apply({ ...spec, image: other }, { ...options, basedOn: generation })).state).toBe('ready')
    const { nodes } = await engine.get(spec.name)
    expect(nodes.map(({ name, container }) => [name, container])).toEqual([
      [nodeOf(spec, 'server'), 'running'],
      [nodeOf(spec, 'agent'), 'running'],
    ])
    expect(runtime.container(nodeOf(spec, 'agent')).options.image).toBe(other)
  })
})
