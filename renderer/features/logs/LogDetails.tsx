import { ActionIcon, Button, Group, ScrollArea, Stack, Table, Text, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { LogSession } from '../../api/log-session.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { ExplanationText } from '../../ui/ExplanationText.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './logs.module.css'
import type { TimeRange } from './use-open-log.ts'

/** Lines within this time before and after a line are likely related to it. */
const aroundMs = 10_000

interface Props {
  readonly session: LogSession
  readonly line: number
  readonly onRange: (range: TimeRange) => void
  readonly onClose: () => void
}

/** Everything about one line: what it means, its message whole, and the fields that were read out of it. */
export function LogDetails({ session, line, onRange, onClose }: Props) {
  const { text, language } = useTexts()
  const { data } = useQuery({
    queryKey: ['logs.details', session, line],
    queryFn: () => session.ask('details', { line }),
    gcTime: 0,
  })
  const source = session.state?.sources.find(({ id }) => id === data?.source)?.name
  return (
    <aside className={styles.pane} aria-label={text('logs.details')}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm">
          {text('logs.details')}
        </Text>
        <Group gap="xs" wrap="nowrap">
          {data && (
            <CopyButton
              label={text('action.copy')}
              copy={[data.text, ...(data.continuation === undefined ? [] : [data.continuation])].join('\n')}
            />
          )}
          <Tooltip label={text('action.close')}>
            <ActionIcon variant="subtle" color="gray" aria-label={text('action.close')} onClick={onClose}>
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {data && (
        <ScrollArea type="auto" offsetScrollbars="present" className={styles.paneBody}>
          <Stack gap="sm">
            {data.explanation !== undefined && <ExplanationText id={data.explanation} params={data.params} />}
            <CodeBlock label={text('logs.message')} code={data.message} isWrapped />
            {data.continuation !== undefined && (
              <CodeBlock label={text('logs.details.continuation')} code={data.continuation} isWrapped />
            )}
            {data.overwritten !== undefined && (
              <div>
                <Text size="xs" c="dimmed">
                  {text('logs.details.overwritten')}
                </Text>
                <CodeBlock label={text('logs.details.overwritten')} code={data.overwritten} maxHeight={160} isWrapped />
              </div>
            )}
            <Group gap="xs">
              <Button size="compact-xs" variant="default" onClick={() => onRange({ from: data.time })}>
                {text('logs.range.from')}
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => onRange({ until: data.time })}>
                {text('logs.range.until')}
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => onRange({ from: data.time - aroundMs, until: data.time + aroundMs })}
              >
                {text('logs.range.around')}
              </Button>
            </Group>
            <Table verticalSpacing={2} fz="xs" aria-label={text('logs.fields')}>
              <Table.Tbody>
                <Field name={text('logs.time')} value={formatMoment(language, data.time)} />
                {data.level !== undefined && <Field name={text('logs.level')} value={data.level.toUpperCase()} />}
                {source !== undefined && <Field name={text('logs.source')} value={source} />}
                {data.component !== undefined && <Field name={text('logs.component')} value={data.component} />}
                {data.fields.filter(isMore(data.message)).map(({ name, value }) => (
                  <Field key={name} name={name} value={value} />
                ))}
              </Table.Tbody>
            </Table>
          </Stack>
        </ScrollArea>
      )}
    </aside>
  )
}

/** Leaves out fields that are already shown above. */
const isMore =
  (message: string) =>
  ({ name, value }: { readonly name: string; readonly value: string }) =>
    value !== message && !framing.has(name)
const framing: ReadonlySet<string> = new Set(['time', 'ts', 'level'])

function Field({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" w={130} className={styles.fieldName}>
        {name}
      </Table.Th>
      <Table.Td className={styles.fieldValue}>{value}</Table.Td>
    </Table.Tr>
  )
}
