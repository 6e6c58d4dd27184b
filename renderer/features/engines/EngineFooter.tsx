import { Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangleFilled, IconBrandDocker, IconSettings } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useClusters } from '../../api/queries.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import styles from './engines.module.css'

/** Which engine answers, at the foot of the list, with what else stands there. */
export function EngineFooter({ children }: { readonly children?: ReactNode }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const engine = useClusters()?.value?.engine
  const words =
    engine?.kind === 'connected'
      ? `${engine.name} ${engine.version.replace(/[+~].*$/, '')}`
      : text(engine?.kind === 'unavailable' ? 'engines.unavailable' : 'engines.connecting')
  const Icon = engine?.kind === 'unavailable' ? IconAlertTriangleFilled : IconBrandDocker
  return (
    <Group justify="space-between" wrap="nowrap" px="sm" py={8} gap="xs">
      <VisuallyHidden role="status">{words}</VisuallyHidden>
      <UnstyledButton
        className={styles.engineButton}
        aria-label={text('engines.choose', { engine: words })}
        title={words}
        onClick={() => go({ dialog: { kind: 'preferences', section: 'engines' } })}
      >
        <Icon size={15} aria-hidden style={{ flex: 'none' }} />
        <Text span size="xs" c="dimmed" truncate>
          {words}
        </Text>
      </UnstyledButton>
      <Group gap={2} wrap="nowrap">
        {children}
        <IconButton label={text('command.preferences')} onClick={() => go({ dialog: { kind: 'preferences' } })}>
          <IconSettings size={17} aria-hidden />
        </IconButton>
      </Group>
    </Group>
  )
}
