import {
  IconAlertTriangleFilled,
  IconCircleCheck,
  IconCircleCheckFilled,
  IconCircleDotted,
  IconCircleMinus,
} from '@tabler/icons-react'
import type { WorkloadHealth } from '#shared/workloads.ts'
import styles from './workloads.module.css'

const icons: Readonly<Record<WorkloadHealth, typeof IconCircleDotted>> = {
  well: IconCircleCheckFilled,
  busy: IconCircleDotted,
  ill: IconAlertTriangleFilled,
  done: IconCircleCheck,
  resting: IconCircleMinus,
}

/** The shape that goes with a status' word. */
export function HealthIcon({ health }: { readonly health: WorkloadHealth }) {
  const Icon = icons[health]
  return <Icon size={14} aria-hidden className={styles.mark} data-health={health} />
}
