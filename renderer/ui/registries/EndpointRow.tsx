import { Group, Stack, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlugConnected, IconTrash } from '@tabler/icons-react'
import { IconButton } from '../IconButton.tsx'
import { useTexts } from '../language.tsx'
import { EndpointOutcome } from './EndpointOutcome.tsx'
import { FieldRemarks } from './FieldRemarks.tsx'
import { fieldKey } from './field-of-remark.ts'
import { moved, type RegistriesEditing, replaced, without } from './registries-editing.ts'
import styles from './registries-form.module.css'

interface Props {
  readonly editing: RegistriesEditing
  readonly registry: string
  readonly endpoints: readonly string[]
  readonly at: number
  readonly onChange: (endpoints: readonly string[]) => void
}

/** One endpoint in its place: what it answered, and what there is to be said about it. */
export function EndpointRow({ editing, registry, endpoints, at, onChange }: Props) {
  const { text } = useTexts()
  const endpoint = endpoints[at] ?? ''
  const row = at + 1
  const test = editing.testing.of({ registry, endpoint })
  // In the text there are no empty ones.
  const place = endpoints.slice(0, at).filter((each) => each.trim() !== '').length
  return (
    <Stack gap={4}>
      <Group gap={4} wrap="nowrap">
        <span className={styles.place} aria-hidden>
          {row}
        </span>
        <TextInput
          flex={1}
          mx={4}
          aria-label={text('registries.endpoint', { row, registry })}
          placeholder="https://mirror.example.com"
          classNames={{ input: `${styles.mono} ${test?.fault ? styles.dead : ''}` }}
          value={endpoint}
          spellCheck={false}
          onChange={(event) => onChange(replaced(endpoints, at, event.currentTarget.value))}
        />
        <IconButton
          label={text('registries.testOne', { row, registry })}
          tip={text('registries.testThis')}
          isBusy={editing.testing.isAsking({ registry, endpoint })}
          isDisabled={endpoint.trim() === ''}
          onClick={() => editing.testing.ask({ registry, endpoint })}
        >
          <IconPlugConnected size={16} aria-hidden />
        </IconButton>
        <IconButton
          label={text('registries.moveUp', { row, registry })}
          tip={text('registries.up')}
          isDisabled={at === 0}
          onClick={() => onChange(moved(endpoints, { from: at, to: at - 1 }))}
        >
          <IconArrowUp size={16} aria-hidden />
        </IconButton>
        <IconButton
          label={text('registries.moveDown', { row, registry })}
          tip={text('registries.down')}
          isDisabled={at === endpoints.length - 1}
          onClick={() => onChange(moved(endpoints, { from: at, to: at + 1 }))}
        >
          <IconArrowDown size={16} aria-hidden />
        </IconButton>
        <IconButton
          label={text('registries.removeEndpoint', { row, registry })}
          tip={text('registries.remove')}
          onClick={() => onChange(without(endpoints, at))}
        >
          <IconTrash size={16} aria-hidden />
        </IconButton>
      </Group>
      <Stack gap={4} className={styles.below}>
        {test && <EndpointOutcome test={test} />}
        {endpoint.trim() !== '' && (
          <FieldRemarks editing={editing} field={fieldKey('mirrors', registry, 'endpoint', String(place))} />
        )}
      </Stack>
    </Stack>
  )
}
