import { UnstyledButton } from '@mantine/core'
import type { PodRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import { previousLogSourcesOf } from './workload-actions.ts'
import styles from './workloads.module.css'

/** How often a pod's containers were started again, and the way to what they said before. */
export function RestartCount({ row }: { readonly row: PodRow }) {
  const { number, plural } = useTexts()
  const { go } = useNavigation()
  const sources = previousLogSourcesOf(row)
  if (sources.length === 0) return number(row.restarts)
  const label = plural('workloads.previousLogs.of', row.restarts, { name: row.name })
  return (
    <UnstyledButton
      className={styles.restarts}
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation()
        go({ tab: 'logs', sources })
      }}
    >
      {number(row.restarts)}
    </UnstyledButton>
  )
}
