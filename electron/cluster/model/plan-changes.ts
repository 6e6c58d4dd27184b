import type { Blueprint, ContainerBlueprint } from './blueprint.ts'
import type { Keeping } from './kept-data.ts'
import { label } from './labels.ts'
import { type FileChange, type FileStates, fileChange, fileStates } from './node-files.ts'
import type { ObservedContainer } from './observed-cluster.ts'
import type { Copy, Phase, Step } from './plan.ts'
import { givesTo, inOrderOfGiving } from './port-moves.ts'
import { type HostsToml, hostsPath, parseHosts } from './registries-files.ts'

/** What one container needs. */
export type Change =
  | { readonly kind: 'make'; readonly container: ContainerBlueprint }
  | { readonly kind: 'replace'; readonly container: ContainerBlueprint; readonly old: ObservedContainer }
  | {
      readonly kind: 'keep'
      readonly container: ContainerBlueprint
      readonly old: ObservedContainer
      readonly change: FileChange
    }

export function changeOf(container: ContainerBlueprint, old: ObservedContainer | undefined): Change {
  if (!old) return { kind: 'make', container }
  if (old.digest !== container.digest) return { kind: 'replace', container, old }
  return { kind: 'keep', container, old, change: fileChange(container.files, old.files ?? {}) }
}

const isUp = (change: Change) => change.kind !== 'make' && change.old.state === 'running'

const phase = (...steps: Step[]): Phase => ({ stage: 'containers', steps })
const wait: Phase = { stage: 'api', steps: [{ kind: 'waitForApi' }] }

type Replacement = Extract<Change, { kind: 'replace' }>

const replacing = ({ container, old }: Replacement, isToRun: boolean, keeping: Copy | undefined): Step => {
  return { kind: 'replaceContainer', container, old, isToRun, ...(keeping ? { keeping } : {}) }
}

/** What is done to containers of which none is to run: all at once, when the database is copied. */
export function stillPhases(changes: readonly Change[], { wanted, keeping }: Goal): Phase[] {
  return [phase(...copying(wanted, keeping)), phase(...changes.flatMap((change) => still(change, keeping)))]
}

const copying = ({ cluster }: Blueprint, { ofDatabase }: Keeping): Step[] =>
  ofDatabase ? [{ kind: 'copyData', cluster, copy: ofDatabase }] : []

interface Goal {
  readonly wanted: Blueprint
  readonly keeping: Keeping
}

function still(change: Change, keeping: Keeping): Step[] {
  switch (change.kind) {
    case 'make':
      return []
    case 'replace':
      return [replacing(change, false, keeping.atRest(change))]
    case 'keep': {
      const { files, effect, states } = change.change
      const { name, id } = change.old
      return files.length === 0 && effect === 'none' ? [] : [{ kind: 'writeFiles', name, id, files, states }]
    }
  }
}

/**
 * What is done to containers that are to run. The database comes first, for no server begins without it. What publishes the ports is up before the servers are; those that know each other start
 * together, for one of them alone may be no majority; from then on one server at a time goes down, joins or leaves, and the next only
 * when all others are Ready. Agents last: one that asks too early sleeps for seconds more (recordings/README.md).
 */
export function runPhases(
  changes: readonly Change[],
  {
    wanted,
    keeping,
    canStart,
    isReturning,
    leaving,
  }: Goal & {
    canStart: (change: Change) => boolean
    /** A server that etcd counts: while it is down, no other one may go down. */
    isReturning: (change: Change) => boolean
    leaving: readonly Extract<Step, { kind: 'removeServer' }>[]
  },
): Phase[] {
  const of = (role: ContainerBlueprint['role']) => changes.filter(({ container }) => container.role === role)
  const [databases, balancers, servers, agents] = [of('datastore'), of('loadbalancer'), of('server'), of('agent')]
  const late = servers.filter(keeping.comesUpFirst)
  const down = servers.filter((change) => !isUp(change) && !late.includes(change))
  const joining = down.filter((change) => !canStart(change))
  const returning = joining.filter(isReturning)
  const entering = joining.filter((change) => !returning.includes(change))
  const together = [
    ...down.filter((change) => !joining.includes(change)).map(start),
    ...leaving.filter((server) => !server.isUp).map(resume),
    ...late.flatMap((change) => (change.kind === 'make' ? [] : resume(change.old))),
  ]
  // A port can be had only once: the server that has it until now gives it away first.
  const releasing = servers.filter((change) => isUp(change) && givesPortsAway(change))
  const giving = servers.filter((change) => isUp(change) && !releasing.includes(change) && givesTo(change, changes))
  const rolling = servers.filter((change) => isUp(change) && ![...releasing, ...giving].includes(change))
  const gifts = inOrderOfGiving(giving)
  const first = [...releasing, ...gifts, ...rolling, ...late].find((change) => keeping.ofFirst(change) !== undefined)
  const roll = (change: Change) => rolled(change, change === first ? keeping.ofFirst(change) : undefined)
  // Before there is a copy nothing newer may be started, also where the one that is copied has yet to come up.
  const inTurn = [...rolling, ...late].sort((left, right) => Number(right === first) - Number(left === first))
  // While it is down, nobody can tell when a server is back.
  const isBalancerUp = balancers.every(isUp)
  // An agent that is down harms no majority: it is made again when the servers are.
  const resting = agents.filter((change) => isUp(change) && givesTo(change, changes))
  return [
    phase(
      ...changes
        .filter((change) => !isUp(change) && !late.includes(change))
        .flatMap((change) => still(change, keeping)),
    ),
    phase(...resting.flatMap(rest)),
    ...databases.flatMap((change) => healthy(change, begun(change, { wanted, keeping }))),
    ...(keeping.ofDatabase && isBalancerUp && servers.some(isUp) ? [wait] : []),
    ...releasing.flatMap(roll),
    ...(isBalancerUp ? [] : gifts.flatMap(roll)),
    ...balancers.flatMap((change) => (isUp(change) ? [] : [phase(start(change))])),
    ...(gifts.length > 0 ? [] : balancers.filter(isUp).flatMap(roll)),
    ...(releasing.length > 0 ? [wait] : []),
    ...(together.length > 0 ? [phase(...together), wait] : []),
    ...returning.flatMap((change) => [wait, phase(start(change)), wait]),
    ...(isBalancerUp ? gifts.flatMap((change) => waited(roll(change))) : []),
    ...(gifts.length > 0 ? balancers.filter(isUp).flatMap(roll) : []),
    ...inTurn.flatMap((change) => waited(roll(change))),
    ...(entering.length + leaving.length > 0 ? [wait] : []),
    ...settled(changes, wanted),
    ...entering.flatMap((change) => [phase(start(change)), wait]),
    ...leaving.flatMap((server) => [phase(server), wait]),
    ...agents.flatMap((change) => (isUp(change) ? roll(change) : [])),
    phase(...agents.filter((change) => !isUp(change)).map(start)),
  ]
}

/** A database that is there for its servers: one that runs is changed, or rests while it is copied. */
function begun(change: Change, { wanted, keeping }: Goal): Phase[] {
  const copies = phase(...copying(wanted, keeping))
  if (!isUp(change)) return [copies, phase(start(change))]
  if (copies.steps.length === 0) return rolled(change, undefined)
  return [phase(...rest(change)), copies, phase(...still(change, keeping)), phase(start(change))]
}

const resume = ({ name, id }: { name: string; id: string }): Step => ({ kind: 'resumeContainer', name, id })

const start = ({ container }: Change): Step => ({ kind: 'startContainer', container })

const rest = (change: Change): Step[] =>
  change.kind === 'make'
    ? []
    : [
        {
          kind: 'stopContainer',
          name: change.old.name,
          id: change.old.id,
          timeoutSeconds: change.container.container.stopTimeoutSeconds,
        },
      ]

const givesPortsAway = (change: Change) =>
  change.kind === 'replace' &&
  change.old.labels[label.apiPort] !== undefined &&
  change.container.container.labels[label.apiPort] === undefined

/** Waits until a database that was down is there again. */
const healthy = ({ container }: Change, phases: readonly Phase[]): Phase[] => {
  const isDown = phases.some(({ steps }) => steps.some(({ kind }) => kind !== 'writeFiles'))
  return isDown ? [...phases, phase({ kind: 'waitForHealth', container })] : [...phases]
}

/** Waits after whatever takes a server down. */
const waited = (phases: readonly Phase[]): Phase[] =>
  phases.some(({ steps }) => steps.some(({ kind }) => kind !== 'writeFiles' && kind !== 'reloadContainer'))
    ? [...phases, wait]
    : [...phases]

/** One container that runs becomes what is wanted. */
function rolled(change: Change, keeping: Copy | undefined): Phase[] {
  if (change.kind === 'make') return []
  const { container, old } = change
  if (change.kind === 'replace') return [phase(replacing(change, true, keeping))]
  const { files, effect, states, unread } = change.change
  const { name, id } = old
  const write = (after: FileStates): Phase[] =>
    files.length === 0 ? [] : [phase({ kind: 'writeFiles', name, id, files, states: after })]
  const timeoutSeconds = container.container.stopTimeoutSeconds
  switch (effect) {
    case 'none':
      return write(states)
    case 'reload':
      return [...write(unread), phase({ kind: 'reloadContainer', name, id, states, ...hostsNow(container) })]
    case 'restart':
      return [phase({ kind: 'restartContainer', name, id, timeoutSeconds, writing: { files, states } })]
  }
}

/** A node's containerd reads its mirrors at each pull: they are put where it looks. */
function hostsNow({ role, files }: ContainerBlueprint): { hosts?: HostsToml } {
  const content = files.find(({ path }) => path === hostsPath)?.content ?? ''
  return role === 'loadbalancer' ? {} : { hosts: parseHosts(content) }
}

/** Servers that have entered the cluster get the files by which they find the others on the day on which they have lost their data. */
function settled(changes: readonly Change[], { containers }: Blueprint): Phase[] {
  const steps = changes.flatMap(({ container: { name, files: laid } }): Step[] => {
    const files = containers.find((container) => container.name === name)?.files ?? []
    const { files: differing, states } = fileChange(files, fileStates(laid))
    return differing.length === 0 ? [] : [{ kind: 'writeFiles', name, id: name, files: differing, states }]
  })
  return steps.length === 0 ? [] : [{ ...phase(...steps), isAfterApi: true }]
}
