import { Button, Center, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import type { Cluster } from '#shared/cluster.ts'
import { useClusterActions } from '../api/cluster-actions.ts'
import { useTexts } from './language.tsx'

/** In the place of what can only be seen of a cluster that runs. */
export function NotRunning({ cluster, hint }: { readonly cluster: Cluster; readonly hint: string }) {
  const { text } = useTexts()
  const { start } = useClusterActions()
  return (
    <Center h="100%">
      <Stack align="center" gap="xs">
        <Text fw={600}>{text('workloads.stopped', { cluster: cluster.name })}</Text>
        <Text size="sm" c="dimmed">
          {hint}
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
