import { Group, Stack, Text, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { RegistriesForm } from '#shared/registry.ts'
import { IconButton } from '../IconButton.tsx'
import { useTexts } from '../language.tsx'
import { FieldRemarks } from './FieldRemarks.tsx'
import { fieldKey } from './field-of-remark.ts'
import { type RegistriesEditing, replaced, without } from './registries-editing.ts'
import styles from './registries-form.module.css'

type Rewrites = RegistriesForm['mirrors'][number]['rewrites']

interface Props {
  readonly editing: RegistriesEditing
  readonly registry: string
  readonly rewrites: Rewrites
  readonly onChange: (rewrites: Rewrites) => void
}

/** Under which name an image is asked for at the mirrors. */
export function RewriteRows({ editing, registry, rewrites, onChange }: Props) {
  const { text } = useTexts()
  if (rewrites.length === 0) return null
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed">
        {text('registries.rewritesHint')}
      </Text>
      {rewrites.map((rewrite, at) => {
        const row = at + 1
        const { pattern, replacement } = rewrite
        const isRepeated = pattern !== '' && rewrites.findIndex((other) => other.pattern === pattern) < at
        const put = (change: Partial<typeof rewrite>) => onChange(replaced(rewrites, at, { ...rewrite, ...change }))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place alone, and their inputs are controlled.
          <Stack key={at} gap={4}>
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <TextInput
                flex={1}
                aria-label={text('registries.pattern', { row, registry })}
                placeholder="^library/(.*)$"
                classNames={{ input: styles.mono ?? '' }}
                spellCheck={false}
                value={pattern}
                error={isRepeated && text('registries.patternTaken')}
                onChange={(event) => put({ pattern: event.currentTarget.value })}
              />
              <span className={styles.arrow} aria-hidden>
                →
              </span>
              <TextInput
                flex={1}
                aria-label={text('registries.replacement', { row, registry })}
                placeholder="dockerhub/$1"
                classNames={{ input: styles.mono ?? '' }}
                spellCheck={false}
                value={replacement}
                onChange={(event) => put({ replacement: event.currentTarget.value })}
              />
              <IconButton
                label={text('registries.removeRewrite', { row, registry })}
                tip={text('registries.remove')}
                onClick={() => onChange(without(rewrites, at))}
              >
                <IconTrash size={16} aria-hidden />
              </IconButton>
            </Group>
            {!isRepeated && (
              <FieldRemarks editing={editing} field={fieldKey('mirrors', registry, 'rewrite', pattern)} />
            )}
          </Stack>
        )
      })}
    </Stack>
  )
}
