import { Autocomplete, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { ImageReference } from '#shared/image-reference.ts'
import { imageOf, releases, stableImage } from '#shared/k3s-releases.ts'
import { PresetId } from '#shared/presets.ts'
import { useTexts } from '../../ui/language.tsx'
import { usePreferences } from '../../ui/use-preferences.ts'

/** What "New cluster" makes, and the form begins with. */
export function NewClustersSection() {
  const { text } = useTexts()
  const { preferences, prefer } = usePreferences()
  const [image, setImage] = useState(preferences.image)
  const isFit = image === '' || ImageReference.safeParse(image).success
  return (
    <Stack gap="lg">
      <Radio.Group
        label={text('form.presets')}
        description={text('preferences.preset.hint')}
        value={preferences.preset}
        onChange={(value) => prefer({ preset: PresetId.parse(value) })}
      >
        <Stack gap="xs" mt="xs">
          {PresetId.options.map((id) => (
            <Radio key={id} value={id} label={text(`preset.${id}`)} description={text(`preset.${id}.hint`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Autocomplete
        label={text('form.image')}
        description={text('preferences.image.hint')}
        placeholder={stableImage}
        data={releases.map(imageOf)}
        filter={({ options }) => options}
        value={image}
        error={isFit ? undefined : text('invalid.image')}
        onChange={setImage}
        onBlur={() => isFit && prefer({ image })}
        onOptionSubmit={(chosen) => prefer({ image: chosen })}
      />
      <Text size="xs" c="dimmed">
        {text('preferences.newClusters.rest')}
      </Text>
    </Stack>
  )
}
