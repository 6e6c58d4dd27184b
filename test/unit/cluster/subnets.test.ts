import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeSubnets, nextFreePort, rangeOf } from '../../../electron/cluster/model/subnets.ts'

const cidr = fc
  .tuple(fc.constantFrom(10, 172, 192), fc.nat(255), fc.nat(255), fc.nat(255), fc.integer({ min: 8, max: 32 }))
  .map(([a, b, c, d, bits]) => `${a}.${b}.${c}.${d}/${bits}`)

describe('free networks', () => {
  it('overlap with nothing that is taken, nor with the pods and services of k3s', () => {
    fc.assert(
      fc.property(fc.array(cidr, { maxLength: 20 }), (taken) => {
        for (const subnet of freeSubnets(taken).filter((_, index) => index % 37 === 0)) {
          const own = rangeOf(subnet)
          if (!own) throw new Error(subnet)
          for (const other of [...taken, '10.42.0.0/16', '10.43.0.0/16']) {
            const range = rangeOf(other)
            expect(range && range.first <= own.last && own.first <= range.last).toBe(false)
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  it('are none when everything private is taken, and IPv6 is in nobody’s way', () => {
    expect([freeSubnets(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']), freeSubnets(['fd00::/8'])[0]]).toEqual([
      [],
      '10.213.0.0/24',
    ])
  })
})

describe('the next free port', () => {
  it('is the first that is not taken, and none beyond the last port', async () => {
    expect(await nextFreePort(6443, async (port) => port < 6446)).toBe(6446)
    expect(await nextFreePort(65_530, async () => true)).toBeUndefined()
  })
})
