import { IconListDetails } from '@tabler/icons-react'
import type { WorkloadRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { RowButton } from './RowButton.tsx'
import { logSourcesOf } from './workload-actions.ts'

/** Opens the logs, the most frequent action, without a menu. */
export function LogsButton({ row }: { readonly row: WorkloadRow }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const sources = logSourcesOf(row)
  if (sources.length === 0) return null
  const label = text('workloads.logsOf', { name: row.name })
  return (
    <RowButton label={label} title={label} onPress={() => go({ tab: 'logs', sources })}>
      <IconListDetails size={16} aria-hidden />
    </RowButton>
  )
}
