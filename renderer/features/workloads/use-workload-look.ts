import { useSessionStorage } from '@mantine/hooks'
import { z } from 'zod'
import { type Cluster, refKey } from '#shared/cluster.ts'
import { storedValue } from '../../ui/stored-value.ts'
import { workloadGroups } from './visible-rows.ts'

/** How somebody looks at what runs in one cluster, until the window is closed. */
const WorkloadLook = z.object({
  view: z.enum([...workloadGroups, 'events']).default('pods'),
  /** None: all. */
  namespaces: z.array(z.string()).default([]),
  filter: z.string().default(''),
})
export type WorkloadLook = z.infer<typeof WorkloadLook>

export const noFilter = { namespaces: [], filter: '' } satisfies Partial<WorkloadLook>

export function useWorkloadLook(cluster: Cluster) {
  const [look, setLook] = useSessionStorage({
    // Of this cluster, not of one that is made later under its name.
    key: `sampan.workloads.${refKey(cluster)} ${cluster.createdAt ?? ''}`,
    defaultValue: WorkloadLook.parse({}),
    getInitialValueInEffect: false,
    deserialize: (text) => storedValue(WorkloadLook, text),
  })
  return [look, (change: Partial<WorkloadLook>) => setLook((before) => ({ ...before, ...change }))] as const
}
