import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconLeaf } from '@tabler/icons-react'
import { type Matters, mattersOf, placeOf } from '#shared/log-explanations.ts'
import { useTexts } from './language.tsx'
import { useNavigation } from './navigation.tsx'

const looks: Record<Matters, { readonly icon: typeof IconLeaf; readonly color: string }> = {
  harmless: { icon: IconLeaf, color: 'gray' },
  wait: { icon: IconClock, color: 'yellow' },
  act: { icon: IconAlertTriangle, color: 'red' },
}

/** What a known line means, and whether it matters, as a word and a shape, not by colour alone. */
export function ExplanationText({
  id,
  params,
}: {
  readonly id: string
  readonly params: Readonly<Record<string, string>>
}) {
  const { text, explanation } = useTexts()
  const { go } = useNavigation()
  const matters = mattersOf(id)
  const place = placeOf(id)
  const words = explanation(id, params)
  if (!matters || !words) return null
  const { icon: Icon, color } = looks[matters]
  return (
    <Alert
      variant="light"
      color={color}
      icon={<Icon size={18} aria-hidden />}
      title={<Title>{words.title}</Title>}
      p="xs"
    >
      <Text size="xs" fw={600}>
        {text(`logs.matters.${matters}`)}
      </Text>
      <Text size="sm">{words.meaning}</Text>
      {place && (
        <Button size="compact-xs" variant="light" mt={6} onClick={() => go({ tab: place })}>
          {text('action.openTab', { tab: text(`tab.${place}`) })}
        </Button>
      )}
    </Alert>
  )
}

/** In the text's own colour: Mantine's light yellow on yellow cannot be read. */
const Title = ({ children }: { readonly children: string }) => (
  <Text span inherit c="var(--mantine-color-text)">
    {children}
  </Text>
)
