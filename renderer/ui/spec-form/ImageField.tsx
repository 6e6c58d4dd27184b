import { Autocomplete, Text } from '@mantine/core'
import { useTexts } from '../language.tsx'
import { releases } from './releases.ts'
import type { SpecForm } from './use-spec-form.ts'

const images = releases.map(({ tag, isStable }) => ({ value: `rancher/k3s:${tag}`, tag, isStable }))

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
