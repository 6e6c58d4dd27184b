import { useMemo } from 'react'
import { type Cluster, refKey } from '#shared/cluster.ts'
import { usePlace } from '../../ui/navigation.tsx'
import { LogView } from './LogView.tsx'
import { useLogSettings } from './log-settings.ts'

/** The logs of a cluster: any of its sources at once, live, searched, explained. */
export function LogsScreen({ cluster }: { readonly cluster: Cluster }) {
  const node = usePlace(({ node }) => node)
  const sources = usePlace(({ sources }) => sources)
  const asked = useMemo(() => sources ?? (node ? [{ kind: 'node' as const, node }] : undefined), [sources, node])
  const kept = useLogSettings(cluster)
  return <LogView key={`${refKey(cluster)} ${JSON.stringify(asked)}`} cluster={cluster} kept={kept} asked={asked} />
}
