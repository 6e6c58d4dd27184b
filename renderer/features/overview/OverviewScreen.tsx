import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Cluster, refOf } from '#shared/cluster.ts'
import { isOfK3d } from '#shared/cluster-origin.ts'
import { healthQuery } from '../../api/queries.ts'
import { isUp } from '../../ui/cluster-state.ts'
import { formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Facts } from './Facts.tsx'
import { MadeByK3d } from './MadeByK3d.tsx'
import { NodesTable } from './NodesTable.tsx'
import { PodsTable } from './PodsTable.tsx'
import { StoppedOverview } from './StoppedOverview.tsx'

export function OverviewScreen({ cluster }: { readonly cluster: Cluster }) {
  return (
    <Stack gap="xl">
      {isOfK3d(cluster) && <MadeByK3d />}
      <OverviewOf cluster={cluster} />
    </Stack>
  )
}

function OverviewOf({ cluster }: { readonly cluster: Cluster }) {
  if (isUp(cluster)) return <LiveOverview cluster={cluster} />
  if (cluster.state === 'stopped') return <StoppedOverview cluster={cluster} />
  return (
    <>
      <Facts cluster={cluster} />
      <NodesTable cluster={cluster} health={undefined} isLive={false} />
    </>
  )
}

/** Mounted while the cluster runs, so that its streams are open no longer than that. */
function LiveOverview({ cluster }: { readonly cluster: Cluster }) {
  const { data: live } = useQuery(healthQuery(cluster))
  const { text, language } = useTexts()
  const unknown = live?.value?.unknown
  return (
    <>
      {live?.problem && <ProblemAlert problem={live.problem} severity="warning" />}
      {unknown && (
        <ProblemAlert
          problem={unknown.problem}
          severity="warning"
          note={
            live?.value?.nodes &&
            text('overview.asOf', { time: formatDateTime(language, new Date(unknown.sinceMs).toISOString()) })
          }
          isBrief
        />
      )}
      <Facts cluster={cluster} kubernetesVersion={live?.value?.kubernetesVersion} />
      <NodesTable cluster={cluster} health={live?.value?.nodes} isLive />
      <PodsTable cluster={refOf(cluster)} pods={live?.value?.pods} />
    </>
  )
}
