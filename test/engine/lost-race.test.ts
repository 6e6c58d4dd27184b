import { expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { problem } from '#shared/problem.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { uniqueName } from './docker.ts'
import { fakeDocker, image } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'

const { signal } = new AbortController()

/** An engine in memory, a spec for it, and what a creation of it says. */
function nothingYet() {
  const { runtime, engineOver } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const events: OperationEvent[] = []
  const options = { signal, onEvent: (event: OperationEvent) => events.push(event) }
  const specOf = (more: object) => parseSpec({ version: 1, name: uniqueName(), image, apiPort: 19_443, ...more })
  const warnings = () =>
    events.flatMap((event) => (event.kind === 'warning' ? [{ code: event.code, params: event.params }] : []))
  return { runtime, engine, specOf, options, warnings }
}

it('a creation that loses a race for its subnet says so, and takes another one', async () => {
  const { runtime, engine, specOf, options, warnings } = nothingYet()
  const overlaps = problem('subnet.none_free', {}, { detail: 'Pool overlaps with other one on this address space' })
  runtime.failNext('createNetwork', overlaps)
  expect((await engine.create(specOf({}), options)).state).toBe('ready')
  expect(warnings()).toEqual([{ code: 'subnet.taken_meanwhile', params: {} }])
})

it('a creation that loses a race for the API port that was chosen for it says so, and takes another one', async () => {
  const { runtime, engine, specOf, options, warnings } = nothingYet()
  runtime.failNext('startContainer', problem('port.taken', { port: 19_443, holder: 'web' }))
  expect((await engine.create(specOf({}), { ...options, choose: ['apiPort'] })).apiPort).not.toBe(19_443)
  expect(warnings()).toEqual([{ code: 'port.taken_meanwhile', params: { port: 19_443 } }])
})

it('a creation for which no subnet is left fails at once', async () => {
  const { runtime, engine, specOf, options, warnings } = nothingYet()
  await runtime.createNetwork({ name: 'all', subnet: '10.0.0.0/8', gateway: '10.0.0.1', labels: {} })
  await runtime.createNetwork({ name: 'more', subnet: '172.16.0.0/12', gateway: '172.16.0.1', labels: {} })
  await runtime.createNetwork({ name: 'most', subnet: '192.168.0.0/16', gateway: '192.168.0.1', labels: {} })
  expect(await problemFrom(engine.create(specOf({}), options))).toMatchObject({ code: 'subnet.none_free' })
  expect(warnings()).toEqual([])
})

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
