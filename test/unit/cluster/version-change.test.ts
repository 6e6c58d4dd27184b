import { expect, it } from 'vitest'
import { downgradeProblem, isUpgrade, skipWarnings } from '../../../electron/cluster/model/version-change.ts'

const of = (tag: string) => ({ name: 'demo', image: `rancher/k3s:${tag}` })

it.each([
  ['v1.36.3-k3s1', 'v1.34.1-k3s1', true],
  ['v1.36.3-k3s1', 'v1.35', true],
  ['v2.0.0-k3s1', 'v1.40.0-k3s1', true],
  ['v1.36.3-k3s1', 'v1.36.1-k3s1', false],
  ['v1.36.3-k3s1', 'v1.37.0-k3s1', false],
  ['v1.9.0-k3s1', 'v1.36.3-k3s1', false],
  ['latest', 'v1.34.1-k3s1', false],
  ['v1.36.3-k3s1', 'mine', false],
])('from %s to %s is a downgrade: %j', (from, to, isDowngrade) => {
  expect(downgradeProblem(of(from), of(to))?.code).toBe(isDowngrade ? 'cluster.downgrade' : undefined)
})

it.each([
  ['v1.34.1-k3s1', 'v1.36.3-k3s1', ['v1.35']],
  ['v1.33.0-k3s1', 'v1.36', ['v1.34']],
  ['v1.35.1-k3s1', 'v1.36.3-k3s1', []],
  ['v1.36.3-k3s1', 'v1.34.3-k3s1', []],
  ['mine', 'v1.36.3-k3s1', []],
])('from %s to %s, what should come first is %j', (from, to, next) => {
  expect(skipWarnings(of(from), of(to)).map(({ params }) => params.next)).toEqual(next)
})

it('takes whatever may have written newer data for an upgrade', () => {
  const tried = [
    ['v1.36.1-k3s1', 'v1.36.3-k3s1'],
    ['v1.35.1-k3s1', 'v1.36.3-k3s1'],
    ['mine', 'v1.36.3-k3s1'],
  ] as const
  expect(tried.map(([from, to]) => isUpgrade(of(from).image, of(to).image))).toEqual([false, true, true])
})
