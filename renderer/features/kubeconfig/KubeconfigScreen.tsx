import { Group, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { type Cluster, refOf } from '#shared/cluster.ts'
import { isUp } from '../../ui/cluster-state.ts'
import { useTexts } from '../../ui/language.tsx'
import { AddressTable } from './AddressTable.tsx'
import { KubeconfigActions } from './KubeconfigActions.tsx'
import { KubeconfigText } from './KubeconfigText.tsx'
import { MergedEntry } from './MergedEntry.tsx'
import { PrivateKubeconfig } from './PrivateKubeconfig.tsx'
import { ToolRow } from './ToolRow.tsx'

/** Everything that gets a cluster into the tools of its user: what most come for first. */
export function KubeconfigScreen({ cluster, isRunning }: { readonly cluster: Cluster; readonly isRunning: boolean }) {
  const { text } = useTexts()
  const [isMerging, setIsMerging] = useState(false)
  // Of a whole cluster only this: it goes into requests and the keys of queries.
  const ref = refOf(cluster)
  return (
    <Stack gap="xl" maw={860}>
      {!isRunning && (
        <Group gap="xs" wrap="nowrap" role="note">
          <IconInfoCircle size={16} aria-hidden />
          <Text size="sm">{text('kubeconfig.stopped')}</Text>
        </Group>
      )}
      <KubeconfigActions cluster={ref} canCopy={!isUp(cluster)} onMerge={() => setIsMerging(true)} />
      <ToolRow cluster={ref} />
      <MergedEntry cluster={ref} createdAt={cluster.createdAt} isMerging={isMerging} onMerging={setIsMerging} />
      <PrivateKubeconfig cluster={cluster} />
      {isRunning && <AddressTable cluster={cluster} />}
      <KubeconfigText cluster={cluster} />
    </Stack>
  )
}
