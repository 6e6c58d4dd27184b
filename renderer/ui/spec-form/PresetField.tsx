import { Radio, SimpleGrid, Text } from '@mantine/core'
import { PresetId } from '#shared/presets.ts'
import { useTexts } from '../language.tsx'
import styles from './PresetField.module.css'
import { presetOfValues, valuesOfPreset } from './preset-values.ts'
import type { SpecForm } from './use-spec-form.ts'

/** A kind of cluster to begin with. Which one it is can be seen from the fields: none once something else was chosen in them. */
export function PresetField({ form }: { readonly form: SpecForm }) {
  const { text } = useTexts()
  const choose = (value: string) => {
    const preset = PresetId.options.find((id) => id === value)
    if (preset) form.setValues(valuesOfPreset(preset))
  }
  return (
    <Radio.Group value={presetOfValues(form.values) ?? null} onChange={choose} label={text('form.presets')}>
      <SimpleGrid cols={4} spacing="xs">
        {PresetId.options.map((id) => (
          <Radio.Card key={id} value={id} className={styles.card}>
            <Text size="sm" fw={600}>
              {text(`preset.${id}`)}
            </Text>
            <Text size="xs" c="dimmed">
              {text(`preset.${id}.hint`)}
            </Text>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  )
}
