import { Input, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import { Later } from '../Later.tsx'
import { useTexts } from '../language.tsx'
import { ArgumentsField } from './ArgumentsField.tsx'
import { CertificatesField } from './CertificatesField.tsx'
import { ComponentsField } from './ComponentsField.tsx'
import { EnvField } from './EnvField.tsx'
import { FieldGroup } from './FieldGroup.tsx'
import { ImageField } from './ImageField.tsx'
import { LocalRegistriesField } from './LocalRegistriesField.tsx'
import { NodesField } from './NodesField.tsx'
import { PortsField } from './PortsField.tsx'
import { PresetField } from './PresetField.tsx'
import type { SpecForm } from './use-spec-form.ts'

interface Props {
  readonly form: SpecForm
  readonly isNew: boolean
  /** Where the cluster is, or is to be. */
  readonly engineId: string
  /** What is chosen about the image and is no part of the spec. */
  readonly afterImage?: ReactNode
}

/** What can be chosen about a cluster, for a new one and an old one alike; an old one's name is fixed. */
export function SpecFields({ form, isNew, engineId, afterImage }: Props) {
  const { text } = useTexts()
  // A form that somebody has opened to fill it in is whole from the beginning.
  const Below = isNew ? Fragment : Later
  return (
    <Stack gap="lg">
      {isNew && <PresetField form={form} />}
      <FieldGroup title={text('form.group.general')}>
        <SimpleGrid cols={2}>
          <NameField form={form} isNew={isNew} />
          <ImageField form={form} engineId={engineId} />
        </SimpleGrid>
        {afterImage}
        <Below>
          <NodesField form={form} />
        </Below>
      </FieldGroup>
      <Below>
        <FieldGroup title={text('form.group.network')}>
          <NetworkFields form={form} />
          <PortsField form={form} />
        </FieldGroup>
        <FieldGroup title={text('form.group.resources')}>
          <LimitFields form={form} />
        </FieldGroup>
        <FieldGroup title={text('form.disable')}>
          <ComponentsField form={form} />
        </FieldGroup>
        <FieldGroup title={text('form.localRegistries')}>
          <LocalRegistriesField form={form} engineId={engineId} />
        </FieldGroup>
        <FieldGroup title={text('form.group.advanced')}>
          <EnvField form={form} />
          <CertificatesField form={form} />
          <ArgumentsField form={form} />
        </FieldGroup>
      </Below>
    </Stack>
  )
}

function NameField({ form, isNew }: Pick<Props, 'form' | 'isNew'>) {
  const { text } = useTexts()
  return isNew ? (
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
  )
}

function NetworkFields({ form }: Pick<Props, 'form'>) {
  const { text } = useTexts()
  return (
    <SimpleGrid cols={2}>
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
  )
}

function LimitFields({ form }: Pick<Props, 'form'>) {
  const { text } = useTexts()
  return (
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
  )
}
