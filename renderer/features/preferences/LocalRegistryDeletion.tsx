import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { LocalRegistry } from '#shared/local-registry.ts'
import { useTexts } from '../../ui/language.tsx'

/** What is lost with a registry, and which clusters are then without it. */
export function LocalRegistryDeletion({
  registry: { name, clusters },
  isBusy,
  onCancel,
  onConfirm,
}: {
  readonly registry: LocalRegistry
  readonly isBusy: boolean
  readonly onCancel: () => void
  readonly onConfirm: () => void
}) {
  const { text, list } = useTexts()
  const cancel = useRef<HTMLButtonElement>(null)
  // As in a dialog: what loses nothing has the focus, which also brings it into view.
  useEffect(() => cancel.current?.focus(), [])
  return (
    <Alert variant="default" title={text('localRegistries.deleteTitle', { name })}>
      <Stack gap="xs">
        <Text size="sm">{text('localRegistries.deleteHint')}</Text>
        {clusters.length > 0 && (
          <Text size="sm">{text('localRegistries.deleteUsed', { clusters: list(clusters) })}</Text>
        )}
        <Group gap="xs">
          <Button ref={cancel} size="xs" variant="default" onClick={onCancel} disabled={isBusy}>
            {text('action.cancel')}
          </Button>
          <Button size="xs" color="red.9" onClick={onConfirm} loading={isBusy}>
            {text('localRegistries.deleteNow')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
