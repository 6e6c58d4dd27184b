import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconLeaf } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Matters, mattersOf, placeOf } from '#shared/log-explanations.ts'
import styles from './ExplanationText.module.css'
import { useTexts } from './language.tsx'
import { useNavigation } from './navigation.tsx'

const icons: Record<Matters, typeof IconLeaf> = { harmless: IconLeaf, wait: IconClock, act: IconAlertTriangle }

/** What a known line means, and whether it matters, as a word and a shape, not by colour alone. */
export function ExplanationText({
  id,
  params,
  matters = mattersOf(id),
  children,
}: {
  readonly id: string
  readonly params: Readonly<Record<string, string>>
  /** Where more is known than the line itself tells. */
  readonly matters?: Matters | undefined
  /** More of the same, below. */
  readonly children?: ReactNode
}) {
  const { text, explanation } = useTexts()
  const { go } = useNavigation()
  const place = placeOf(id)
  const words = explanation(id, params)
  if (!matters || !words) return null
  const Icon = icons[matters]
  return (
    <Alert
      classNames={{ root: styles.alert, icon: styles.icon }}
      data-matters={matters}
      icon={<Icon size={18} aria-hidden />}
      title={<Title>{words.title}</Title>}
      p="xs"
    >
      <Text size="xs" fw={600}>
        {text(`logs.matters.${matters}`)}
      </Text>
      <Text size="sm">{words.meaning}</Text>
      {place && (
        <Button size="compact-xs" variant="default" mt={6} onClick={() => go({ tab: place })}>
          {text('action.openTab', { tab: text(`tab.${place}`) })}
        </Button>
      )}
      {children}
    </Alert>
  )
}

/** In the text's own colour: Mantine's light yellow on yellow cannot be read. */
const Title = ({ children }: { readonly children: string }) => (
  <Text span inherit c="var(--mantine-color-text)">
    {children}
  </Text>
)
