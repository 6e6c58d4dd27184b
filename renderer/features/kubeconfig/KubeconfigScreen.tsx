import { Stack } from '@mantine/core'
import { AddressTable } from './AddressTable.tsx'
import { KubeconfigText } from './KubeconfigText.tsx'
import { MergedEntry } from './MergedEntry.tsx'
import { PrivateKubeconfig } from './PrivateKubeconfig.tsx'
import { ToolRow } from './ToolRow.tsx'

/** Everything that gets a cluster into the tools of its user: the nearest way first. */
export function KubeconfigScreen({ cluster, isRunning }: { readonly cluster: string; readonly isRunning: boolean }) {
  return (
    <Stack gap="xl">
      <MergedEntry cluster={cluster} />
      <ToolRow cluster={cluster} />
      <PrivateKubeconfig cluster={cluster} />
      {isRunning && <AddressTable cluster={cluster} />}
      <KubeconfigText cluster={cluster} />
    </Stack>
  )
}
