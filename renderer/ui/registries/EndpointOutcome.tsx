import { Badge, Group, Stack, Text } from '@mantine/core'
import type { EndpointTest } from '#shared/registry-test.ts'
import { useTexts } from '../language.tsx'

/** How quick an endpoint is, or what is wrong with it. */
export function EndpointOutcome({ test: { fault, hops, totalMs, proxy } }: { readonly test: EndpointTest }) {
  const { text, language } = useTexts()
  const way = proxy !== undefined && (
    <Text size="xs" c="dimmed">
      {text('registries.throughProxy', { proxy })}
    </Text>
  )
  if (!fault)
    return (
      <Group gap={6}>
        <Text size="sm" fw={600}>
          {text('registries.milliseconds', { ms: Math.round(totalMs) })}
        </Text>
        {hops.map(({ hop, ms }) => (
          <Badge key={hop} variant="default" size="sm" tt="none">
            {text(`registryHop.${hop}`)} {Math.round(ms)}
          </Badge>
        ))}
        {way}
      </Group>
    )
  const until = fault.until && new Date(fault.until).toLocaleTimeString(language)
  return (
    <Stack gap={0}>
      <Text size="sm">
        {text(`registryHop.${fault.hop}`)}
        {' · '}
        <b>{text(`registryFault.${fault.kind}`)}</b>
        {until && ` · ${text('registries.until', { until })}`}
      </Text>
      <Text size="xs" ff="monospace">
        {fault.detail}
      </Text>
      {way}
    </Stack>
  )
}
