import { Table, Text } from '@mantine/core'
import { useDocumentVisibility } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Cluster, ClusterNode, Companion } from '#shared/cluster.ts'
import { isOfK3d } from '#shared/cluster-origin.ts'
import type { NodeHealth, NodeUsage } from '#shared/health.ts'
import { usageQuery } from '../../api/queries.ts'
import { CopyableText } from '../../ui/CopyableText.tsx'
import { ExplanationText } from '../../ui/ExplanationText.tsx'
import { useTexts } from '../../ui/language.tsx'
import { Section } from '../../ui/Section.tsx'
import { AddAgentButton } from './AddAgentButton.tsx'
import { NodeActions } from './NodeActions.tsx'
import { NodeStatus } from './NodeStatus.tsx'
import styles from './overview.module.css'
import { type Rest, RestCells, RestHeads } from './RestColumns.tsx'
import { UsageBars } from './UsageBars.tsx'

interface Props {
  readonly cluster: Cluster
  readonly health: readonly NodeHealth[] | undefined
  /** Shows what the nodes use. */
  readonly isLive: boolean
  /** What is known of nodes that do not run. */
  readonly rest?: Rest
}

export function NodesTable({ cluster, health, isLive, rest }: Props) {
  const { text } = useTexts()
  const isSeen = useDocumentVisibility() === 'visible'
  const healthByName = new Map(health?.map((node) => [node.name, node]))
  return (
    <Section
      title={text('overview.nodes')}
      actions={isOfK3d(cluster) ? undefined : <AddAgentButton cluster={cluster} />}
    >
      <Table.ScrollContainer type="native" minWidth={540} className={styles.tableFrame}>
        <Table verticalSpacing={7} className={styles.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{text('overview.node')}</Table.Th>
              <Table.Th visibleFrom="lg">{text('overview.role')}</Table.Th>
              <Table.Th>{text('overview.status')}</Table.Th>
              {isLive && <Table.Th visibleFrom="lg">{text('overview.runtime')}</Table.Th>}
              {isLive && <Table.Th w={{ base: 210, lg: 250 }}>{text('overview.usage')}</Table.Th>}
              {rest && <RestHeads rest={rest} />}
              <Table.Th w={76} aria-label={text('workloads.actions.column')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {cluster.nodes.map((node) => (
              <NodeRow key={node.name} node={node} health={healthByName.get(node.name.toLowerCase())} isLive={isLive}>
                {isLive && <Table.Td>{isSeen && <Usage cluster={cluster} node={node.name} />}</Table.Td>}
                {rest && <RestCells rest={rest} node={node.name} />}
                <Table.Td>
                  <NodeActions cluster={cluster} node={node.name} canEnter={isLive && node.container === 'running'} />
                </Table.Td>
              </NodeRow>
            ))}
            {cluster.companions?.map((companion) => (
              <NodeRow key={companion.name} node={companion} health={undefined} isLive={isLive}>
                {isLive && <Table.Td />}
                {rest && <RestCells rest={rest} node={companion.name} />}
                <Table.Td>
                  <NodeActions cluster={cluster} node={companion.name} canEnter={false} />
                </Table.Td>
              </NodeRow>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}

function NodeRow({
  node,
  health,
  isLive,
  children,
}: {
  readonly node: Companion & Pick<ClusterNode, 'ip'>
  readonly health: NodeHealth | undefined
  readonly isLive: boolean
  readonly children: React.ReactNode
}) {
  const { text } = useTexts()
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" className={styles.name}>
          <CopyableText value={node.name} isCode />
        </Text>
        {node.ip && (
          <Text size="xs" c="dimmed">
            <CopyableText value={node.ip} isCode />
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="lg">
        <Text size="sm" c="dimmed">
          {text(`role.${node.role}`)}
        </Text>
      </Table.Td>
      <Table.Td>
        <NodeStatus node={node} health={health} isLive={isLive} />
        {health?.reason && (
          <Text size="xs" c="dimmed" maw={280}>
            {health.reason}
          </Text>
        )}
        {health?.explanation && <ExplanationText {...health.explanation} />}
      </Table.Td>
      {isLive && (
        <Table.Td visibleFrom="lg">
          <Text size="sm">
            {health ? <CopyableText value={health.kubeletVersion} title={health.containerRuntime} /> : '–'}
          </Text>
        </Table.Td>
      )}
      {children}
    </Table.Tr>
  )
}

function Usage({ cluster, node }: { readonly cluster: Cluster; readonly node: string }) {
  const { data: usage } = useQuery({ ...usageQuery(cluster), select: ({ value }) => ofNode(value, node) })
  return usage && <UsageBars usage={usage} />
}

function ofNode(usage: readonly NodeUsage[] | undefined, node: string): NodeUsage | undefined {
  return usage?.find((one) => one.node === node)
}
