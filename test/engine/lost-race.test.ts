import { expect, it } from 'vitest'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { uniqueName } from './docker.ts'
import { fakeDocker, image } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'

const { signal } = new AbortController()

function nothingYet() {
  const { runtime, engineOver } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  return {
    engine,
    options: { signal },
    specOf: (more: object) => parseSpec({ version: 1, name: uniqueName(), image, apiPort: 19_443, ...more }),
  }
}

it('an API port that is also a published one is moved where it was chosen for the user, else refused by its field', async () => {
  const { engine, specOf, options } = nothingYet()
  const spec = specOf({ ports: [{ hostPort: 19_443, nodePort: 80 }] })
  const params = { field: 'ports.0.hostPort', reason: 'reason.shape.portOfApi', subject: 19_443 }
  expect(await problemFrom(engine.create(spec, options))).toMatchObject({ code: 'spec.invalid', params })
  const made = await engine.create(spec, { ...options, choose: ['apiPort'] })
  expect([made.apiPort === 19_443, made.ports.map(({ hostPort }) => hostPort)]).toEqual([false, [19_443]])
})

it('a port that is published twice is refused by its field', async () => {
  const { engine, specOf, options } = nothingYet()
  const twice = {
    ...specOf({}),
    ports: [80, 81].map((nodePort) => ({
      hostIp: '127.0.0.1' as const,
      hostPort: 18_080,
      nodePort,
      protocol: 'tcp' as const,
    })),
  }
  const params = { field: 'ports.1.hostPort', reason: 'reason.shape.portTwice', subject: 18_080 }
  expect(await problemFrom(engine.create(twice, options))).toMatchObject({ code: 'spec.invalid', params })
})
