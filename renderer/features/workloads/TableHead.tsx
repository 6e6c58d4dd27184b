// biome-ignore-all lint/a11y/useSemanticElements: the rows of a <table> cannot be placed by hand, and only some are there.
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the grid, which tells the present row.
import type { MessageKey } from '#shared/translate.ts'
import grid from '../../ui/grid/grid.module.css'
import { useTexts } from '../../ui/language.tsx'
import type { WorkloadGroup } from './visible-rows.ts'

const ofSeveralKinds: readonly MessageKey[] = [
  'workloads.name',
  'workloads.kind',
  'workloads.namespace',
  'workloads.status',
  'workloads.ready',
  'workloads.age',
]

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
  controllers: ofSeveralKinds,
  jobs: ofSeveralKinds,
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
    <div className={grid.head} role="row" aria-rowindex={1}>
      {columns[group].map((column) => (
        <div key={column} role="columnheader" data-column={column.replace('workloads.', '')}>
          {text(column)}
        </div>
      ))}
      <div role="columnheader" aria-label={text('workloads.actions.column')} />
    </div>
  )
}
