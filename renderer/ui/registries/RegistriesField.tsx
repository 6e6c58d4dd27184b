import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { applyFix } from '#shared/registry.ts'
import { registriesCheckQuery } from '../../api/queries.ts'
import { Later } from '../Later.tsx'
import { useTexts } from '../language.tsx'
import { ProblemAlert } from '../ProblemAlert.tsx'
import { fieldOfRemark } from './field-of-remark.ts'
import { ImportMenu } from './ImportMenu.tsx'
import { RegistriesEditor } from './RegistriesEditor.tsx'
import { RegistriesFormView } from './RegistriesFormView.tsx'
import { RegistriesPresets } from './RegistriesPresets.tsx'
import { RegistriesTest } from './RegistriesTest.tsx'
import type { RegistriesValue } from './registries-value.ts'
import { TryOut } from './TryOut.tsx'
import { type TestFrom, useRegistriesTest } from './use-registries-test.ts'
import { useTextForm } from './use-text-form.ts'

const settleMs = 300

interface Props {
  readonly value: RegistriesValue
  readonly onChange: (change: Partial<RegistriesValue>) => void
  readonly rows: number
  /** Of k3s: what it makes of the text depends on its version. */
  readonly image: string
  readonly from: TestFrom
  /** Whether it can be chosen here that the registry itself is not asked: that is a flag of k3s. */
  readonly hasFallback?: boolean
}

/** A registries.yaml as a form and as the text that it is: two views of the same thing, checked and tried out while it is written. */
export function RegistriesField({ value, onChange, rows, image, from, hasFallback = true }: Props) {
  const { text } = useTexts()
  const [view, setView] = useLocalStorage({
    key: 'sampan.registries.view',
    defaultValue: 'form',
    getInitialValueInEffect: false,
  })
  const onText = (changed: string) => onChange({ text: changed })
  const { form, isUnreadable, problem, edit } = useTextForm(value.text, onText)
  const testing = useRegistriesTest(from, value)
  const [settled] = useDebouncedValue(value.text, settleMs)
  const { data: findings, isPlaceholderData } = useQuery({
    ...registriesCheckQuery(settled, image, Object.keys(value.files)),
    placeholderData: keepPreviousData,
  })
  // What was found in an older text says nothing about where it is in this one.
  const isCurrent = settled === value.text && !isPlaceholderData
  const mend = isCurrent ? (fix: Parameters<typeof applyFix>[1]) => onText(applyFix(value.text, fix)) : undefined
  const isForm = view === 'form' && !isUnreadable
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={text('registries.view')}
          data={[
            { value: 'form', label: text('registries.asForm') },
            { value: 'text', label: text('registries.asText') },
          ]}
          value={isForm ? 'form' : 'text'}
          onChange={setView}
        />
        <ImportMenu value={value.text} onText={onText} />
      </Group>
      {isUnreadable && view === 'form' && <Text size="sm">{text('registries.noForm')}</Text>}
      {value.text.trim() === '' && <RegistriesPresets onChoose={onText} />}
      {problem && <ProblemAlert problem={problem} />}
      {!isForm && <RegistriesEditor value={value.text} onChange={onText} rows={rows} findings={findings} mend={mend} />}
      {isForm && form && (
        <RegistriesFormView
          editing={{
            form,
            edit,
            mend,
            testing,
            files: value.files,
            keepFile: (name, content) => onChange({ files: { ...value.files, [name]: content } }),
            remarksAt: (field) => (findings ?? []).filter((finding) => fieldOfRemark(finding, form) === field),
          }}
          withoutDefault={value.withoutDefault}
          onWithoutDefault={hasFallback ? (withoutDefault) => onChange({ withoutDefault }) : undefined}
        />
      )}
      <Later>
        <RegistriesTest testing={testing} form={form} onSort={edit} hasTable={!isForm} />
        <TryOut value={value} />
      </Later>
    </Stack>
  )
}
