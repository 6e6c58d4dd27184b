import { useQuery } from '@tanstack/react-query'
import type { Cluster } from '#shared/cluster.ts'
import type { WorkloadRow } from '#shared/workloads.ts'
import { eventsQuery } from '../../api/workloads.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { EventList } from './EventList.tsx'

/** What happened to one object. */
export function ObjectEvents({ cluster, row }: { readonly cluster: Cluster; readonly row: WorkloadRow }) {
  const { data: live } = useQuery(eventsQuery(cluster, row))
  const unknown = live?.problem ?? live?.value?.unknown?.problem
  return (
    <>
      {unknown && <ProblemAlert problem={unknown} severity="warning" isBrief />}
      <EventList events={live?.value?.events} left={live?.value?.left ?? 0} hasObject={false} />
    </>
  )
}
