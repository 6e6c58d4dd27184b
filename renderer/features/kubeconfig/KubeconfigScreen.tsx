import { Stack } from '@mantine/core'
import { type Cluster, refOf } from '#shared/cluster.ts'
import { AddressTable } from './AddressTable.tsx'
import { KubeconfigText } from './KubeconfigText.tsx'
import { MergedEntry } from './MergedEntry.tsx'
import { PrivateKubeconfig } from './PrivateKubeconfig.tsx'
import { ToolRow } from './ToolRow.tsx'

/** Everything that gets a cluster into the tools of its user: the nearest way first. */
export function KubeconfigScreen({ cluster, isRunning }: { readonly cluster: Cluster; readonly isRunning: boolean }) {
  // Of a whole cluster only this: it goes into requests and the keys of queries.
  const ref = refOf(cluster)
  return (
    <Stack gap="xl">
      <MergedEntry cluster={ref} />
      <ToolRow cluster={ref} />
      <PrivateKubeconfig cluster={ref} />
      {isRunning && <AddressTable cluster={ref} apiPort={cluster.apiPort} />}
      <KubeconfigText cluster={ref} />
    </Stack>
  )
}
