import { Anchor, Code, Group, Stack, Table, Text } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import type { PodHealth } from '#shared/health.ts'
import { mattersOf } from '#shared/log-explanations.ts'
import type { LogSource } from '#shared/log-view.ts'
import { CopyableText } from '../../ui/CopyableText.tsx'
import { ExplanationText } from '../../ui/ExplanationText.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { HealthMark } from './HealthMark.tsx'
import styles from './overview.module.css'

/** One pod. What its trouble means is a line, and all of it below when it is asked for: the other pods stay in sight. */
export function PodRow({ cluster, pod }: { readonly cluster: ClusterRef; readonly pod: PodHealth }) {
  const { text, number, explanation } = useTexts()
  const { go } = useNavigation()
  const [isOpen, setOpen] = useState(false)
  const detailsId = useId()
  const words = pod.explanation && explanation(pod.explanation.id, pod.explanation.params)
  const reason = pod.isHealthy ? undefined : pod.reason
  const isOnItsWay = pod.explanation !== undefined && mattersOf(pod.explanation.id) === 'wait'
  const line = words?.title ?? reason
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <Text size="sm">
            <CopyableText value={pod.name} isCode />
          </Text>
        </Table.Td>
        <Table.Td maw={420}>
          <HealthMark tone={pod.isHealthy ? 'good' : isOnItsWay ? 'quiet' : 'warning'}>{pod.status}</HealthMark>
          {line && (
            <Group gap={6} wrap="nowrap">
              <Text size="xs" c="dimmed" truncate>
                {line}
              </Text>
              <Anchor
                component="button"
                type="button"
                size="xs"
                className={styles.more}
                aria-label={text('overview.more', { pod: pod.name })}
                aria-expanded={isOpen}
                aria-controls={detailsId}
                onClick={() => setOpen(!isOpen)}
              >
                {text(isOpen ? 'overview.lessShort' : 'overview.moreShort')}
              </Anchor>
            </Group>
          )}
        </Table.Td>
        <Table.Td ta="end">{`${pod.readyContainers}/${pod.containers}`}</Table.Td>
        <Table.Td ta="end">{number(pod.restarts)}</Table.Td>
        <Table.Td>
          <Text size="sm" c="dimmed" ff="monospace">
            {pod.node ?? '–'}
          </Text>
        </Table.Td>
        <Table.Td ta="end">
          <IconButton
            label={text('workloads.logsOf', { name: pod.name })}
            onClick={() => go({ cluster, tab: 'logs', sources: logsOf(pod) })}
          >
            <IconListDetails size={16} aria-hidden />
          </IconButton>
        </Table.Td>
      </Table.Tr>
      {isOpen && line && (
        <Table.Tr id={detailsId}>
          <Table.Td colSpan={6}>
            <Stack gap="xs">
              {pod.explanation && <ExplanationText {...pod.explanation} />}
              {reason && (
                <Code block className={styles.reason} tabIndex={0} aria-label={text('problem.detail')}>
                  {reason}
                </Code>
              )}
            </Stack>
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}

const logsOf = ({ namespace, name, logContainers }: PodHealth): readonly LogSource[] =>
  logContainers.map((container) => ({ kind: 'pod', namespace, pod: name, container, isPrevious: false }))
