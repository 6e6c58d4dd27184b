import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { blueprint } from '../../../electron/cluster/model/blueprint.ts'
import { agingOf } from '../../../electron/cluster/read/aging.ts'
import { observeCluster } from '../../../electron/cluster/read/observe.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'
import { certificates } from '../kubernetes/certificates.ts'
import { testFacts, testRecord } from './record.ts'

const { signal } = new AbortController()
const dayMs = 86_400_000

/** What is said of a cluster whose server's certificate has so many days left. */
async function said(days: number, skewMs = 0) {
  const runtime = new FakeRuntime()
  runtime.clockAheadMs = Date.parse(new X509Certificate(certificates.serverCert).validTo) - days * dayMs - Date.now()
  const [server] = blueprint(testRecord(), testFacts).containers
  if (!server) throw new Error('no server')
  runtime.images.set(server.container.image, { id: 'sha256:1' })
  await runtime.createNetwork({ name: 'sampan-demo', subnet: '10.213.7.0/24', gateway: '10.213.7.1', labels: {} })
  const id = await runtime.createContainer(server.container)
  const path = '/var/lib/rancher/k3s/server/tls/serving-kube-apiserver.crt'
  runtime.container(id).writeFile(path, Buffer.from(certificates.serverCert))
  await runtime.startContainer(id)
  const observed = await observeCluster(runtime, 'demo')
  const host = { now: () => runtime.now() + skewMs }
  return agingOf(runtime, { observed, host, engineId: 'e' }, signal)
}

describe('a cluster that is Ready', () => {
  it('says from 90 days before that its certificates end, and that a restart renews them', async () => {
    expect(await said(91.5)).toBeUndefined()
    expect(await said(60.5)).toEqual({
      code: 'cluster.certificates_end',
      params: { cluster: 'demo', days: 60 },
      actions: [{ kind: 'restartCluster', cluster: { engineId: 'e', name: 'demo' } }],
    })
    expect((await said(-3))?.params.days).toBe(0)
  })

  it('says that the clock of its machine is another one', async () => {
    expect(await said(300, 20_000)).toBeUndefined()
    expect(await said(300, -45_000)).toMatchObject({ code: 'clock.skewed', params: { seconds: 45 } })
  })
})
