import { Button, Group, Menu, Stack, Text } from '@mantine/core'
import { IconChevronDown, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { cacheName, defaultRegistryName, usualRegistries } from '#shared/local-registry.ts'
import { type Problem, problemOf } from '#shared/problem.ts'
import { localRegistriesQuery, type NewRegistry, useCreateRegistry } from '../../api/local-registries.ts'
import { useClusters } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { LocalRegistryItem } from './LocalRegistryItem.tsx'

/** The registries and caches that the clusters of an engine share. */
export function LocalRegistriesSection() {
  const { text } = useTexts()
  const engine = useClusters()?.value?.engine
  return engine?.kind === 'connected' ? (
    <LocalRegistries engineId={engine.engineId} />
  ) : (
    <Text size="sm">{text('reason.noEngine')}</Text>
  )
}

function LocalRegistries({ engineId }: { readonly engineId: string }) {
  const { text } = useTexts()
  const { data: registries, error, refetch } = useQuery(localRegistriesQuery(engineId, { isMeasured: true }))
  const creation = useCreateRegistry(engineId)
  const names = (registries ?? []).map(({ name }) => name)
  const failed = creation.error ?? error
  return (
    <Stack gap="md">
      <Text size="sm">{text('localRegistries.hint')}</Text>
      <NewRegistries
        names={names}
        isBusy={creation.isPending}
        isKnown={registries !== undefined}
        onCreate={(options) => creation.mutate(options)}
      />
      {failed && (
        <ProblemAlert problem={problemOf(failed)} {...(creation.error ? {} : { onRetry: () => void refetch() })} />
      )}
      {creation.data?.left.map(({ cluster, problem }) => (
        <LeftOut key={cluster} cluster={cluster} problem={problem} />
      ))}
      {registries?.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('localRegistries.none')}
        </Text>
      )}
      <Stack gap="sm" component="ul" p={0} m={0} aria-label={text('preferences.section.localRegistries')}>
        {registries?.map((registry) => (
          <LocalRegistryItem key={registry.name} engineId={engineId} registry={registry} />
        ))}
      </Stack>
    </Stack>
  )
}

/** A cluster that goes on without the new registry, and why. */
function LeftOut({ problem }: { readonly cluster: string; readonly problem: Problem }) {
  return <ProblemAlert problem={problem} />
}

function NewRegistries({
  names,
  isBusy,
  isKnown,
  onCreate,
}: {
  readonly names: readonly string[]
  readonly isBusy: boolean
  readonly isKnown: boolean
  readonly onCreate: (options: NewRegistry) => void
}) {
  const { text } = useTexts()
  const uncached = usualRegistries.filter((registry) => !names.includes(cacheName(registry)))
  return (
    <Group gap="xs">
      <Button
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        loading={isBusy}
        disabled={!isKnown}
        onClick={() => onCreate({ name: freeName(names) })}
      >
        {text('localRegistries.create')}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            rightSection={<IconChevronDown size={14} aria-hidden />}
            disabled={!isKnown || isBusy || uncached.length === 0}
          >
            {text('localRegistries.createCache')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {uncached.map((registry) => (
            <Menu.Item key={registry} onClick={() => onCreate({ name: cacheName(registry), caches: registry })}>
              {registry}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}

function freeName(names: readonly string[]): string {
  const candidates = [defaultRegistryName, ...names.map((_, index) => `${defaultRegistryName}-${index + 2}`)]
  return candidates.find((name) => !names.includes(name)) ?? `${defaultRegistryName}-${names.length + 2}`
}
