import { ActionIcon } from '@mantine/core'
import type { MouseEvent, ReactNode } from 'react'
import styles from './workloads.module.css'

/** A button of a row. Its click is not one on the row; the keyboard has the row's menu. */
export function RowButton({
  label,
  title,
  onPress,
  children,
}: {
  readonly label: string
  readonly title?: string
  readonly onPress: (event: MouseEvent<HTMLButtonElement>) => void
  readonly children: ReactNode
}) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      tabIndex={-1}
      className={styles.more}
      aria-label={label}
      title={title}
      onClick={(event) => {
        event.stopPropagation()
        onPress(event)
      }}
    >
      {children}
    </ActionIcon>
  )
}
