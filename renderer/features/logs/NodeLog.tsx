import { Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import { liveQuery } from '../../api/live-updates.ts'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { LogView } from '../../ui/log/LogView.tsx'
import { appendLines, emptyLog, entryAt, type LogBuffer, matchingLines } from '../../ui/log/log-buffer.ts'
import { useNavigation } from '../../ui/navigation.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

const capacity = 20_000
/** The element that the command "Filter the log" gives the focus. */
export const filterInputId = 'log-filter'

interface Props {
  readonly cluster: Cluster
  readonly node: string
  readonly filter: string
  readonly onFilter: (filter: string) => void
}

export function NodeLog({ cluster, node, filter, onFilter }: Props) {
  const { text, plural, number } = useTexts()
  const { go } = useNavigation()
  const { data: log } = useQuery({ ...logQuery(cluster.name, node), gcTime: 0 })
  const buffer = log?.value ?? emptyLog
  const numbers = useMemo(() => matchingLines(buffer, filter), [buffer, filter])
  const hasEnded = log?.hasEnded ?? false

  return (
    <Stack gap="sm" h="100%">
      <Group gap="sm" wrap="nowrap">
        <Select
          size="xs"
          w={240}
          aria-label={text('logs.node')}
          data={cluster.nodes.map(({ name }) => name)}
          value={node}
          onChange={(value) => value && go({ node: value })}
          allowDeselect={false}
        />
        <TextInput
          id={filterInputId}
          size="xs"
          flex={1}
          aria-label={text('logs.filter')}
          placeholder={text('logs.filter')}
          leftSection={<IconFilter size={14} aria-hidden />}
          value={filter}
          onChange={(event) => onFilter(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onFilter('')
          }}
        />
        <Text size="xs" c="dimmed" role="status" aria-live={filter ? 'polite' : 'off'}>
          {filter
            ? text('logs.matches', { shown: number(numbers.length), all: number(buffer.entries.length) })
            : plural('logs.lines', buffer.entries.length)}
        </Text>
        <CopyButton
          label={text('logs.copyAll')}
          copy={() => numbers.map((line) => entryAt(buffer, line)?.text ?? '').join('\n')}
        />
      </Group>
      {log?.problem && <ProblemAlert problem={log.problem} />}
      <LogView
        key={filter}
        label={text('logs.of', { node })}
        buffer={buffer}
        numbers={numbers}
        emptyText={text(filter ? 'logs.noMatch' : hasEnded ? 'logs.ended' : 'logs.waiting')}
      />
      {hasEnded && numbers.length > 0 && (
        <Text size="xs" c="dimmed" role="status">
          {text('logs.ended')}
        </Text>
      )}
    </Stack>
  )
}

function logQuery(cluster: string, node: string) {
  return liveQuery<'node.logs', LogBuffer>('node.logs', { cluster, node }, (buffer, { lines }) =>
    appendLines(buffer ?? emptyLog, lines, capacity),
  )
}
