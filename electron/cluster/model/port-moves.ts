import { hostPortsOf } from './node-ports.ts'
import type { Change } from './plan-changes.ts'

const held = (change: Change) => (change.kind === 'make' ? [] : hostPortsOf(change.old.labels))
const wanted = ({ container: { container } }: Change) => hostPortsOf(container.labels)

/** Whether a container that is made again gives away a port that another one is to have. */
export function givesTo(change: Change, others: readonly Change[]): boolean {
  if (change.kind !== 'replace') return false
  const own = wanted(change)
  const given = held(change).filter((port) => !own.includes(port))
  return others.some((other) => other !== change && wanted(other).some((port) => given.includes(port)))
}

/** Each after those that have a port that it is to have, as far as that goes: of two that change places, one has to fail. */
export function inOrderOfGiving(changes: readonly Change[]): Change[] {
  const left = [...changes]
  const ordered: Change[] = []
  while (left.length > 0) {
    const isFree = (change: Change) =>
      !left.some((other) => other !== change && held(other).some((port) => wanted(change).includes(port)))
    const at = Math.max(0, left.findIndex(isFree))
    ordered.push(...left.splice(at, 1))
  }
  return ordered
}
