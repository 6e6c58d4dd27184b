import { Anchor, Code, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { keyOfWorkload, WorkloadKind, type WorkloadRow } from '#shared/workloads.ts'
import { ExplanationText } from '../../ui/ExplanationText.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import { HealthIcon } from './HealthIcon.tsx'
import { lastEndWords, portWords, readyWords, statusWord } from './workload-words.ts'
import styles from './workloads.module.css'

interface Props {
  readonly row: WorkloadRow
  readonly onOpenOther: (key: string) => void
}

export function ObjectDetails({ row, onOpenOther }: Props) {
  const texts = useTexts()
  const { text, language } = texts
  const ready = readyWords(row)
  return (
    <Stack gap="md">
      {row.explanation && <ExplanationText {...row.explanation} />}
      {row.reason && (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            {text('workloads.reason')}
          </Text>
          <Code block className={styles.reason} tabIndex={0} aria-label={text('workloads.reason')}>
            {row.reason}
          </Code>
        </Stack>
      )}
      <dl className={styles.facts}>
        <Fact title={text('workloads.status')}>
          <span className={styles.status}>
            <HealthIcon health={row.health} />
            {statusWord(row, texts)}
          </span>
        </Fact>
        {ready !== '' && <Fact title={text('workloads.ready')}>{ready}</Fact>}
        {row.kind === 'Pod' && <PodFacts row={row} onOpenOther={onOpenOther} />}
        {row.kind === 'CronJob' && (
          <Fact title={text('workloads.schedule')}>
            <Code>{row.schedule}</Code>
          </Fact>
        )}
        {row.kind === 'Service' && row.address && <Fact title={text('workloads.address')}>{row.address}</Fact>}
        {(row.kind === 'Service' || row.kind === 'Ingress') && row.externalAddresses.length > 0 && (
          <Fact title={text('workloads.external')}>{row.externalAddresses.join(' ')}</Fact>
        )}
        {row.kind === 'Service' && row.ports.length > 0 && (
          <Fact title={text('workloads.ports')}>{portWords(row)}</Fact>
        )}
        {row.kind === 'Ingress' && (
          <Fact title={text('workloads.paths')}>
            {row.paths.map(({ host, path, service }) => (
              <div key={`${host}${path}`}>{`${host}${path} → ${service}`}</div>
            ))}
          </Fact>
        )}
        {row.createdMs !== undefined && (
          <Fact title={text('workloads.created')}>
            {formatDateTime(language, new Date(row.createdMs).toISOString())}
          </Fact>
        )}
      </dl>
    </Stack>
  )
}

function PodFacts({ row, onOpenOther }: Props & { readonly row: Extract<WorkloadRow, { kind: 'Pod' }> }) {
  const texts = useTexts()
  const { text, number, list } = texts
  const owner = row.owner
  const ownerKind = owner && WorkloadKind.safeParse(owner.kind).data
  return (
    <>
      <Fact title={text('workloads.restarts')}>{number(row.restarts)}</Fact>
      {row.lastEnd && <Fact title={text('workloads.lastEndTitle')}>{lastEndWords(row.lastEnd, texts)}</Fact>}
      {row.node && <Fact title={text('workloads.node')}>{row.node}</Fact>}
      {owner && (
        <Fact title={text('workloads.owner')}>
          {ownerKind ? (
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() =>
                onOpenOther(keyOfWorkload({ kind: ownerKind, namespace: row.namespace, name: owner.name }))
              }
            >
              {`${owner.kind} ${owner.name}`}
            </Anchor>
          ) : (
            `${owner.kind} ${owner.name}`
          )}
        </Fact>
      )}
      <Fact title={text('workloads.containers')}>{list(row.logContainers.map(({ name }) => name))}</Fact>
    </>
  )
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  )
}
