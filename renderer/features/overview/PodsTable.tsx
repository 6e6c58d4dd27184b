import { Table, Text } from '@mantine/core'
import type { PodHealth } from '#shared/health.ts'
import { ExplanationText } from '../../ui/ExplanationText.tsx'
import { useTexts } from '../../ui/language.tsx'
import { Section } from '../../ui/Section.tsx'
import { HealthMark } from './HealthMark.tsx'
import styles from './overview.module.css'

/** The pods of kube-system, the ones in trouble first, each with the reason. */
export function PodsTable({ pods }: { readonly pods: readonly PodHealth[] | undefined }) {
  const { text, plural, number } = useTexts()
  const sorted = [...(pods ?? [])].sort(
    (a, b) => Number(a.isHealthy) - Number(b.isHealthy) || a.name.localeCompare(b.name, 'en'),
  )
  const sick = sorted.filter(({ isHealthy }) => !isHealthy).length
  const hint = pods && (sick === 0 ? text('overview.podsHealthy') : plural('overview.podsSick', sick))
  return (
    <Section title={text('overview.pods')} {...(hint && pods.length > 0 ? { hint } : {})}>
      {sorted.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text(pods ? 'overview.noPods' : 'overview.asking')}
        </Text>
      ) : (
        <Table.ScrollContainer type="native" minWidth={620} className={styles.tableFrame}>
          <Table verticalSpacing={6} className={styles.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{text('overview.pod')}</Table.Th>
                <Table.Th>{text('overview.status')}</Table.Th>
                <Table.Th ta="end">{text('overview.containers')}</Table.Th>
                <Table.Th ta="end">{text('overview.restarts')}</Table.Th>
                <Table.Th>{text('overview.node')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sorted.map((pod) => (
                <Table.Tr key={pod.name}>
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
                    {pod.explanation && <ExplanationText {...pod.explanation} />}
                  </Table.Td>
                  <Table.Td ta="end">{`${pod.readyContainers}/${pod.containers}`}</Table.Td>
                  <Table.Td ta="end">{number(pod.restarts)}</Table.Td>
                  <Table.Td>
                    <Text size="sm" c="dimmed">
                      {pod.node ?? '–'}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}
