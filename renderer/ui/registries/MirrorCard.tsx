import { Button, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { RegistriesForm } from '#shared/registry.ts'
import { useTexts } from '../language.tsx'
import { EndpointRow } from './EndpointRow.tsx'
import { EntryCard } from './EntryCard.tsx'
import { FieldRemarks } from './FieldRemarks.tsx'
import { fieldKey } from './field-of-remark.ts'
import { RewriteRows } from './RewriteRows.tsx'
import { type RegistriesEditing, replaced, without } from './registries-editing.ts'

type Mirror = RegistriesForm['mirrors'][number]

/** The mirrors of one registry in their order, and the names that its images have there. */
export function MirrorCard({ editing, at }: { readonly editing: RegistriesEditing; readonly at: number }) {
  const { text } = useTexts()
  const { form, edit } = editing
  const mirror = form.mirrors[at]
  if (!mirror) return null
  const { name, endpoints, rewrites } = mirror
  const put = (change: Partial<Mirror>) =>
    edit({ ...form, mirrors: replaced(form.mirrors, at, { ...mirror, ...change }) })
  return (
    <EntryCard
      name={name}
      hint={name === '*' ? text('registries.allOthers') : undefined}
      onRemove={() => edit({ ...form, mirrors: without(form.mirrors, at) })}
    >
      <FieldRemarks editing={editing} field={fieldKey('mirrors', name)} />
      {endpoints.map((_, index) => (
        <EndpointRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place alone, and their inputs are controlled.
          key={index}
          editing={editing}
          registry={name}
          endpoints={endpoints}
          at={index}
          onChange={(changed) => put({ endpoints: [...changed] })}
        />
      ))}
      <RewriteRows
        editing={editing}
        registry={name}
        rewrites={rewrites}
        onChange={(changed) => put({ rewrites: changed })}
      />
      <Group gap="xs">
        <AddButton label={text('registries.addEndpoint')} onClick={() => put({ endpoints: [...endpoints, ''] })} />
        <AddButton
          label={text('registries.addRewrite')}
          onClick={() => put({ rewrites: [...rewrites, { pattern: '', replacement: '' }] })}
        />
      </Group>
    </EntryCard>
  )
}

function AddButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  )
}
