import { expect, it } from 'vitest'
import { probeApiServers } from '../../../electron/cluster/read/api-addresses.ts'
import { FakeKubeApi } from '../../fakes/fake-kube-api.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'
import { testRecord } from './record.ts'

it('a place that cannot be tried says why, and the others are tried all the same', async () => {
  const record = testRecord()
  const runtime = new FakeRuntime()
  runtime.images.set(record.spec.image, { id: 'sha256:1' })
  await runtime.createNetwork({ name: 'bridge', subnet: '172.17.0.0/16', gateway: '172.17.0.1', labels: {} })
  const api = new FakeKubeApi()
  api.readiness = 'ready'
  const network = { place: 'network', server: 'https://demo-api:6443' } as const
  const local = { place: 'local', server: 'https://127.0.0.1:6443' } as const
  const docker = { place: 'docker', server: 'https://host.docker.internal:6443' } as const

  const found = await probeApiServers([local, network, docker], {
    runtime,
    connectApi: api.connect,
    record,
    kubeconfigFor: () => '',
    signal: new AbortController().signal,
  })

  // The cluster's network is not there.
  const detail = 'network sampan-demo not found'
  expect(found).toEqual([
    { ...local, isReachable: true },
    { ...network, isReachable: false, detail },
    { ...docker, isReachable: true },
  ])
  expect(await runtime.listContainers({ label: 'dev.sampan.cluster' })).toEqual([])
})

it('trying ends with whoever wanted to know, and leaves no container behind', async () => {
  const record = testRecord()
  const runtime = new FakeRuntime()
  runtime.images.set(record.spec.image, { id: 'sha256:1' })
  const controller = new AbortController()
  const trying = probeApiServers([{ place: 'docker', server: 'https://host.docker.internal:6443' }], {
    runtime,
    connectApi: new FakeKubeApi().connect,
    record,
    kubeconfigFor: () => '',
    signal: controller.signal,
  })
  controller.abort(new Error('closed'))
  await expect(trying).rejects.toThrow('closed')
  expect(await runtime.listContainers({ label: 'dev.sampan.cluster' })).toEqual([])
})
