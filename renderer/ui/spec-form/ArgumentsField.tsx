import { Select, TextInput } from '@mantine/core'
import { useTexts } from '../language.tsx'
import styles from './ArgumentsField.module.css'
import { RowsField } from './RowsField.tsx'
import type { SpecForm } from './use-spec-form.ts'

export function ArgumentsField({ form }: { readonly form: SpecForm }) {
  const { text } = useTexts()
  return (
    <RowsField
      label={text('form.arguments')}
      hint={text('form.arguments.hint')}
      addLabel={text('form.arguments.add')}
      rows={form.values.k3sArgs}
      onAdd={() => form.insertListItem('k3sArgs', { flag: '', on: 'server' })}
      onRemove={(index) => form.removeListItem('k3sArgs', index)}
    >
      {(_, index) => (
        <>
          <TextInput
            flex={1}
            aria-label={text('form.arguments.flag')}
            placeholder="--kube-apiserver-arg=v=2"
            classNames={{ input: styles.flag ?? '' }}
            {...form.getInputProps(`k3sArgs.${index}.flag`)}
          />
          <Select
            w={140}
            aria-label={text('form.arguments.on')}
            data={[
              { value: 'server', label: text('form.arguments.server') },
              { value: 'agent', label: text('form.arguments.agent') },
              { value: 'all', label: text('form.arguments.all') },
            ]}
            allowDeselect={false}
            {...form.getInputProps(`k3sArgs.${index}.on`)}
          />
        </>
      )}
    </RowsField>
  )
}
