import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Cluster, LastRun } from '#shared/cluster.ts'
import { mergedAs } from '#shared/kubeconfig.ts'
import { lastRunsQuery, restingSizesQuery } from '../../api/kept-data.ts'
import { kubeconfigStatusQuery } from '../../api/queries.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { PathSentence } from '../../ui/PathSentence.tsx'
import { Age } from './Age.tsx'
import { Fact, Facts } from './Facts.tsx'
import { NodesTable } from './NodesTable.tsx'
import { WhileStopped } from './WhileStopped.tsx'

/** A cluster at rest: since when, what is kept of it, and what can be done without starting it. */
export function StoppedOverview({ cluster }: { readonly cluster: Cluster }) {
  const { text } = useTexts()
  const { data: runs } = useQuery(lastRunsQuery(cluster))
  const { data: sizes, isPending: isCounting } = useQuery(restingSizesQuery(cluster))
  return (
    <>
      <Text size="sm">{text('overview.stopped')}</Text>
      <Facts cluster={cluster}>
        <StoppedSince runs={runs} />
        <Data sizes={sizes} isCounting={isCounting} />
        <KubeconfigEntry cluster={cluster} />
      </Facts>
      <NodesTable cluster={cluster} health={undefined} isLive={false} rest={{ runs, sizes }} />
      <WhileStopped cluster={cluster} />
    </>
  )
}

/** The last of its containers decides. */
function StoppedSince({ runs }: { readonly runs: Readonly<Record<string, LastRun>> | undefined }) {
  const { text } = useTexts()
  const endedMs = Object.values(runs ?? {}).map(({ endedAtMs }) => endedAtMs)
  return (
    <Fact label={text('overview.stoppedAt')}>
      {endedMs.length > 0 ? <Age time={new Date(Math.max(...endedMs)).toISOString()} /> : text('unknown')}
    </Fact>
  )
}

/** Docker may take a while to count. */
function Data({
  sizes = {},
  isCounting,
}: {
  readonly sizes: Readonly<Record<string, number>> | undefined
  readonly isCounting: boolean
}) {
  const { text, plural, language } = useTexts()
  const all = Object.values(sizes)
  const size = formatBytes(
    language,
    all.reduce((sum, each) => sum + each, 0),
  )
  return (
    <Fact label={text('overview.data')}>
      {isCounting
        ? text('overview.counting')
        : all.length > 0
          ? plural('overview.dataSize', all.length, { size })
          : text('unknown')}
    </Fact>
  )
}

function KubeconfigEntry({ cluster }: { readonly cluster: Cluster }) {
  const { text } = useTexts()
  const status = useQuery(kubeconfigStatusQuery).data?.value
  const place = status && mergedAs(status, cluster)
  return (
    <Fact label={text('tab.kubeconfig')}>
      {!status ? (
        text('unknown')
      ) : place ? (
        <PathSentence text="kubeconfig.isIn" path={place.path} isShort />
      ) : (
        text('overview.notInKubeconfig')
      )}
    </Fact>
  )
}
