import { Progress, Text } from '@mantine/core'
import type { NodeUsage } from '#shared/health.ts'
import { formatMemory } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './overview.module.css'

/** CPU against one core, memory against the container's limit. */
export function UsageBars({ usage }: { readonly usage: NodeUsage }) {
  const { text, language } = useTexts()
  const memory = usage.memoryLimitBytes > 0 ? (usage.memoryBytes / usage.memoryLimitBytes) * 100 : 0
  const cores = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    usage.cpuCores,
  )
  return (
    <div className={styles.usage}>
      <Text size="xs" c="dimmed">
        {text('overview.cpu')}
      </Text>
      <Progress
        color="var(--sampan-tone-busy)"
        size="sm"
        value={Math.min(100, usage.cpuCores * 100)}
        transitionDuration={0}
        aria-label={text('overview.cpu')}
      />
      <Text size="xs" ta="end" className={styles.figure}>
        {text('overview.cores', { cores })}
      </Text>
      <Text size="xs" c="dimmed">
        {text('overview.memory')}
      </Text>
      <Progress
        color="var(--sampan-tone-busy)"
        size="sm"
        value={Math.min(100, memory)}
        transitionDuration={0}
        aria-label={text('overview.memory')}
      />
      <Text size="xs" ta="end" className={styles.figure}>
        {formatMemory(language, usage.memoryBytes)}
      </Text>
    </div>
  )
}
