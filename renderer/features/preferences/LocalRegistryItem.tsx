import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { type LocalRegistry, pushAddress } from '#shared/local-registry.ts'
import { problemOf } from '#shared/problem.ts'
import { useCleanRegistry, useDeleteRegistry, useRegistryPower } from '../../api/local-registries.ts'
import { CopyableText } from '../../ui/CopyableText.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { LocalRegistryDeletion } from './LocalRegistryDeletion.tsx'

/** One registry or cache: where it is, who uses it, what it holds, and what can be done to it. */
export function LocalRegistryItem({
  engineId,
  registry,
}: {
  readonly engineId: string
  readonly registry: LocalRegistry
}) {
  const { text, language } = useTexts()
  const { name, port, container, sizeBytes } = registry
  const [isDeleting, setDeleting] = useState(false)
  const power = useRegistryPower(engineId)
  const cleaning = useCleanRegistry(engineId)
  const deletion = useDeleteRegistry(engineId)
  const failed = power.error ?? cleaning.error ?? deletion.error
  const isOn = container === 'running' || container === 'restarting'
  const isBusy = power.isPending || cleaning.isPending || deletion.isPending
  const what = (action: string) => text('localRegistries.of', { action, name })
  return (
    <Card component="li" withBorder padding="sm" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Stack gap={2} flex={1} miw={0}>
            <Group gap="xs">
              <Text size="sm" fw={600} ff="monospace">
                {name}
              </Text>
              <Badge variant="default" size="sm" tt="none">
                {text(`container.${container}`)}
              </Badge>
            </Group>
            <Facts registry={registry} />
          </Stack>
          <Text size="sm" c="dimmed" flex="none">
            {sizeBytes === undefined ? '' : formatBytes(language, sizeBytes)}
          </Text>
        </Group>
        <Group gap="xs">
          {port !== undefined && (
            <CopyButton label={text('localRegistries.copyPush')} what={pushCommand(port)} copy={pushCommand(port)} />
          )}
          <Button
            {...small}
            aria-label={what(text(isOn ? 'action.stop' : 'action.start'))}
            loading={power.isPending}
            disabled={isBusy}
            onClick={() => power.mutate({ name, isOn: !isOn })}
          >
            {text(isOn ? 'action.stop' : 'action.start')}
          </Button>
          <Button
            {...small}
            aria-label={what(text('localRegistries.clean'))}
            loading={cleaning.isPending}
            disabled={isBusy}
            onClick={() => cleaning.mutate(name)}
          >
            {text('localRegistries.clean')}
          </Button>
          <Button
            {...small}
            aria-label={what(text('action.delete'))}
            disabled={isBusy}
            onClick={() => setDeleting(true)}
          >
            {text('action.delete')}
          </Button>
        </Group>
        {cleaning.data?.freedBytes !== undefined && (
          <Text size="xs" role="status">
            {text('localRegistries.freed', { size: formatBytes(language, cleaning.data.freedBytes) })}
          </Text>
        )}
        {failed && <ProblemAlert problem={problemOf(failed)} />}
        {isDeleting && (
          <LocalRegistryDeletion
            registry={registry}
            isBusy={deletion.isPending}
            onCancel={() => setDeleting(false)}
            onConfirm={() => deletion.mutate(name)}
          />
        )}
      </Stack>
    </Card>
  )
}

const pushCommand = (port: number) => `docker push ${pushAddress(port)}/app`

const small = { size: 'xs', variant: 'default' } as const

function Facts({ registry: { port, upstream, clusters } }: { readonly registry: LocalRegistry }) {
  const { text, list } = useTexts()
  return (
    <>
      {port === undefined ? (
        <Text size="xs" c="dimmed">
          {text('localRegistries.fetchesFrom', { upstream: upstream ?? '' })}
        </Text>
      ) : (
        <Text size="sm" component="div">
          <CopyableText value={pushAddress(port)} isCode />
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {clusters.length === 0
          ? text('localRegistries.unused')
          : text('localRegistries.usedBy', { clusters: list(clusters) })}
      </Text>
    </>
  )
}
