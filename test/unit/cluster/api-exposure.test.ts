import { expect, it } from 'vitest'
import { apiExposure } from '../../../electron/cluster/model/api-exposure.ts'
import { apiServers } from '../../../electron/cluster/read/api-addresses.ts'
import type { RuntimeInfo } from '../../../electron/docker/container-runtime.ts'
import { testRecord } from './record.ts'

const bridge = { id: 'b', name: 'bridge', subnets: ['172.17.0.0/16'], gateway: '172.17.0.1', labels: {} }
const info: RuntimeInfo = {
  engineId: 'e',
  name: 'host',
  version: '29.0.0',
  apiVersion: '1.52',
  operatingSystem: 'Debian',
  osType: 'linux',
  architecture: 'x86_64',
  cgroupVersion: 2,
  isRootless: false,
  cpus: 2,
  memoryBytes: 8e9,
  dataRoot: '/var/lib/docker',
  systemTimeMs: 0,
  isLocal: true,
}
const exposure = (apiAccess: 'host' | 'lan', more: Partial<RuntimeInfo> = {}) =>
  apiExposure({ apiAccess }, { info: { ...info, ...more }, networks: [bridge], lanAddresses: ['192.168.7.20'] })

it('the API is published on loopback, and for other containers on the bridge that only they can reach', () => {
  expect(exposure('host')).toEqual({ hostIps: ['127.0.0.1', '172.17.0.1'], names: [] })
})

it('it stays on loopback where the bridge is not an address of this machine', () => {
  const loopback = { hostIps: ['127.0.0.1'], names: [] }
  expect([exposure('host', { isLocal: false }), exposure('host', { isRootless: true })]).toEqual([loopback, loopback])
})

it('the network is let in only when asked, and then stands in the certificate', () => {
  const api = exposure('lan')
  const record = { ...testRecord({ apiAccess: 'lan' }), api }
  expect([api, apiServers(record).at(-1)]).toEqual([
    { hostIps: ['0.0.0.0'], names: ['192.168.7.20'] },
    { place: 'lan', server: 'https://192.168.7.20:6443' },
  ])
})
