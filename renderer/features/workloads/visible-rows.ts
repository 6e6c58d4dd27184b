import { type KnownWorkloads, type PodRow, WorkloadKind, type WorkloadRow } from '#shared/workloads.ts'

export const workloadGroups = ['pods', 'controllers', 'jobs', 'network'] as const
export type WorkloadGroup = (typeof workloadGroups)[number]

const groupByKind: Readonly<Record<WorkloadKind, WorkloadGroup>> = {
  Pod: 'pods',
  Deployment: 'controllers',
  StatefulSet: 'controllers',
  DaemonSet: 'controllers',
  Job: 'jobs',
  CronJob: 'jobs',
  Service: 'network',
  Ingress: 'network',
}

export const kindsOf = (group: WorkloadGroup): readonly WorkloadKind[] =>
  WorkloadKind.options.filter((kind) => groupByKind[kind] === group)

/** A line of the list: an object, or a namespace that is folded to one line. */
export type ListItem =
  | { readonly kind: 'row'; readonly row: WorkloadRow }
  | { readonly kind: 'fold'; readonly namespace: string; readonly count: number; readonly isOpen: boolean }

const systemNamespace = 'kube-system'

export interface Wish {
  readonly group: WorkloadGroup
  /** None: all. */
  readonly namespaces: readonly string[]
  readonly filter: string
  readonly isSystemOpen: boolean
}

/**
 * What is shown of a cluster: what is ill first, then by namespace and name. kube-system is one line as long as all of it is well and
 * nobody asks for it.
 */
export function visibleItems(rows: KnownWorkloads['rows'], wish: Wish): ListItem[] {
  const { group, namespaces, filter, isSystemOpen } = wish
  const words = filter.trim().toLowerCase()
  const chosen = new Set(namespaces)
  const all = [...rows.values()].filter(({ kind }) => groupByKind[kind] === group)
  const troubled = group === 'pods' || group === 'network' ? all : withPodTroubles(all, rows)
  const shown = troubled.filter(
    (row) => (chosen.size === 0 || chosen.has(row.namespace)) && (words === '' || haystackOf(row).includes(words)),
  )
  const system = shown.filter(({ namespace }) => namespace === systemNamespace)
  const isFolded = words === '' && !chosen.has(systemNamespace) && system.length > 0 && system.every(isWell)
  if (!isFolded) return shown.sort(byNeed).map(toItem)
  const own = shown.filter(({ namespace }) => namespace !== systemNamespace)
  return [
    ...own.sort(byNeed).map(toItem),
    { kind: 'fold', namespace: systemNamespace, count: system.length, isOpen: isSystemOpen },
    ...(isSystemOpen ? system.sort(byNeed).map(toItem) : []),
  ]
}

/** How many of each group are in the chosen namespaces. */
export function countsOf(rows: KnownWorkloads['rows'], namespaces: readonly string[]): Record<WorkloadGroup, number> {
  const chosen = new Set(namespaces)
  const counts = { pods: 0, controllers: 0, jobs: 0, network: 0 }
  for (const { kind, namespace } of rows.values())
    if (chosen.size === 0 || chosen.has(namespace)) counts[groupByKind[kind]] += 1
  return counts
}

export function namespacesOf(rows: KnownWorkloads['rows']): string[] {
  return [...new Set([...rows.values()].map(({ namespace }) => namespace))].sort()
}

/** The reason why a controller lacks pods is usually found at one of its pods. */
function withPodTroubles(objects: readonly WorkloadRow[], rows: KnownWorkloads['rows']): WorkloadRow[] {
  const troubles = new Map<string, PodRow>()
  for (const row of rows.values()) {
    if (row.kind !== 'Pod' || row.health !== 'ill' || !row.owner) continue
    const key = ownerKey({ ...row.owner, namespace: row.namespace })
    if (!troubles.has(key)) troubles.set(key, row)
  }
  return objects.map((object) => {
    const pod = object.reason || object.health === 'done' ? undefined : troubles.get(ownerKey(object))
    if (!pod) return object
    const { reason = pod.status, explanation } = pod
    return { ...object, health: 'ill', reason, ...(explanation ? { explanation } : {}) }
  })
}

const ownerKey = ({ kind, namespace, name }: { kind: string; namespace: string; name: string }) =>
  `${kind} ${namespace}/${name}`

const toItem = (row: WorkloadRow): ListItem => ({ kind: 'row', row })

const isWell = ({ health }: WorkloadRow) => health === 'well' || health === 'done' || health === 'resting'

/** Compared letter by letter: in ten thousand rows a language's own order takes too long. */
function byNeed(left: WorkloadRow, right: WorkloadRow): number {
  return (
    Number(right.health === 'ill') - Number(left.health === 'ill') ||
    compare(left.namespace, right.namespace) ||
    compare(left.name, right.name) ||
    compare(left.kind, right.kind)
  )
}

const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0)

function haystackOf(row: WorkloadRow): string {
  const node = row.kind === 'Pod' ? (row.node ?? '') : ''
  return `${row.name} ${row.namespace} ${row.kind} ${row.status} ${node} ${row.reason ?? ''}`.toLowerCase()
}
