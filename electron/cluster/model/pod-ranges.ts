import type { ClusterSpec } from '#shared/cluster.ts'
import { flagValue } from './k3s-config.ts'
import { rangeOf } from './subnets.ts'

/** The networks of pods and of services. */
export interface Ranges {
  readonly pods: string
  readonly services: string
}

/** k3s' own (k3s.md 3.2). */
export const usualRanges: Ranges = { pods: '10.42.0.0/16', services: '10.43.0.0/16' }

/** Each pair has room for 64 nodes at least, and lies where VPNs seldom are. */
const pairs: readonly Ranges[] = [
  usualRanges,
  { pods: '10.142.0.0/16', services: '10.143.0.0/16' },
  { pods: '172.26.0.0/16', services: '172.27.0.0/16' },
  { pods: '172.22.0.0/16', services: '172.23.0.0/16' },
  { pods: '192.168.128.0/18', services: '192.168.192.0/18' },
  { pods: '100.96.0.0/16', services: '100.97.0.0/16' },
]

const flags = { pods: 'cluster-cidr', services: 'service-cidr' } as const

/** What the user has chosen by flags. */
const givenRanges = (spec: ClusterSpec): Partial<Ranges> => {
  const [pods, services] = [flagValue(spec, 'server', flags.pods), flagValue(spec, 'server', flags.services)]
  return { ...(pods === undefined ? {} : { pods }), ...(services === undefined ? {} : { services }) }
}

/**
 * The first pair that hides nothing which this machine has a route to: pods would look for it in vain. k3s' own where all are taken.
 * What the user has chosen stays.
 */
export function chooseRanges(spec: ClusterSpec, taken: readonly string[]): Ranges {
  const given = givenRanges(spec)
  const whole = pairs.map((pair) => ({ ...pair, ...given }))
  const isFree = ({ pods, services }: Ranges) =>
    [...(given.pods === undefined ? [pods] : []), ...(given.services === undefined ? [services] : [])].every(
      (own) => covering(own, taken) === undefined,
    ) && !doOverlap(pods, services)
  return whole.find(isFree) ?? { ...usualRanges, ...given }
}

/** Those that a user has chosen and that hide what this machine has a route to. */
export function hidingRanges(spec: ClusterSpec, taken: readonly string[]): { range: string; route: string }[] {
  return Object.values(givenRanges(spec)).flatMap((range) => {
    const route = covering(range, taken)
    return route === undefined ? [] : [{ range, route }]
  })
}

export const areUsual = ({ pods, services }: Ranges): boolean =>
  pods === usualRanges.pods && services === usualRanges.services

/** The flags of a cluster for which others were chosen; none that its user gives. */
export function rangeFlags(spec: ClusterSpec, ranges: Ranges | undefined): Record<string, string> {
  if (ranges === undefined) return {}
  const given = givenRanges(spec)
  return {
    ...(given.pods === undefined ? { [flags.pods]: ranges.pods } : {}),
    ...(given.services === undefined ? { [flags.services]: ranges.services } : {}),
  }
}

const covering = (range: string, taken: readonly string[]) => taken.find((other) => doOverlap(range, other))

function doOverlap(left: string, right: string): boolean {
  const [one, other] = [rangeOf(left), rangeOf(right)]
  return one !== undefined && other !== undefined && one.first <= other.last && other.first <= one.last
}
