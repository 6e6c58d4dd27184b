// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be scrolled virtually.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid as a whole has the focus.
import type { MessageKey } from '#shared/translate.ts'
import { useTexts } from '../../ui/language.tsx'
import type { WorkloadGroup } from './visible-rows.ts'
import styles from './workloads.module.css'

const columns: Readonly<Record<WorkloadGroup, readonly MessageKey[]>> = {
  pods: [
    'workloads.name',
    'workloads.namespace',
    'workloads.status',
    'workloads.ready',
    'workloads.restarts',
    'workloads.node',
    'workloads.age',
  ],
  controllers: [
    'workloads.name',
    'workloads.kind',
    'workloads.namespace',
    'workloads.status',
    'workloads.ready',
    'workloads.age',
  ],
  jobs: [
    'workloads.name',
    'workloads.kind',
    'workloads.namespace',
    'workloads.status',
    'workloads.ready',
    'workloads.age',
  ],
  network: [
    'workloads.name',
    'workloads.kind',
    'workloads.namespace',
    'workloads.status',
    'workloads.ports',
    'workloads.age',
  ],
}

export function TableHead({ group }: { readonly group: WorkloadGroup }) {
  const { text } = useTexts()
  return (
    <div className={styles.head} role="row" aria-rowindex={1} tabIndex={-1}>
      {columns[group].map((column) => (
        <div key={column} role="columnheader" data-column={column.replace('workloads.', '')}>
          {text(column)}
        </div>
      ))}
      <div role="columnheader" aria-label={text('workloads.actions', { name: '' }).trim()} />
    </div>
  )
}
