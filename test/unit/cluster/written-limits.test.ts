import { expect, it } from 'vitest'
import { limitsForPeople, limitsOfSpec } from '../../../electron/cluster/model/written-limits.ts'

it.each([
  [{ memoryBytes: 1024 ** 3 }, { memory: '1Gi' }],
  [
    { memoryBytes: 1536 * 1024 ** 2, cpus: 2 },
    { memory: '1536Mi', cpus: 2 },
  ],
  [{ memoryBytes: 1_000_000_001 }, { memoryBytes: 1_000_000_001 }],
  [{ cpus: 2 }, { cpus: 2 }],
  [{}, {}],
])('writes %j as %j, and reads it again', (limits, written) => {
  expect([limitsForPeople(limits), limitsOfSpec(written, 'limits')]).toEqual([written, limits])
})

it.each([
  [{ memoryBytes: '512Mi' }, { memoryBytes: 512 * 1024 ** 2 }],
  [{ memory: 1024 ** 3 }, { memoryBytes: 1024 ** 3 }],
  [undefined, undefined],
  ['much', 'much'],
])('reads %j', (written, limits) => expect(limitsOfSpec(written, 'limits')).toEqual(limits))

it.each(['limits', 'agentLimits'] as const)('says what is no size, and of which nodes: %s', (field) => {
  const found = expect.objectContaining({
    code: 'spec.invalid',
    params: { field: `${field}.memory`, reason: 'reason.size' },
  })
  expect(() => limitsOfSpec({ memory: 'much' }, field)).toThrow(expect.objectContaining({ problem: found }))
})
