import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { stableImage } from '#shared/k3s-releases.ts'
import { problemOf } from '#shared/problem.ts'
import { request } from '../../api/client.ts'
import { defaultRegistriesQuery, suggestionQuery, useClusters } from '../../api/queries.ts'
import { useTexts } from '../../ui/language.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { RegistriesField } from '../../ui/registries/RegistriesField.tsx'
import { isSame, type RegistriesValue } from '../../ui/registries/registries-value.ts'
import { usePreferences } from '../../ui/use-preferences.ts'

/** The registries that every new cluster begins with, here and in the terminal. */
export function RegistriesSection() {
  const { text } = useTexts()
  const client = useQueryClient()
  const { preferences } = usePreferences()
  const engine = useClusters()?.value?.engine
  const { data: stored, error } = useQuery(defaultRegistriesQuery)
  const [draft, setDraft] = useState<RegistriesValue>()
  const before = stored && { text: stored.registries, files: stored.registryFiles, withoutDefault: false }
  const value = draft ?? before
  const {
    mutate,
    error: refusal,
    isPending,
  } = useMutation({
    mutationFn: ({ text: registries, files: registryFiles }: RegistriesValue) =>
      request('registries.setDefault', { registries, registryFiles }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: defaultRegistriesQuery.queryKey })
      await client.invalidateQueries({ queryKey: suggestionQuery.queryKey })
      setDraft(undefined)
    },
  })
  const failed = error ?? refusal
  const isDirty = value !== undefined && before !== undefined && !isSame(value, before)
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Stack gap={2}>
          <Text size="sm">{text('preferences.registries.hint')}</Text>
          {stored && (
            <Text size="xs" c="dimmed">
              {text(stored.canSeal ? 'preferences.registries.sealed' : 'preferences.registries.open')}
            </Text>
          )}
        </Stack>
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" variant="default" disabled={!isDirty} onClick={() => setDraft(undefined)}>
            {text('action.discard')}
          </Button>
          <Button size="xs" disabled={!isDirty} loading={isPending} onClick={() => value && mutate(value)}>
            {text('preferences.registries.save')}
          </Button>
        </Group>
      </Group>
      {failed && <ProblemAlert problem={problemOf(failed)} />}
      {value && (
        <RegistriesField
          rows={9}
          image={preferences.image || stableImage}
          value={value}
          onChange={(change) => setDraft({ ...value, ...change })}
          from={{ engineId: engine?.kind === 'connected' ? engine.engineId : 'none', name: undefined }}
          hasFallback={false}
        />
      )}
    </Stack>
  )
}
