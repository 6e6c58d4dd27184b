import { NumberInput, Select } from '@mantine/core'
import { useTexts } from '../language.tsx'
import { RowsField } from './RowsField.tsx'
import type { SpecForm } from './use-spec-form.ts'

export function PortsField({ form }: { readonly form: SpecForm }) {
  const { text } = useTexts()
  return (
    <RowsField
      label={text('form.ports')}
      hint={text('form.ports.hint')}
      addLabel={text('form.ports.add')}
      rows={form.values.ports}
      onAdd={() => form.insertListItem('ports', { hostIp: '127.0.0.1', hostPort: '', nodePort: '', protocol: 'tcp' })}
      onRemove={(index) => form.removeListItem('ports', index)}
    >
      {(_, index) => (
        <>
          <Select
            w={170}
            aria-label={text('form.ports.hostIp')}
            data={[
              { value: '127.0.0.1', label: text('form.ports.thisComputer') },
              { value: '0.0.0.0', label: text('form.ports.network') },
            ]}
            allowDeselect={false}
            {...form.getInputProps(`ports.${index}.hostIp`)}
          />
          <NumberInput
            flex={1}
            aria-label={text('form.ports.hostPort')}
            placeholder={text('form.ports.hostPort')}
            hideControls
            allowDecimal={false}
            {...form.getInputProps(`ports.${index}.hostPort`)}
          />
          <NumberInput
            flex={1}
            aria-label={text('form.ports.containerPort')}
            placeholder={text('form.ports.containerPort')}
            hideControls
            allowDecimal={false}
            {...form.getInputProps(`ports.${index}.nodePort`)}
          />
          <Select
            w={90}
            aria-label={text('form.ports.protocol')}
            data={[
              { value: 'tcp', label: 'TCP' },
              { value: 'udp', label: 'UDP' },
            ]}
            allowDeselect={false}
            {...form.getInputProps(`ports.${index}.protocol`)}
          />
        </>
      )}
    </RowsField>
  )
}
