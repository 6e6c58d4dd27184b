import {
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleDotted,
  IconCircleMinus,
  IconCircleXFilled,
  type TablerIcon,
} from '@tabler/icons-react'
import styles from './OperationPanel.module.css'
import type { StepState } from './timeline.ts'

const icons: Record<StepState, TablerIcon> = {
  waiting: IconCircleDotted,
  running: IconCircleDashed,
  done: IconCircleCheckFilled,
  failed: IconCircleXFilled,
  skipped: IconCircleMinus,
  cancelled: IconCircleMinus,
  notRun: IconCircleDotted,
}

export function StepIcon({ state, size }: { readonly state: StepState; readonly size: number }) {
  const Icon = icons[state]
  return <Icon size={size} aria-hidden className={styles.icon} data-state={state} />
}
