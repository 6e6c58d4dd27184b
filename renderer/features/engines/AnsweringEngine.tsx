import { Button, Group, Paper, Text } from '@mantine/core'
import { IconCircleCheckFilled } from '@tabler/icons-react'
import type { DockerEngine } from '#shared/engine.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './engines.module.css'
import { useSelectEngine } from './use-select-engine.ts'

/** An engine that would do at once, with the button that takes it. */
export function AnsweringEngine({ engine: { id, label, address, status } }: { readonly engine: DockerEngine }) {
  const { text } = useTexts()
  const select = useSelectEngine()
  if (status.kind !== 'available') return null
  return (
    <Paper withBorder p="md" data-answers={id}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap="sm" wrap="nowrap" miw={0}>
          <IconCircleCheckFilled size={20} aria-hidden className={styles.answers} />
          <Text size="sm" miw={0}>
            {text('noEngine.answers', { name: label, version: status.version, address })}
          </Text>
        </Group>
        <Button className={styles.fixed} loading={select.isPending} onClick={() => select.mutate(id)}>
          {text('noEngine.use')}
        </Button>
      </Group>
    </Paper>
  )
}
