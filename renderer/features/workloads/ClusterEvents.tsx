import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import type { WorkloadEvent } from '#shared/workloads.ts'
import { eventsQuery } from '../../api/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { EventList } from './EventList.tsx'
import styles from './workloads.module.css'

interface Props {
  readonly cluster: Cluster
  readonly namespaces: readonly string[]
  readonly filter: string
}

/** What happened in the cluster, as far as it is wanted. */
export function ClusterEvents({ cluster, namespaces, filter }: Props) {
  const { text } = useTexts()
  const { data: live } = useQuery(eventsQuery(cluster))
  const all = live?.value?.events
  const events = useMemo(() => all?.filter(isWanted({ namespaces, filter })), [all, namespaces, filter])
  const unknown = live?.problem ?? live?.value?.unknown?.problem
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.events} tabIndex={0} aria-label={text('workloads.events')}>
      {unknown && <ProblemAlert problem={unknown} severity="warning" isBrief />}
      <EventList events={events} left={live?.value?.left ?? 0} hasObject />
    </section>
  )
}

function isWanted({ namespaces, filter }: Pick<Props, 'namespaces' | 'filter'>) {
  const words = filter.trim().toLowerCase()
  return ({ object, reason, message }: WorkloadEvent) =>
    (namespaces.length === 0 || namespaces.includes(object.namespace)) &&
    `${object.kind} ${object.namespace}/${object.name} ${reason} ${message}`.toLowerCase().includes(words)
}
