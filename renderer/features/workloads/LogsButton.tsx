import { ActionIcon } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import type { WorkloadRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { logSourcesOf } from './workload-actions.ts'
import styles from './workloads.module.css'

/** What one comes for most, without a menu. */
export function LogsButton({ row }: { readonly row: WorkloadRow }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const sources = logSourcesOf(row)
  if (sources.length === 0) return null
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      tabIndex={-1}
      className={styles.more}
      aria-label={text('workloads.logsOf', { name: row.name })}
      title={text('workloads.logsOf', { name: row.name })}
      onClick={(event) => {
        event.stopPropagation()
        go({ tab: 'logs', sources })
      }}
    >
      <IconListDetails size={16} aria-hidden />
    </ActionIcon>
  )
}
