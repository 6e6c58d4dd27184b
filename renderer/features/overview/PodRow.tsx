import { Anchor, Group, Table, Text } from '@mantine/core'
import { useId, useState } from 'react'
import type { PodHealth } from '#shared/health.ts'
import { ExplanationText } from '../../ui/ExplanationText.tsx'
import { useTexts } from '../../ui/language.tsx'
import { HealthMark } from './HealthMark.tsx'

/** One pod. What its trouble means is a line, and all of it below when it is asked for: the other pods stay in sight. */
export function PodRow({ pod }: { readonly pod: PodHealth }) {
  const { text, number, explanation } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const detailsId = useId()
  const words = pod.explanation && explanation(pod.explanation.id, pod.explanation.params)
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <Text size="sm">{pod.name}</Text>
        </Table.Td>
        <Table.Td>
          <HealthMark isGood={pod.isHealthy}>{pod.status}</HealthMark>
          {!pod.isHealthy && pod.reason && (
            <Text size="xs" c="dimmed" maw={380}>
              {pod.reason}
            </Text>
          )}
          {words && (
            <Group gap={6} wrap="nowrap">
              <Text size="xs">{words.title}</Text>
              <Anchor
                component="button"
                type="button"
                size="xs"
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
          <Text size="sm" c="dimmed">
            {pod.node ?? '–'}
          </Text>
        </Table.Td>
      </Table.Tr>
      {isOpen && pod.explanation && (
        <Table.Tr id={detailsId}>
          <Table.Td colSpan={5}>
            <ExplanationText {...pod.explanation} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  )
}
