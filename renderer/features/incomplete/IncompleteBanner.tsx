import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconSquareRotated } from '@tabler/icons-react'
import { useClusterActions } from '../../api/cluster-actions.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'

/** Somebody was stopped while making or removing this cluster. */
export function IncompleteBanner({ cluster }: { readonly cluster: string }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const { finish } = useClusterActions()
  return (
    <Alert
      variant="default"
      icon={<IconSquareRotated aria-hidden />}
      title={text('incomplete.title', { cluster })}
      role="status"
      data-banner="incomplete"
    >
      <Stack gap="sm">
        <Text size="sm">{text('incomplete.text')}</Text>
        <Group gap="xs">
          <Button size="xs" onClick={() => finish(cluster)}>
            {text('action.finishCluster')}
          </Button>
          <Button size="xs" variant="default" onClick={() => go({ dialog: { kind: 'delete', cluster } })}>
            {text('action.deleteCluster')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
