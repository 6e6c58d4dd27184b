import { expect, it } from 'vitest'
import { exposeApi } from '../../../electron/cluster/change/surroundings.ts'
import { hasHostGateway, isOpenToContainers } from '../../../electron/cluster/model/api-exposure.ts'
import { apiServers } from '../../../electron/cluster/read/api-addresses.ts'
import type { RuntimeInfo } from '../../../electron/docker/container-runtime.ts'
import { testRecord } from './record.ts'
import { dockerInfo } from './runtime-info.ts'

const exposure = (
  apiAccess: 'host' | 'lan',
  more: Partial<RuntimeInfo> = {},
  canListenOn: (ip: string) => boolean = () => true,
) =>
  exposeApi(
    { apiAccess },
    { host: { lanAddresses: () => ['192.168.7.20'], canListenOn: async (ip) => canListenOn(ip) } },
    { ...dockerInfo, ...more },
  )
const loopback = { hostIps: ['127.0.0.1'], names: [] }

it('the API is published on loopback, and for other containers on the bridge that only they can reach', async () => {
  expect(await exposure('host')).toEqual({ hostIps: ['127.0.0.1', '172.17.0.1'], names: [] })
})

it('it stays on loopback where the bridge is not an address of this machine', async () => {
  const elsewhere: Partial<RuntimeInfo>[] = [{ isLocal: false }, { isRootless: true }, { bridgeAddress: undefined }]
  for (const more of elsewhere) expect(await exposure('host', more)).toEqual(loopback)
})

it('it stays on loopback with Podman, whose bridge goes with the last container on it', async () => {
  expect(await exposure('host', { isPodman: true, bridgeAddress: '10.88.0.1' })).toEqual(loopback)
})

it('it stays on loopback when nothing can listen on what Docker says the address of the bridge is', async () => {
  expect(await exposure('host', { bridgeAddress: '172.26.0.1' }, (ip) => ip !== '172.26.0.1')).toEqual(loopback)
})

it('other containers are let in where the name of the host leads to an address that is published', async () => {
  const isOpen = async (apiAccess: 'host' | 'lan', more: Partial<RuntimeInfo>) =>
    isOpenToContainers(await exposure(apiAccess, more), { ...dockerInfo, ...more })
  const podman = { isPodman: true, bridgeAddress: '10.88.0.1' }
  expect(await Promise.all([isOpen('host', {}), isOpen('lan', podman), isOpen('lan', {})])).toEqual([true, true, true])
  const closed = [podman, { ...podman, isRootless: true }, { bridgeAddress: undefined }]
  expect(await Promise.all(closed.map((more) => isOpen('host', more)))).toEqual([false, false, false])
  // These lead the name to the loopback of the machine that they are on.
  const elsewhere = [{ isLocal: false }, { ...podman, isLocal: false }, { isRootless: true }]
  expect(await Promise.all(elsewhere.map((more) => isOpen('host', more)))).toEqual([true, true, true])
})

it('the host has a name inside only where the engine can tell its address', () => {
  const without = { bridgeAddress: undefined }
  const engines = [dockerInfo, { ...dockerInfo, ...without }, { ...dockerInfo, ...without, isPodman: true }]
  expect(engines.map(hasHostGateway)).toEqual([true, false, true])
})

it('the network is let in only when asked, and then stands in the certificate', async () => {
  const api = await exposure('lan')
  const record = { ...testRecord({ apiAccess: 'lan' }), api }
  expect([api, apiServers(record).at(-1)]).toEqual([
    { hostIps: ['0.0.0.0'], names: ['192.168.7.20'] },
    { place: 'lan', server: 'https://192.168.7.20:6443' },
  ])
})
