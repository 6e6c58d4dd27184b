import { Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangleFilled, IconCircleXFilled } from '@tabler/icons-react'
import { useTexts } from '../language.tsx'
import { FixButton } from './FixButton.tsx'
import type { FieldKey } from './field-of-remark.ts'
import styles from './RegistriesEditor.module.css'
import type { RegistriesEditing } from './registries-editing.ts'

/** What is to be said about one field, and what mends it. */
export function FieldRemarks({
  editing: { remarksAt, mend },
  field,
}: {
  readonly editing: RegistriesEditing
  readonly field: FieldKey
}) {
  const { text, finding: describe } = useTexts()
  const remarks = remarksAt(field)
  if (remarks.length === 0) return null
  return (
    <Stack gap={4}>
      {remarks.map((remark) => {
        const { rule, severity, subject, line, column, fix } = remark
        const Icon = severity === 'error' ? IconCircleXFilled : IconAlertTriangleFilled
        return (
          <Group
            key={`${rule} ${line}:${column} ${subject}`}
            gap="xs"
            justify="space-between"
            wrap="nowrap"
            align="flex-start"
          >
            <Group gap={6} wrap="nowrap" align="flex-start">
              <Icon
                size={14}
                className={styles.icon}
                data-severity={severity}
                aria-label={text(`severity.${severity}`)}
              />
              <Text size="sm">{describe(remark)}</Text>
            </Group>
            <FixButton fix={fix} onFix={mend} />
          </Group>
        )
      })}
    </Stack>
  )
}
