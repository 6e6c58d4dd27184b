import { Group, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTexts } from '../../ui/language.tsx'

/** Why there is less to be done with one of k3d's clusters than with Sampan's own. */
export function MadeByK3d() {
  const { text, sentences } = useTexts()
  return (
    <Group gap="xs" wrap="nowrap" role="note" align="flex-start">
      <IconInfoCircle size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <Text size="sm">{sentences([text('k3d.made'), text('k3d.fixed')])}</Text>
    </Group>
  )
}
