import { Chip, Group, Input, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { packagedComponents } from '#shared/k3s-releases.ts'
import { useTexts } from '../language.tsx'
import { ArgumentsField } from './ArgumentsField.tsx'
import { EnvField } from './EnvField.tsx'
import { ImageField } from './ImageField.tsx'
import { PortsField } from './PortsField.tsx'
import type { SpecForm } from './use-spec-form.ts'

/** What can be chosen about a cluster, for a new one and an old one alike; an old one's name is fixed. */
export function SpecFields({ form, isNew }: { readonly form: SpecForm; readonly isNew: boolean }) {
  const { text } = useTexts()
  const components = [...new Set([...packagedComponents, ...form.values.disable])]
  return (
    <Stack gap="lg">
      <SimpleGrid cols={2}>
        {isNew ? (
          <TextInput
            label={text('form.name')}
            description={text('form.name.hint')}
            data-autofocus
            {...form.getInputProps('name')}
          />
        ) : (
          <Input.Wrapper label={text('form.name')} description={text('form.name.fixed')} labelElement="div">
            <Text ff="monospace" fw={600} lh="2.25rem" mt={4}>
              {form.values.name}
            </Text>
          </Input.Wrapper>
        )}
        <ImageField form={form} />
      </SimpleGrid>
      <SimpleGrid cols={3}>
        <NumberInput
          label={text('form.agents')}
          description={text('form.agents.hint')}
          min={0}
          max={20}
          allowDecimal={false}
          {...form.getInputProps('agents')}
        />
        <NumberInput
          label={text('form.apiPort')}
          description={text('form.apiPort.hint')}
          allowDecimal={false}
          hideControls
          {...form.getInputProps('apiPort')}
        />
        <Select
          label={text('form.apiAccess')}
          description={text('form.apiAccess.hint')}
          data={[
            { value: 'host', label: text('form.ports.thisComputer') },
            { value: 'lan', label: text('form.ports.network') },
          ]}
          allowDeselect={false}
          {...form.getInputProps('apiAccess')}
        />
      </SimpleGrid>
      <SimpleGrid cols={2}>
        <NumberInput
          label={text('form.memory')}
          description={text('form.memory.hint')}
          placeholder={text('form.unlimited')}
          suffix=" MiB"
          step={256}
          allowNegative={false}
          allowDecimal={false}
          {...form.getInputProps('memoryMib')}
        />
        <NumberInput
          label={text('form.cpus')}
          description={text('form.cpus.hint')}
          placeholder={text('form.unlimited')}
          step={0.5}
          allowNegative={false}
          decimalScale={2}
          {...form.getInputProps('cpus')}
        />
      </SimpleGrid>
      <PortsField form={form} />
      <Input.Wrapper
        label={text('form.disable')}
        description={text('form.disable.hint')}
        labelElement="div"
        error={form.errors.disable}
      >
        <Chip.Group
          multiple
          value={[...form.values.disable]}
          onChange={(disable) => form.setFieldValue('disable', disable)}
        >
          <Group gap="xs" mt={6} role="group" aria-label={text('form.disable')}>
            {components.map((component) => (
              <Chip key={component} value={component} size="xs" variant="outline">
                {component}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <EnvField form={form} />
      <ArgumentsField form={form} />
    </Stack>
  )
}
