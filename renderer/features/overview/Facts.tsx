import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import { CopyableText } from '../../ui/CopyableText.tsx'
import { useTexts } from '../../ui/language.tsx'
import { Age } from './Age.tsx'
import styles from './overview.module.css'

/** The few facts that one looks for first. */
export function Facts({
  cluster,
  kubernetesVersion,
  children,
}: {
  readonly cluster: Cluster
  readonly kubernetesVersion?: string | undefined
  /** More of them. */
  readonly children?: ReactNode
}) {
  const { text, plural, list } = useTexts()
  const { apiPort, createdAt, image, ports } = cluster
  const agents = cluster.nodes.filter(({ role }) => role === 'agent').length
  const version = kubernetesVersion ?? cluster.k3sVersion
  const address = apiPort === undefined ? undefined : `https://127.0.0.1:${apiPort}`
  const size = list([
    plural('overview.servers', cluster.nodes.length - agents),
    ...(agents > 0 ? [plural('overview.agents', agents)] : []),
  ])
  return (
    <dl className={styles.facts}>
      <Fact label={text('overview.version')}>
        {version === undefined ? text('unknown') : <CopyableText value={version} isCode />}
      </Fact>
      <Fact label={text('overview.api')}>
        {address === undefined ? text('unknown') : <CopyableText value={address} isCode />}
      </Fact>
      <Fact label={text('overview.size')}>{size}</Fact>
      <Fact label={text('overview.created')}>{createdAt ? <Age time={createdAt} /> : text('unknown')}</Fact>
      <Fact label={text('overview.ports')}>{ports.length > 0 ? <Ports ports={ports} /> : text('none')}</Fact>
      <Fact label={text('overview.image')}>
        <CopyableText value={image} isCode />
      </Fact>
      {children}
    </dl>
  )
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <Text component="dt" size="xs" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} size="sm" fw={500}>
        {children}
      </Text>
    </div>
  )
}

/** As many as there are, each in a line of its own. */
function Ports({ ports }: Pick<Cluster, 'ports'>) {
  return (
    <Stack gap={2}>
      {ports.map((port) => (
        <CopyableText
          key={`${port.hostIp}:${port.hostPort}/${port.protocol}`}
          value={`${port.hostIp}:${port.hostPort}`}
          shown={describePort(port)}
          isCode
        />
      ))}
    </Stack>
  )
}

function describePort({ hostIp, hostPort, nodePort, protocol }: Cluster['ports'][number]): string {
  const host = hostIp === '127.0.0.1' ? '' : `${hostIp}:`
  return `${host}${hostPort} → ${nodePort}${protocol === 'udp' ? '/udp' : ''}`
}
