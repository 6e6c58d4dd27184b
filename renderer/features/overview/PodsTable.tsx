import { Table, Text } from '@mantine/core'
import type { PodHealth } from '#shared/health.ts'
import { useTexts } from '../../ui/language.tsx'
import { Section } from '../../ui/Section.tsx'
import styles from './overview.module.css'
import { PodRow } from './PodRow.tsx'

/** The pods of kube-system, the ones in trouble first, each with the reason. */
export function PodsTable({ pods }: { readonly pods: readonly PodHealth[] | undefined }) {
  const { text, plural } = useTexts()
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
                <PodRow key={pod.name} pod={pod} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  )
}
