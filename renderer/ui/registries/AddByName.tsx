import { Autocomplete, Button, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTexts } from '../language.tsx'

interface Props {
  readonly label: string
  readonly hint: string
  readonly addLabel: string
  readonly suggestions: readonly string[]
  /** Each can be there once. */
  readonly taken: readonly string[]
  readonly onAdd: (name: string) => void
}

/** Adds an entry under a name of its own. */
export function AddByName({ label, hint, addLabel, suggestions, taken, onAdd }: Props) {
  const { text } = useTexts()
  const [value, setValue] = useState('')
  const name = value.trim()
  const isTaken = taken.includes(name)
  const add = () => {
    if (name === '' || isTaken) return
    onAdd(name)
    setValue('')
  }
  return (
    <Group gap="xs" align="flex-start">
      <Autocomplete
        w={260}
        aria-label={label}
        placeholder={hint}
        data={suggestions.filter((each) => !taken.includes(each))}
        value={value}
        error={isTaken && text('registries.nameTaken', { name })}
        onChange={setValue}
        onKeyDown={(event) => {
          // What is chosen in the list is only written into the field. Nor is a dialog sent off around it.
          if (event.key !== 'Enter') return
          if (!event.currentTarget.getAttribute('aria-activedescendant')) add()
          event.preventDefault()
        }}
      />
      <Button
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={name === '' || isTaken}
        onClick={add}
      >
        {addLabel}
      </Button>
    </Group>
  )
}
