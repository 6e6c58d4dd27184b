import { Anchor, Group, Table, Text } from '@mantine/core'
import { useId, useState } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import type { PodHealth } from '#shared/health.ts'
import { useTexts } from '../../ui/language.tsx'
import { Section } from '../../ui/Section.tsx'
import { HealthMark } from './HealthMark.tsx'
import styles from './overview.module.css'
import { PodRow } from './PodRow.tsx'
import { PodTroubles } from './PodTroubles.tsx'

/** The pods of kube-system: each one in trouble with the reason; those that are well are a line, and a list when it is asked for. */
export function PodsTable({
  cluster,
  pods,
}: {
  readonly cluster: ClusterRef
  readonly pods: readonly PodHealth[] | undefined
}) {
  const { text, plural } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const listId = useId()
  const sorted = [...(pods ?? [])].sort(
    (a, b) => Number(a.isHealthy) - Number(b.isHealthy) || a.name.localeCompare(b.name, 'en'),
  )
  const sick = sorted.filter(({ isHealthy }) => !isHealthy)
  const well = sorted.length - sick.length
  const shown = isOpen ? sorted : sick
  return (
    <Section
      title={text('overview.pods')}
      {...(sick.length > 0 ? { hint: plural('overview.podsSick', sick.length) } : {})}
    >
      <PodTroubles pods={sorted} />
      {sorted.length === 0 && (
        <Text size="sm" c="dimmed">
          {text(pods ? 'overview.noPods' : 'overview.asking')}
        </Text>
      )}
      {well > 0 && (
        <Group gap="xs">
          <HealthMark tone="good">{plural('overview.podsHealthy', well)}</HealthMark>
          <Anchor
            component="button"
            type="button"
            size="sm"
            aria-expanded={isOpen}
            aria-controls={listId}
            onClick={() => setOpen(!isOpen)}
          >
            {text(isOpen ? 'overview.hidePods' : 'overview.showPods')}
          </Anchor>
        </Group>
      )}
      <div id={listId}>{shown.length > 0 && <Pods cluster={cluster} pods={shown} />}</div>
    </Section>
  )
}

function Pods({ cluster, pods }: { readonly cluster: ClusterRef; readonly pods: readonly PodHealth[] }) {
  const { text } = useTexts()
  return (
    <Table.ScrollContainer type="native" minWidth={620} className={styles.tableFrame}>
      <Table verticalSpacing={6} className={styles.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{text('overview.pod')}</Table.Th>
            <Table.Th>{text('overview.status')}</Table.Th>
            <Table.Th ta="end">{text('overview.containers')}</Table.Th>
            <Table.Th ta="end">{text('overview.restarts')}</Table.Th>
            <Table.Th>{text('overview.node')}</Table.Th>
            <Table.Th w={40} aria-label={text('workloads.actions.column')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pods.map((pod) => (
            <PodRow key={pod.name} cluster={cluster} pod={pod} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
