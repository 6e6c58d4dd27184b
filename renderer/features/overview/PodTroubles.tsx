import { Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ExplainedReason, PodHealth } from '#shared/health.ts'
import { placeOf } from '#shared/log-explanations.ts'
import { useTexts } from '../../ui/language.tsx'
import { useNavigation } from '../../ui/navigation.tsx'
import styles from './overview.module.css'
import { troublesOf } from './pod-troubles.ts'

/** What keeps system pods from starting: one card for each cause, however many pods it holds up. */
export function PodTroubles({ pods }: { readonly pods: readonly PodHealth[] }) {
  return troublesOf(pods).map(({ key, ...trouble }) => <Trouble key={key} {...trouble} />)
}

function Trouble({
  explanation: { id, params },
  pods,
}: {
  readonly explanation: ExplainedReason
  readonly pods: readonly PodHealth[]
}) {
  const { plural, list, explanation } = useTexts()
  const words = explanation(id, params)
  if (!words) return null
  return (
    <section className={styles.trouble} aria-label={words.title}>
      <IconAlertTriangle size={18} aria-hidden className={styles.troubleIcon} />
      <div>
        <Text size="sm" fw={600}>
          {plural('overview.trouble', pods.length, { title: words.title })}
        </Text>
        <Text size="sm">{words.meaning}</Text>
        <Text size="xs" c="dimmed">
          {list(pods.map(({ name }) => name))}
        </Text>
        <Place id={id} />
      </div>
    </section>
  )
}

/** To where something can be done about it. */
function Place({ id }: { readonly id: string }) {
  const { text } = useTexts()
  const { go } = useNavigation()
  const place = placeOf(id)
  if (!place) return null
  return (
    <Group mt={6}>
      <Button size="compact-xs" variant="default" onClick={() => go({ tab: place })}>
        {text('action.openTab', { tab: text(`tab.${place}`) })}
      </Button>
    </Group>
  )
}
