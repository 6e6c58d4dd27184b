import { expect, it } from 'vitest'
import { helperContainer } from '../../electron/cluster/model/helper-container.ts'
import { fakeDocker, image } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'

const options = () => ({ signal: AbortSignal.timeout(60_000) })
const name = 'shared'
const host = `${name}.sampan-registry`

/** A cluster that is to use a registry, and what happens when it is connected. */
async function creating(meanwhile: (docker: ReturnType<typeof fakeDocker>) => Promise<void>) {
  const docker = fakeDocker()
  const { runtime } = docker
  const front = new Proxy(runtime, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target)
      if (typeof value !== 'function') return value
      if (property !== 'connect') return value.bind(target)
      return async (...args: Parameters<typeof runtime.connect>) => {
        await meanwhile(docker)
        return runtime.connect(...args)
      }
    },
  })
  const labels = { 'dev.sampan.registry': name, 'dev.sampan.registry-port': '5000' }
  const spec = { version: 1 as const, name: 'dev', image, apiPort: 16_999, localRegistries: [name] }
  const engine = docker.engineOver(front, 'here/1')
  await runtime.createVolume({ name: host, labels })
  const container = helperContainer('dev', 'registry', {
    ...{ image, entrypoint: [], network: { name: 'bridge', ipv4: '', aliases: [] } },
  })
  await runtime.createContainer({ ...container, name: host, labels })
  return { docker, create: () => engine.create(spec, options()) }
}

it('a registry that is deleted while a cluster is created keeps it from nothing', async () => {
  const { create } = await creating(({ runtime }) => runtime.removeContainer(host))
  expect((await create()).state).toBe('ready')
})

it('a registry that is there and cannot be connected fails the create, which leaves nothing', async () => {
  const { docker, create } = await creating(({ runtime }) => runtime.removeNetwork('sampan-dev'))
  const { code } = await problemFrom(create())
  expect(code).toBe('docker.failed')
  expect((await docker.runtime.listContainers({ label: 'dev.sampan.cluster' })).map((each) => each.name)).toEqual([])
})
