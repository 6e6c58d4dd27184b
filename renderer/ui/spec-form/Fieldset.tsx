import { Input, Stack } from '@mantine/core'
import type { ReactNode } from 'react'

/** Fields under one label. */
export function Fieldset({
  label,
  hint,
  gap,
  children,
}: {
  readonly label: string
  readonly hint: string
  readonly gap: number | 'xs'
  readonly children: ReactNode
}) {
  return (
    <Stack gap={gap} component="fieldset" m={0} p={0} bd={0}>
      <Input.Label component="legend" p={0}>
        {label}
      </Input.Label>
      <Input.Description>{hint}</Input.Description>
      {children}
    </Stack>
  )
}
