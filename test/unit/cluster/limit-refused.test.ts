import { expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { apply } from '../../../electron/cluster/change/apply.ts'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { recordPath } from '../../../electron/cluster/model/cluster-record.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'
import { testFacts, testRecord } from './record.ts'

it('a container whose limits Docker may not set is made again without them, with the record of now', async () => {
  const runtime = new FakeRuntime()
  const { network, containers } = blueprint(testRecord(), testFacts)
  const [container] = containers
  if (!container) throw new Error('no server')
  runtime.images.set(container.container.image, { id: 'sha256:1' })
  const context = {
    ...{ runtime, operationId: 'o', emit: () => undefined, signal: new AbortController().signal },
    confirm: async () => undefined,
  }
  await apply([{ stage: 'containers', steps: [{ kind: 'createNetwork', network }] }], context)
  await apply([{ stage: 'containers', steps: [{ kind: 'createContainer', container }] }], context)
  runtime.container(container.name).writeFile(recordPath, Buffer.from('of now'))
  runtime.failNext('startContainer', problem('docker.limit_refused', {}), container.name)
  await apply([{ stage: 'containers', steps: [{ kind: 'startContainer', container }] }], context)
  const { state, options } = runtime.container(container.name)
  expect([state, options.openFiles, String(await runtime.readFile(container.name, recordPath))]).toEqual([
    'running',
    undefined,
    'of now',
  ])
})
