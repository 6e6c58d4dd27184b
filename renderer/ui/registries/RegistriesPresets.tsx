import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { registryPresetsQuery } from '../../api/queries.ts'
import { useTexts } from '../language.tsx'

/** Texts to begin with, by what they are for, and how old they are. */
export function RegistriesPresets({ onChoose }: { readonly onChoose: (text: string) => void }) {
  const { text, language } = useTexts()
  const { data } = useQuery(registryPresetsQuery)
  if (!data) return null
  const asOf = new Date(data.asOf).toLocaleDateString(language, { timeZone: 'UTC', dateStyle: 'medium' })
  return (
    <Stack gap={4}>
      <Group gap="xs">
        {data.presets.map(({ id, text: preset }) => (
          <Button key={id} size="xs" variant="default" onClick={() => onChoose(preset)}>
            {text(`registriesPreset.${id}`)}
          </Button>
        ))}
      </Group>
      <Text size="xs" c="dimmed">
        {text('registries.presetsHint', { asOf })}
      </Text>
    </Stack>
  )
}
