import { Text } from '@mantine/core'
import type { Cluster } from '#shared/cluster.ts'
import { formatAge, formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './overview.module.css'

/** The few facts that one looks for first. */
export function Facts({
  cluster,
  kubernetesVersion,
}: {
  readonly cluster: Cluster
  readonly kubernetesVersion: string | undefined
}) {
  const { text, plural, list, language } = useTexts()
  const { apiPort, createdAt, image, ports } = cluster
  const agents = cluster.nodes.filter(({ role }) => role === 'agent').length
  const facts: readonly { readonly label: string; readonly value: string; readonly hint?: string }[] = [
    { label: text('overview.version'), value: kubernetesVersion ?? cluster.k3sVersion ?? text('unknown') },
    { label: text('overview.api'), value: apiPort === undefined ? text('unknown') : `https://127.0.0.1:${apiPort}` },
    {
      label: text('overview.size'),
      value: list([
        plural('overview.servers', cluster.nodes.length - agents),
        ...(agents > 0 ? [plural('overview.agents', agents)] : []),
      ]),
    },
    createdAt
      ? {
          label: text('overview.created'),
          value: formatAge(language, createdAt, Date.now()),
          hint: formatDateTime(language, createdAt),
        }
      : { label: text('overview.created'), value: text('unknown') },
    { label: text('overview.ports'), value: ports.length > 0 ? list(ports.map(describePort)) : text('none') },
    { label: text('overview.image'), value: image },
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value, hint }) => (
        <div key={label} className={styles.fact}>
          <Text component="dt" size="xs" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} size="sm" fw={500} truncate title={hint ?? value}>
            {value}
          </Text>
        </div>
      ))}
    </dl>
  )
}

function describePort({ hostIp, hostPort, nodePort, protocol }: Cluster['ports'][number]): string {
  const host = hostIp === '127.0.0.1' ? '' : `${hostIp}:`
  return `${host}${hostPort} → ${nodePort}${protocol === 'udp' ? '/udp' : ''}`
}
