import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { k3sVersionOf } from '#shared/cluster.ts'
import { imagesQuery, suggestionQuery } from '../../api/queries.ts'
import { formatBytes } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'

/** What the button makes, and what is downloaded for it. Docker alone knows sizes, and of an image that is not here it knows none. */
export function FirstCluster({ engineId }: { readonly engineId: string }) {
  const { text, plural, sentences, language } = useTexts()
  const { data: suggestion } = useQuery({ ...suggestionQuery, queryKey: [...suggestionQuery.queryKey, engineId] })
  const { data: images } = useQuery(imagesQuery(engineId))
  if (!suggestion) return null
  const { image, servers, agents, apiPort } = suggestion.spec
  const sizeBytes = images?.find((each) => each.image === image)?.sizeBytes
  return (
    <Stack gap={2} align="center">
      <Text size="sm" fw={500}>
        {text('welcome.is', {
          version: k3sVersionOf(image) ?? image,
          nodes: plural('list.nodes', servers + agents),
          port: apiPort,
        })}
      </Text>
      {images && (
        <Text size="xs" c="dimmed" ta="center">
          {sentences([
            sizeBytes === undefined
              ? text('welcome.fetched', { image })
              : text('welcome.here', { image, size: formatBytes(language, sizeBytes) }),
            text('welcome.systemImages'),
          ])}
        </Text>
      )}
    </Stack>
  )
}
