import { Drawer, SegmentedControl, Stack, Text } from '@mantine/core'
import { useRef } from 'react'
import type { Cluster } from '#shared/cluster.ts'
import type { WorkloadRow } from '#shared/workloads.ts'
import { useTexts } from '../../ui/language.tsx'
import { ObjectDetails } from './ObjectDetails.tsx'
import { ObjectEvents } from './ObjectEvents.tsx'
import { ObjectYaml } from './ObjectYaml.tsx'

const views = ['details', 'events', 'yaml'] as const
export type ObjectView = (typeof views)[number]

interface Props {
  readonly cluster: Cluster
  /** Undefined: closed. */
  readonly row: WorkloadRow | undefined
  readonly view: ObjectView
  readonly onView: (view: ObjectView) => void
  readonly onOpenOther: (key: string) => void
  readonly onClose: () => void
}

/** All there is to know of one object, beside the list. */
export function ObjectDrawer({ cluster, row, view, onView, onOpenOther, onClose }: Props) {
  const { text } = useTexts()
  // The content during the closing animation.
  const last = useRef(row)
  if (row) last.current = row
  const shown = row ?? last.current
  return (
    <Drawer
      opened={row !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={
        shown && (
          <>
            <Text size="xs" c="dimmed">
              {shown.kind} · {shown.namespace}
            </Text>
            <Text fw={600} ff="monospace" style={{ overflowWrap: 'anywhere' }}>
              {shown.name}
            </Text>
          </>
        )
      }
    >
      {shown && (
        <Stack gap="md">
          <SegmentedControl
            size="xs"
            aria-label={text('workloads.details')}
            value={view}
            onChange={(value) => {
              const next = views.find((other) => other === value)
              if (next) onView(next)
            }}
            data={[
              { value: 'details', label: text('workloads.details') },
              { value: 'events', label: text('workloads.events') },
              { value: 'yaml', label: 'YAML' },
            ]}
          />
          {view === 'details' && <ObjectDetails row={shown} onOpenOther={onOpenOther} />}
          {view === 'events' && <ObjectEvents cluster={cluster} row={shown} />}
          {view === 'yaml' && <ObjectYaml cluster={cluster} row={shown} />}
        </Stack>
      )}
    </Drawer>
  )
}
