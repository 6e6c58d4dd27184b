import { describe, expect, it } from 'vitest'
import { Claims } from '../../../electron/cluster/change/claims.ts'
import { openClusterEngine } from '../../../electron/cluster/cluster-engine.ts'
import { askDatabase } from '../../../electron/datastore/ask-database.ts'
import { fakeHost } from '../../engine/fake-host.ts'
import { fakeDocker, fakeWorld } from '../../engine/fake-world.ts'

const options = { signal: new AbortController().signal }

/** An engine on a machine whose addresses are those of `machine`. */
async function movable() {
  const { runtime, connectApi } = fakeDocker()
  const machine = { lan: '192.168.7.20' }
  const host = { ...fakeHost(), lanAddresses: () => [machine.lan], canListenOn: async () => true }
  const engine = openClusterEngine({
    runtime,
    connectApi,
    askDatabase,
    host,
    entrypoint: '#!/bin/sh\n',
    claims: new Claims(),
  })
  const spec = (await fakeWorld()).spec({ apiAccess: 'lan' })
  const server = () => runtime.container(`sampan-${spec.name}-server-0`)
  return { runtime, machine, engine, spec, server }
}

describe('the addresses under which the API is published', () => {
  it('stay while the cluster runs: another Wi-Fi is no reason to restart a server for an agent more', async () => {
    const { machine, engine, spec, server } = await movable()
    await engine.create(spec, options)
    const before = [server().id, server().startedAtMs]
    machine.lan = '10.0.0.5'
    await engine.apply({ ...spec, agents: 1 }, options)
    expect([server().id, server().startedAtMs]).toEqual(before)
  })

  it('are looked at again at the next start: an address that Docker no longer has would keep it from starting', async () => {
    const { runtime, engine, spec, server } = await movable()
    const addresses = () => server().options.ports.map(({ hostIp }) => hostIp)
    const own = { ...spec, apiAccess: 'host' as const }
    await engine.create(own, options)
    await engine.stop(spec.name, options)
    runtime.properties = { ...runtime.properties, bridgeAddress: '172.31.0.1' }
    await engine.start(spec.name, options)
    expect(addresses()).toEqual(['127.0.0.1', '172.31.0.1'])
  })
})
