import { expect, it } from 'vitest'
import { countVitest } from '../../scripts/reports.mjs'

const file = (status: string, tests: readonly string[]) => ({
  name: '/here/a.test.ts',
  status,
  assertionResults: tests.map((each, at) => ({ status: each, fullName: `${each} ${at}` })),
})

it('a file whose preparation fails has failed, although vitest calls its tests skipped', () => {
  expect(countVitest({ testResults: [file('failed', ['skipped', 'skipped'])] })).toEqual({
    passed: 0,
    failed: 1,
    skipped: ['skipped 0', 'skipped 1'],
  })
})

it('a file that cannot be loaded has failed, and one with failed tests as often as those', () => {
  expect(countVitest({ testResults: [file('failed', []), file('passed', ['passed', 'skipped'])] })).toMatchObject({
    passed: 1,
    failed: 1,
  })
  expect(countVitest({ testResults: [file('failed', ['failed', 'failed', 'passed'])] })).toMatchObject({ failed: 2 })
})
