import { Autocomplete, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { imageOf, releases } from '#shared/k3s-releases.ts'
import { imagesQuery } from '../../api/queries.ts'
import { formatBytes } from '../format.ts'
import { useTexts } from '../language.tsx'
import type { SpecForm } from './use-spec-form.ts'

const offered = releases.map((release, index) => ({ image: imageOf(release), isNewest: index === 0, ...release }))

/** A release of k3s to choose, or any image reference to type; what is here already needs no download. */
export function ImageField({ form, engineId }: { readonly form: SpecForm; readonly engineId: string }) {
  const { text, language } = useTexts()
  const { data: here } = useQuery(imagesQuery(engineId))
  const sizeOf = (image: string) => here?.find((each) => each.image === image)?.sizeBytes
  const others = here?.filter(({ image }) => !offered.some((release) => release.image === image)) ?? []
  const remarksOn = (image: string) => {
    const release = offered.find((each) => each.image === image)
    const sizeBytes = sizeOf(image)
    return [
      ...(release?.isStable ? [text('form.stable')] : []),
      ...(release?.isNewest ? [text('form.newest')] : []),
      ...(sizeBytes === undefined ? [] : [text('form.downloaded', { size: formatBytes(language, sizeBytes) })]),
    ].join(' · ')
  }
  return (
    <Autocomplete
      label={text('form.image')}
      description={text('form.image.hint')}
      data={[
        { group: text('form.image.releases'), items: offered.map(({ image }) => image) },
        ...(others.length > 0 ? [{ group: text('form.image.here'), items: others.map(({ image }) => image) }] : []),
      ]}
      // The whole list, whatever is typed: the input holds a choice, not a search.
      filter={({ options }) => options}
      renderOption={({ option: { value } }) => (
        <Group gap="xs" wrap="nowrap" justify="space-between" flex={1}>
          <Text size="sm" ff="monospace" truncate>
            {offered.find(({ image }) => image === value)?.tag.replace('-k3s', '+k3s') ?? value}
          </Text>
          <Text span size="xs" c="dimmed" flex="none">
            {remarksOn(value)}
          </Text>
        </Group>
      )}
      {...form.getInputProps('image')}
    />
  )
}
