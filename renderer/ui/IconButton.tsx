import { ActionIcon, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

/** A button that is an icon alone; what it does is its label, which also shows where the pointer rests on it. */
export function IconButton({
  label,
  tip = label,
  isBusy = false,
  isDisabled = false,
  onClick,
  children,
}: {
  readonly label: string
  /** What is shown in place of the label. */
  readonly tip?: string
  readonly isBusy?: boolean
  readonly isDisabled?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <Tooltip label={tip}>
      <ActionIcon
        variant="subtle"
        color="gray"
        c={isDisabled ? 'var(--mantine-color-disabled-color)' : 'var(--mantine-color-text)'}
        // Mantine's grey would stand out more than what can be pressed.
        {...(isDisabled ? { bg: 'transparent' } : {})}
        aria-label={label}
        loading={isBusy}
        disabled={isDisabled}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
