import { expect, it } from 'vitest'
import { ProblemError, problem } from '#shared/problem.ts'
import { uniqueName } from './docker.ts'
import { fakeDocker, image } from './fake-world.ts'

const options = { signal: new AbortController().signal }

it('a start finds another address where only the agents came back after Docker’s bridge had moved', async () => {
  const { runtime, engineOver } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_443, agents: 1 }
  await engine.create(spec, options)
  await runtime.stopContainer(`sampan-${spec.name}-server-0`, 1)
  const moved = runtime.properties.bridgeAddress
  runtime.properties = { ...runtime.properties, bridgeAddress: '172.31.0.1' }
  const start = runtime.startContainer.bind(runtime)
  runtime.startContainer = async (id) => {
    const { ports } = runtime.container(id).options
    if (!ports.some(({ hostIp }) => hostIp === moved)) return start(id)
    const detail = `listen tcp4 ${moved}:1: bind: cannot assign requested address`
    throw new ProblemError(problem('docker.failed', { operation: 'start container', subject: id }, { detail }))
  }
  expect((await engine.start(spec.name, options)).state).toBe('ready')
})

it('a start brings back a node that somebody has deleted from Kubernetes, and leaves the others alone', async () => {
  const { runtime, engineOver, apiOf } = fakeDocker()
  const engine = engineOver(runtime, 'here/1')
  const spec = { version: 1 as const, name: uniqueName(), image, apiPort: 19_443, agents: 2 }
  await engine.create(spec, options)
  const started = () =>
    Promise.all(
      ['server-0', 'agent-0', 'agent-1'].map(
        async (node) => (await runtime.inspectContainer(`sampan-${spec.name}-${node}`))?.startedAtMs,
      ),
    )
  const before = await started()
  apiOf(spec.name).nodeDeleted(`sampan-${spec.name}-agent-1`)
  runtime.clockAheadMs = 120_000
  expect((await engine.start(spec.name, options)).state).toBe('ready')
  const after = await started()
  expect(after.slice(0, 2)).toEqual(before.slice(0, 2))
  expect(after[2]).toBeGreaterThan(before[2] ?? 0)
})
