import { Group, Paper, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { IconButton } from '../IconButton.tsx'
import { useTexts } from '../language.tsx'
import styles from './registries-form.module.css'

interface Props {
  readonly name: string
  readonly hint: string | undefined
  readonly onRemove: () => void
  readonly children: ReactNode
}

/** What belongs to one registry or host. */
export function EntryCard({ name, hint, onRemove, children }: Props) {
  const { text } = useTexts()
  const id = useId()
  return (
    <Paper withBorder radius="md" p="sm" role="group" aria-labelledby={id} className={styles.card}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs" align="baseline">
            <Text id={id} size="sm" fw={600} ff="monospace">
              {name}
            </Text>
            {hint && (
              <Text size="sm" c="dimmed">
                {hint}
              </Text>
            )}
          </Group>
          <IconButton label={text('registries.removeEntry', { name })} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </IconButton>
        </Group>
        {children}
      </Stack>
    </Paper>
  )
}
