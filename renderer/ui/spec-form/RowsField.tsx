import { ActionIcon, Button, Group } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTexts } from '../language.tsx'
import { Fieldset } from './Fieldset.tsx'

interface Props<Row> {
  readonly label: string
  readonly hint: string
  readonly addLabel: string
  readonly rows: readonly Row[]
  readonly onAdd: () => void
  readonly onRemove: (index: number) => void
  readonly children: (row: Row, index: number) => ReactNode
}

/** A list of rows with inputs: each can be removed, another added. */
export function RowsField<Row>({ label, hint, addLabel, rows, onAdd, onRemove, children }: Props<Row>) {
  const { text } = useTexts()
  return (
    <Fieldset gap={6} label={label} hint={hint}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place alone, and their inputs are controlled.
        <div key={index}>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            {children(row, index)}
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              c="dimmed"
              aria-label={text('form.removeRow', { label, row: index + 1 })}
              onClick={() => onRemove(index)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
        </div>
      ))}
      <div>
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={onAdd}>
          {addLabel}
        </Button>
      </div>
    </Fieldset>
  )
}
