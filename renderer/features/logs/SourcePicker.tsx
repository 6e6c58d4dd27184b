import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch, IconStack2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LogSource } from '#shared/log-view.ts'
import { problemOf } from '#shared/problem.ts'
import type { LogSession } from '../../api/log-session.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'

const kinds = ['node', 'containerd', 'events', 'workload', 'pod'] as const

/** A list as short as this is seen at a glance. */
const fewSources = 8
const mostSources = 200

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
  const [words, setWords] = useState('')
  const labelOf = ({ source, name }: { readonly source: LogSource; readonly name: string }) =>
    source.kind === 'events' ? text('logs.source.events') : name
  const found = all.filter((each) => labelOf(each).toLowerCase().includes(words.trim().toLowerCase()))
  const toggle = (source: LogSource) =>
    onChoose(keys.has(keyOf(source)) ? chosen.filter((other) => keyOf(other) !== keyOf(source)) : [...chosen, source])
  /** No more than the log process takes (LogRequests.follow). */
  const chooseAll = (sources: readonly { readonly source: LogSource }[], isOn: boolean) => {
    const meant = new Set(sources.map(({ source }) => keyOf(source)))
    const others = chosen.filter((source) => !meant.has(keyOf(source)))
    onChoose([...others, ...(isOn ? sources.map(({ source }) => source) : [])].slice(0, mostSources))
  }
  return (
    <Popover
      position="bottom-start"
      withinPortal
      onOpen={() => {
        setWords('')
        void refetch()
      }}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<IconStack2 size={14} aria-hidden />}>
          {plural('logs.sources', chosen.length)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={text('logs.sources.choose')}>
        {all.length > fewSources && (
          <TextInput
            size="xs"
            mb="xs"
            aria-label={text('logs.sources.find')}
            placeholder={text('logs.sources.find')}
            leftSection={<IconSearch size={14} aria-hidden />}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
        )}
        <ScrollArea.Autosize mah={420} maw={460} miw={240} type="auto">
          <Stack gap="sm" role="group" aria-label={text('logs.sources.choose')}>
            {unasked && <ProblemAlert problem={unasked} />}
            {found.length === 0 && (
              <Text size="sm" c="dimmed">
                {text('logs.sources.nothing')}
              </Text>
            )}
            {kinds.map((kind) => {
              const ofKind = found.filter(({ source }) => source.kind === kind)
              if (ofKind.length === 0) return null
              const areAll = ofKind.every(({ source }) => keys.has(keyOf(source)))
              return (
                <Stack key={kind} gap={6}>
                  <Group justify="space-between" gap="xs" wrap="nowrap">
                    <Text size="xs" c="dimmed" fw={600}>
                      {text(`logs.sources.${kind}`)}
                    </Text>
                    {ofKind.length > 1 && (
                      <Button
                        size="compact-xs"
                        variant="subtle"
                        color="gray"
                        c="var(--mantine-color-anchor)"
                        aria-label={text(areAll ? 'logs.sources.noneOf' : 'logs.sources.allOf', {
                          kind: text(`logs.sources.${kind}`),
                        })}
                        onClick={() => chooseAll(ofKind, !areAll)}
                      >
                        {text(areAll ? 'logs.sources.none' : 'logs.sources.all')}
                      </Button>
                    )}
                  </Group>
                  {ofKind.map((each) => (
                    <Checkbox
                      key={keyOf(each.source)}
                      size="xs"
                      label={labelOf(each)}
                      checked={keys.has(keyOf(each.source))}
                      onChange={() => toggle(each.source)}
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
