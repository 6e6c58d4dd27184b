import { Button, Group, Loader, Radio, Stack, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { DockerEngine } from '#shared/engine.ts'
import { problemOf } from '#shared/problem.ts'
import { enginesQuery } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import styles from './engines.module.css'
import { useSelectEngine } from './use-select-engine.ts'

/** Every place where a Docker Engine may answer, with its version or the reason why it does not. */
export function EngineList() {
  const { text } = useTexts()
  const { data: engines, error, isFetching, refetch } = useQuery(enginesQuery)
  const select = useSelectEngine()
  const selected = select.isPending ? select.variables : engines?.find(({ isSelected }) => isSelected)?.id
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" fw={600} id="engines-title">
          {text('engines.title')}
        </Text>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={isFetching ? <Loader size={12} aria-hidden /> : <IconRefresh size={13} aria-hidden />}
          onClick={() => void refetch()}
        >
          {text('engines.lookAgain')}
        </Button>
      </Group>
      {error && <ProblemAlert problem={problemOf(error)} />}
      <Radio.Group value={selected ?? null} onChange={(id) => select.mutate(id)} aria-label={text('engines.title')}>
        <Stack gap={6}>
          {answeringFirst(engines ?? []).map((engine) => (
            <EngineOption key={engine.id} engine={engine} />
          ))}
        </Stack>
      </Radio.Group>
      {engines?.length === 0 && (
        <Text size="sm" c="dimmed">
          {text('engines.none')}
        </Text>
      )}
    </Stack>
  )
}

const answeringFirst = (engines: readonly DockerEngine[]) =>
  engines.toSorted((one, other) => Number(other.status.kind === 'available') - Number(one.status.kind === 'available'))

function EngineOption({ engine: { id, label, address, source, status } }: { readonly engine: DockerEngine }) {
  const { text, problem: wordsOf } = useTexts()
  return (
    <Radio.Card value={id} className={styles.engine} data-engine={id}>
      <Radio.Indicator mt={2} />
      <div className={styles.words}>
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {label}
          </Text>
          <Text size="xs" c="dimmed">
            {text(`engines.source.${source}`)}
          </Text>
        </Group>
        <Text size="xs" c="dimmed" ff="monospace" truncate>
          {address}
        </Text>
        {status.kind === 'available' ? (
          <Text size="xs">
            {text('engines.available', {
              engine: status.isPodman ? 'Podman' : 'Docker',
              version: status.version,
              system: status.operatingSystem,
              architecture: status.architecture,
            })}
          </Text>
        ) : (
          <Text size="xs">
            <b>{wordsOf(status.problem).title}</b>
            <br />
            {wordsOf(status.problem).cause}
          </Text>
        )}
      </div>
    </Radio.Card>
  )
}
