import { ActionIcon, Group, Text, Tooltip } from '@mantine/core'
import { IconAlertTriangleFilled, IconBrandDocker, IconSettings } from '@tabler/icons-react'
import { useClusters } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'

/** Which engine answers, at the foot of the list. */
export function EngineFooter() {
  const { text } = useTexts()
  const { go } = useNavigation()
  const engine = useClusters()?.value?.engine
  const words =
    engine?.kind === 'connected'
      ? `${engine.name} ${engine.version}`
      : text(engine?.kind === 'unavailable' ? 'engines.unavailable' : 'engines.connecting')
  const Icon = engine?.kind === 'unavailable' ? IconAlertTriangleFilled : IconBrandDocker
  return (
    <Group justify="space-between" wrap="nowrap" px="sm" py={8} gap="xs">
      <Group gap={6} wrap="nowrap" miw={0} role="status">
        <Icon size={15} aria-hidden style={{ flex: 'none' }} />
        <Text size="xs" c="dimmed" truncate title={words}>
          {words}
        </Text>
      </Group>
      <Tooltip label={text('command.preferences')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          aria-label={text('command.preferences')}
          onClick={() => go({ dialog: { kind: 'preferences' } })}
        >
          <IconSettings size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}
