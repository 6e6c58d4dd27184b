import { expect, it } from 'vitest'
import { mayRaiseLimits } from '../../../electron/docker/raised-limits.ts'

it.each([
  ['a machine', 'CapBnd:\t000001ffffffffff\n', true],
  ['a container with the right', 'Name:\tnode\nCapBnd:\t0000000001000000\nSeccomp:\t2\n', true],
  ['a container without it', 'CapBnd:\t00000000a80425fb\n', false],
  ['another system', '', true],
])('an engine in %s may raise limits, or not', (_, status, may) => {
  expect(mayRaiseLimits(status)).toBe(may)
})
