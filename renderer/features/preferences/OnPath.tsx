import { Group, Stack, Text } from '@mantine/core'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import styles from './PreferencesDialog.module.css'

/** How the packaged app's `sampan` gets onto PATH. */
export function OnPath({ line }: { readonly line: string }) {
  const { text } = useTexts()
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {text('preferences.onPath')}
      </Text>
      <Text size="xs" c="dimmed">
        {text('preferences.onPathHint')}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <div className={styles.command}>
          <CodeBlock label={text('preferences.onPath')} code={line} />
        </div>
        <CopyButton label={text('action.copy')} what={line} copy={line} />
      </Group>
    </Stack>
  )
}
