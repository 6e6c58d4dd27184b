import { Group, SegmentedControl, Text } from '@mantine/core'
import { FilterField } from '../../ui/grid/FilterField.tsx'
import { useTexts } from '../../ui/language.tsx'
import { NamespacePicker } from './NamespacePicker.tsx'
import type { WorkloadLook } from './use-workload-look.ts'
import { type WorkloadGroup, workloadGroups } from './visible-rows.ts'
import styles from './workloads.module.css'

interface Props {
  readonly look: WorkloadLook
  readonly counts: Readonly<Record<WorkloadGroup, number>>
  readonly namespaces: readonly string[]
  readonly onChange: (change: Partial<WorkloadLook>) => void
}

/** Which kind, of which namespaces, with which words in it. */
export function WorkloadToolbar({ look, counts, namespaces, onChange }: Props) {
  const { text, number } = useTexts()
  const views = [...workloadGroups, 'events'] as const
  return (
    <Group gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={text('workloads.kinds')}
        value={look.view}
        onChange={(value) => {
          const view = views.find((other) => other === value)
          if (view) onChange({ view })
        }}
        data={views.map((view) => ({
          value: view,
          label: (
            <Group gap={6} wrap="nowrap" justify="center">
              <span>{text(`workloads.${view}`)}</span>
              {view !== 'events' && (
                <Text span size="xs" className={styles.count}>
                  {number(counts[view])}
                </Text>
              )}
            </Group>
          ),
        }))}
      />
      <NamespacePicker
        all={namespaces}
        chosen={look.namespaces}
        onChoose={(chosen) => onChange({ namespaces: chosen })}
      />
      <FilterField label={text('workloads.filter')} value={look.filter} onChange={(filter) => onChange({ filter })} />
    </Group>
  )
}
