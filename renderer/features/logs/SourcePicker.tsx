import { Button, Checkbox, Popover, ScrollArea, Stack, Text } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { LogSource } from '#shared/log-view.ts'
import { problemOf } from '#shared/problem.ts'
import type { LogSession } from '../../api/log-session.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

const kinds = ['node', 'containerd', 'events', 'workload', 'pod'] as const

interface Props {
  readonly session: LogSession
  readonly chosen: readonly LogSource[]
  readonly onChoose: (sources: LogSource[]) => void
}

/** Which logs run together: nodes, containerd, pods, events. Asked anew each time it is opened, for pods come and go. */
export function SourcePicker({ session, chosen, onChoose }: Props) {
  const { text, plural } = useTexts()
  const { data, error, refetch } = useQuery({
    queryKey: ['logs.available', session],
    queryFn: () => session.ask('available', undefined),
    enabled: false,
  })
  /** Why there may be more than the list says. */
  const unasked = error ? problemOf(error) : data?.problem
  const keys = new Set(chosen.map(keyOf))
  const all = [...(data?.sources ?? [])]
  for (const source of chosen) {
    if (!all.some((other) => keyOf(other.source) === keyOf(source))) all.push({ source, name: nameOf(source) })
  }
  const toggle = (source: LogSource) =>
    onChoose(keys.has(keyOf(source)) ? chosen.filter((other) => keyOf(other) !== keyOf(source)) : [...chosen, source])
  return (
    <Popover position="bottom-start" withinPortal onOpen={() => void refetch()} shadow="md">
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<IconStack2 size={14} aria-hidden />}>
          {plural('logs.sources', chosen.length)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <ScrollArea.Autosize mah={420} maw={460} type="auto">
          <Stack gap="sm" role="group" aria-label={text('logs.sources.choose')}>
            {unasked && <ProblemAlert problem={unasked} />}
            {kinds.map((kind) => {
              const ofKind = all.filter(({ source }) => source.kind === kind)
              if (ofKind.length === 0) return null
              return (
                <Stack key={kind} gap={6}>
                  <Text size="xs" c="dimmed" fw={600}>
                    {text(`logs.sources.${kind}`)}
                  </Text>
                  {ofKind.map(({ source, name }) => (
                    <Checkbox
                      key={keyOf(source)}
                      size="xs"
                      label={kind === 'events' ? text('logs.source.events') : name}
                      checked={keys.has(keyOf(source))}
                      onChange={() => toggle(source)}
                    />
                  ))}
                </Stack>
              )
            })}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}

const keyOf = (source: LogSource): string => Object.values(source).join(' ')

/** For a source that is chosen but not there any more. */
function nameOf(source: LogSource): string {
  switch (source.kind) {
    case 'node':
    case 'containerd':
      return source.node
    case 'pod':
      return `${source.namespace}/${source.pod}/${source.container}`
    case 'workload':
      return `${source.namespace}/${source.name}`
    case 'events':
      return 'events'
  }
}
