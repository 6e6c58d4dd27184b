import { Badge, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { registriesTryQuery } from '../../api/queries.ts'
import { useTexts } from '../language.tsx'
import styles from './registries-form.module.css'
import type { RegistriesValue } from './registries-value.ts'

/** What a node asks for when it pulls an image, and where, one after the other. */
export function TryOut({ value }: { readonly value: RegistriesValue }) {
  const { text } = useTexts()
  const [image, setImage] = useState('')
  const [settled] = useDebouncedValue(value, 300)
  const { data } = useQuery({
    ...registriesTryQuery(settled, image.trim()),
    enabled: image.trim() !== '',
    placeholderData: keepPreviousData,
  })
  const attempts = image.trim() === '' ? [] : (data ?? [])
  return (
    <Stack gap="xs">
      <TextInput
        label={text('registries.tryOut')}
        description={text('registries.tryOutHint')}
        placeholder="nginx:1.27"
        classNames={{ input: styles.mono ?? '' }}
        spellCheck={false}
        value={image}
        onChange={(event) => setImage(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      <Stack component="ol" gap={4} className={styles.attempts} aria-label={text('registries.attempts')}>
        {attempts.map(({ url, isMirror }) => (
          <Group component="li" key={url} gap="xs" wrap="nowrap" align="flex-start">
            <Badge variant="default" size="sm" tt="none" miw={76} flex="none">
              {text(isMirror ? 'registries.askedMirror' : 'registries.askedRegistry')}
            </Badge>
            <Text size="xs" ff="monospace">
              {url}
            </Text>
          </Group>
        ))}
      </Stack>
    </Stack>
  )
}
