import { expect, it } from 'vitest'
import { countPlaywright, countVitest } from '../../scripts/reports.mjs'

const file = (status: string, tests: readonly string[]) => ({
  name: '/here/a.test.ts',
  status,
  message: status === 'failed' ? 'no such module' : '',
  assertionResults: tests.map((each, at) => ({ status: each, fullName: `${each} ${at}` })),
})

it('a file whose preparation fails has failed, although vitest calls its tests skipped', () => {
  expect(countVitest({ testResults: [file('failed', ['skipped', 'skipped'])] })).toEqual({
    passed: 0,
    failed: 1,
    skipped: ['skipped 0', 'skipped 1'],
    broken: ['a.test.ts as a whole\n    no such module'],
  })
})

it('a file that cannot be loaded has failed, and one with failed tests as often as those', () => {
  expect(countVitest({ testResults: [file('failed', []), file('passed', ['passed', 'skipped'])] })).toMatchObject({
    passed: 1,
    failed: 1,
  })
  expect(countVitest({ testResults: [file('failed', ['failed', 'failed', 'passed'])] })).toMatchObject({ failed: 2 })
})

it('says of each failure its title and the beginning of its reason, without colors', () => {
  const reason = [
    '\u001b[31mexpected 1 to be 2\u001b[39m',
    '',
    ...Array.from({ length: 30 }, (_, at) => `at ${at} ${'x'.repeat(300)}`),
  ]
  const spec = (status: string) => ({
    ...{ file: 'logs.spec.ts', line: 7, title: 'runs' },
    tests: [{ status, results: [{ errors: [{ message: reason.join('\n') }] }] }],
  })
  const { passed, failed, broken } = countPlaywright({
    suites: [{ suites: [{ specs: [spec('expected'), spec('unexpected')] }] }],
  })
  expect({ passed, failed }).toEqual({ passed: 1, failed: 1 })
  const [title, first, ...rest] = broken[0]?.split('\n') ?? []
  expect([title, first]).toEqual(['logs.spec.ts:7 runs', '    expected 1 to be 2'])
  expect(rest).toHaveLength(7)
  expect(Math.max(...rest.map((line) => line.length))).toBeLessThanOrEqual(204)
})
