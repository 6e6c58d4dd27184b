import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useId } from 'react'
import styles from './FieldGroup.module.css'

/** Fields that belong together, under a heading. */
export function FieldGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <Stack gap="md" role="group" aria-labelledby={id} className={styles.group}>
      <Text id={id} fw={600} size="sm" className={styles.title}>
        {title}
      </Text>
      {children}
    </Stack>
  )
}
