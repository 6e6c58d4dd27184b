import { Button, Checkbox, CloseButton, Group, Text } from '@mantine/core'
import { IconAlertCircleFilled, IconCircleCheckFilled, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Cluster, refKey, refOf } from '#shared/cluster.ts'
import { mergedAs } from '#shared/kubeconfig.ts'
import {
  type ClusterEntry,
  kubeconfigStatusQuery,
  type OngoingOperation,
  useDismiss,
  useOperations,
} from '../api/queries.ts'
import { MergeDialog } from '../features/kubeconfig/MergeDialog.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { isUp } from '../ui/cluster-state.ts'
import { formatDuration } from '../ui/format.ts'
import { useTexts } from '../ui/language.tsx'
import { kubeconfigOf } from '../ui/use-kubeconfig-export.ts'
import { usePreferences } from '../ui/use-preferences.ts'
import styles from './ReadyStrip.module.css'
import { TerminalButton } from './TerminalButton.tsx'

/** The clocks of this computer and of Docker's machine may differ by this much. */
const clocksDifferMs = 60_000

/** A cluster has just been made: what one wants next is one click away, until it is dismissed or something else is done to it. */
export function ReadyStrip({ entry: { ref, cluster } }: { readonly entry: ClusterEntry }) {
  const { text, language } = useTexts()
  const dismiss = useDismiss()
  const operations = useOperations()
  const status = useQuery(kubeconfigStatusQuery).data?.value
  const [isMerging, setIsMerging] = useState(false)
  const made = operations?.made.find((each) => refKey(each.cluster) === refKey(ref))
  const run = operations?.runs[refKey(ref)]
  if (!cluster || !made || run === undefined || !isUp(cluster) || !isFrom(made, cluster)) return null
  const place = status && mergedAs(status, ref)
  // The reason stands right below.
  const isWarned = cluster.problem !== undefined
  const Icon = isWarned ? IconAlertCircleFilled : IconCircleCheckFilled
  return (
    <section
      className={styles.strip}
      data-warned={isWarned || undefined}
      aria-label={text('ready.title', { cluster: ref.name })}
    >
      <Icon size={18} aria-hidden className={styles.icon} />
      <Text size="sm" fw={600} className={styles.words}>
        {made.durationMs === undefined
          ? text('notice.create', { cluster: ref.name })
          : text(isWarned ? 'ready.warned' : 'ready.in', {
              cluster: ref.name,
              time: formatDuration(language, made.durationMs),
            })}
        {place && (
          <Text span size="sm" c="dimmed" ml="xs">
            {text('kubeconfig.isIn', { path: place.path })}
          </Text>
        )}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <CopyButton label={text('action.copyKubeconfig')} copy={() => kubeconfigOf(ref)} variant="filled" />
        <TerminalButton cluster={ref} />
        {status && !place && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setIsMerging(true)}
          >
            {text('kubeconfig.merge')}
          </Button>
        )}
        <CloseButton size="sm" aria-label={text('operation.close')} onClick={() => dismiss(ref, run)} />
      </Group>
      {isMerging && (
        <MergeDialog
          cluster={refOf(ref)}
          present={undefined}
          onClose={() => setIsMerging(false)}
          onMerged={() => setIsMerging(false)}
          more={<AlwaysAdd />}
        />
      )}
    </section>
  )
}

/** So that it need not be done for the next one. */
function AlwaysAdd() {
  const { text } = useTexts()
  const { preferences, prefer } = usePreferences()
  return (
    <Checkbox
      label={text('preferences.addsToKubeconfig')}
      checked={preferences.addsToKubeconfig}
      onChange={({ currentTarget }) => prefer({ addsToKubeconfig: currentTarget.checked })}
    />
  )
}

/** It is the cluster of that creation, not one that somebody has made under its name since. */
function isFrom({ startedAtMs, durationMs = 0 }: OngoingOperation, { createdAt }: Cluster): boolean {
  if (startedAtMs === undefined || createdAt === undefined) return true
  const atMs = Date.parse(createdAt)
  return atMs > startedAtMs - clocksDifferMs && atMs < startedAtMs + durationMs + clocksDifferMs
}
