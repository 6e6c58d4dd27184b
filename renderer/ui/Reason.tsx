import { Tooltip } from '@mantine/core'
import type { MouseEvent, ReactElement } from 'react'

/** Says why a button does nothing at the moment, to the pointer and to the keyboard; goes with `unavailable`. */
export function Reason({
  reason,
  label,
  children,
}: {
  readonly reason: string | undefined
  /** What is said of a button without words where nothing is in the way. */
  readonly label?: string
  readonly children: ReactElement
}) {
  return (
    <Tooltip
      label={reason ?? label ?? ''}
      disabled={reason === undefined && label === undefined}
      events={{ hover: true, focus: true, touch: false }}
      multiline
      maw={280}
    >
      {children}
    </Tooltip>
  )
}

/** A button that does `run`, or looks as if it could not where there is a reason. It keeps the focus, for the reason to be read. */
export function unavailable(reason: string | undefined, run: () => void) {
  if (reason === undefined) return { onClick: run }
  return {
    'aria-disabled': true,
    'data-disabled': true,
    onClick: (event: MouseEvent) => event.preventDefault(),
  } as const
}
