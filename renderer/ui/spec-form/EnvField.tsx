import { TextInput } from '@mantine/core'
import { useTexts } from '../language.tsx'
import { RowsField } from './RowsField.tsx'
import type { SpecForm } from './use-spec-form.ts'

export function EnvField({ form }: { readonly form: SpecForm }) {
  const { text } = useTexts()
  return (
    <RowsField
      label={text('form.env')}
      hint={text('form.env.hint')}
      addLabel={text('form.env.add')}
      rows={form.values.env}
      onAdd={() => form.insertListItem('env', { name: '', value: '' })}
      onRemove={(index) => form.removeListItem('env', index)}
    >
      {(_, index) => (
        <>
          <TextInput
            flex={1}
            aria-label={text('form.env.name')}
            placeholder="HTTPS_PROXY"
            {...form.getInputProps(`env.${index}.name`)}
          />
          <TextInput
            flex={2}
            aria-label={text('form.env.value')}
            placeholder={text('form.env.value')}
            {...form.getInputProps(`env.${index}.value`)}
          />
        </>
      )}
    </RowsField>
  )
}
