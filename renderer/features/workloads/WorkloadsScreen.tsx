import { Button, Center, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { type Cluster, refKey } from '#shared/cluster.ts'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { isUp } from '../../ui/cluster-state.ts'
import { useTexts } from '../../ui/language.tsx'
import { LiveWorkloads } from './LiveWorkloads.tsx'

/** What the user runs in a cluster. */
export function WorkloadsScreen({ cluster }: { readonly cluster: Cluster }) {
  return isUp(cluster) ? <LiveWorkloads key={refKey(cluster)} cluster={cluster} /> : <NotRunning cluster={cluster} />
}

function NotRunning({ cluster }: { readonly cluster: Cluster }) {
  const { text } = useTexts()
  const { start } = useClusterActions()
  return (
    <Center h="100%">
      <Stack align="center" gap="xs">
        <Text fw={600}>{text('workloads.stopped', { cluster: cluster.name })}</Text>
        <Text size="sm" c="dimmed">
          {text('workloads.stopped.hint')}
        </Text>
        {cluster.state === 'stopped' && (
          <Button mt="xs" leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => start(cluster)}>
            {text('action.start')}
          </Button>
        )}
      </Stack>
    </Center>
  )
}
