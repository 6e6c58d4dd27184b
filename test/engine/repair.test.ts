import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { until } from './docker.ts'
import { fakeWorld } from './fake-world.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'

const signal = new AbortController().signal
const options = { signal, timeoutMs: 90_000 }

for (const world of [await fakeWorld(), await realWorld()]) {
  describe.skipIf(world.missing)(`a repair: ${world.missing ?? world.name}`, () => {
    const spec = world.spec({ agents: 1 })
    const agent = `sampan-${spec.name}-agent-0`
    const actionsOf = async (work: Promise<unknown>) => {
      const { code, params, actions } = await problemFrom(work)
      return { code, params, actions: actions?.map(({ kind }) => kind) }
    }

    beforeAll(() => world.engine.create(spec, options))
    afterAll(() => world.sweep(spec.name))

    it('takes a foreign container off the address of a node, by name, and leaves it running', async () => {
      const address = (await world.containers(spec.name)).find(({ name }) => name === agent)?.ip ?? ''
      await world.stopContainerByHand(agent)
      const foreign = await world.joinByHand(spec.name, address)
      try {
        const params = { node: agent, container: foreign, address }
        expect(await world.engine.get(spec.name)).toMatchObject({
          state: 'degraded',
          problem: { code: 'cluster.address_taken', params, actions: [{ kind: 'repairCluster' }] },
        })
        expect(await actionsOf(world.engine.start(spec.name, options))).toEqual({
          code: 'cluster.address_taken',
          params,
          actions: ['repairCluster'],
        })
        const told: string[] = []
        const onEvent = (event: OperationEvent) => {
          if (event.kind === 'step' && event.action === 'disconnect container') told.push(event.target ?? '')
        }
        expect((await world.engine.repair(spec.name, { ...options, onEvent })).state).toBe('ready')
        expect(new Set(told)).toEqual(new Set([foreign]))
        expect((await world.containers(spec.name)).map(({ name, ip }) => [name, ip])).toContainEqual([agent, address])
      } finally {
        // Fails where it is not there any more.
        await world.removeContainerByHand(foreign)
      }
    })

    it('makes again what was removed by hand', async () => {
      await world.removeContainerByHand(agent)
      expect(await world.engine.get(spec.name)).toMatchObject({
        problem: { code: 'cluster.node_missing', actions: [{ kind: 'repairCluster' }] },
      })
      expect((await world.engine.repair(spec.name, options)).state).toBe('ready')
    })

    it('is not needed where the network went while the cluster was stopped: a start makes all of it again, in place', async () => {
      const places = async () => (await world.containers(spec.name)).map(({ name, ip }) => [name, ip])
      const before = await places()
      await world.engine.stop(spec.name, options)
      await world.removeNetworkByHand(spec.name)
      expect((await world.engine.start(spec.name, options)).state).toBe('ready')
      expect(await places()).toEqual(before)
      expect(await world.engine.preview(spec, signal)).toEqual([])
    })

    it.skipIf(!world.isReal)('lets a node in again that comes with another password', async () => {
      await world.stopContainerByHand(agent)
      await world.writeFile(agent, '/etc/rancher/node/password', '0123456789abcdef0123456789abcdef')
      expect(await actionsOf(world.engine.start(spec.name, options))).toMatchObject({
        code: 'k3s.node_password_rejected',
        actions: ['repairCluster'],
      })
      expect((await world.engine.repair(spec.name, options)).state).toBe('ready')
      await until('the agent is Ready', async () =>
        (await world.readyNodes(await world.engine.kubeconfig(spec.name))).includes(agent),
      )
    })
  })
}
