import { Center, Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ClusterRef } from '#shared/cluster.ts'
import { focusIfLost } from '../ui/focus-if-lost.ts'
import { useTexts } from '../ui/language.tsx'

/** In place of a cluster that was deleted while it was shown. */
export function GonePage({ cluster }: { readonly cluster: ClusterRef }) {
  const { text } = useTexts()
  const title = useRef<HTMLHeadingElement>(null)
  // What had the focus is gone with the cluster.
  useEffect(() => focusIfLost(title.current), [])
  return (
    <Center h="100%" p="xl">
      <Stack gap="xs" align="center" role="status">
        <Title ref={title} tabIndex={-1} order={1} size="h4">
          {text('cluster.gone', { cluster: cluster.name })}
        </Title>
        <Text size="sm" c="dimmed">
          {text('cluster.gone.hint')}
        </Text>
      </Stack>
    </Center>
  )
}
