import { Autocomplete, Text } from '@mantine/core'
import { imageOf, releases } from '#shared/k3s-releases.ts'
import { useTexts } from '../language.tsx'
import type { SpecForm } from './use-spec-form.ts'

const images = releases.map((release) => ({ value: imageOf(release), ...release }))

/** A release of k3s to choose, or any image reference to type. */
export function ImageField({ form }: { readonly form: SpecForm }) {
  const { text } = useTexts()
  return (
    <Autocomplete
      label={text('form.image')}
      description={text('form.image.hint')}
      data={images.map(({ value }) => value)}
      // The whole list, whatever is typed: the input holds a choice, not a search.
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const image = images.find(({ value }) => value === option.value)
        return (
          <Text size="sm">
            {image?.tag.replace('-k3s', '+k3s') ?? option.value}
            {image?.isStable && (
              <Text span size="xs" c="dimmed" ml="xs">
                {text('form.stable')}
              </Text>
            )}
          </Text>
        )
      }}
      {...form.getInputProps('image')}
    />
  )
}
