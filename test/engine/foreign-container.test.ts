import { describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { fakeWorld } from './fake-world.ts'
import { realWorld } from './real-world.ts'

const signal = new AbortController().signal

for (const world of [await fakeWorld(), await realWorld()]) {
  describe.skipIf(world.missing)(`a container of somebody else: ${world.missing ?? world.name}`, () => {
    it('on the network of a cluster does not keep it from being deleted, and is left alone', async () => {
      const spec = world.spec()
      let foreign: string | undefined
      try {
        await world.engine.create(spec, { signal, wait: false })
        foreign = await world.joinByHand(spec.name)
        const told: string[] = []
        const onEvent = (event: OperationEvent) => {
          if (event.kind === 'step' && event.action === 'disconnect container') told.push(event.target ?? '')
        }
        await world.engine.delete(spec.name, { signal, onEvent })
        expect(told).toEqual([foreign])
        expect(await world.leftovers(spec.name)).toEqual([])
        // Fails where it is not there any more.
        await world.removeContainerByHand(foreign)
        foreign = undefined
      } finally {
        if (foreign) await world.removeContainerByHand(foreign)
        await world.sweep(spec.name)
      }
    })
  })
}
