import { Progress, Text } from '@mantine/core'
import type { NodeUsage } from '#shared/health.ts'
import { formatMemory } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './overview.module.css'

/** CPU against one core, memory against the container's limit. */
export function UsageBars({ usage }: { readonly usage: NodeUsage }) {
  const { text, language } = useTexts()
  const { cpuCores, memoryBytes, memoryLimitBytes } = usage
  const figures = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const cores = text('overview.cores', { cores: figures.format(cpuCores) })
  return (
    <div className={styles.usage}>
      <UsageBar label={text('overview.cpu')} figure={cores} share={cpuCores} />
      <UsageBar
        label={text('overview.memory')}
        figure={text('overview.memoryOf', {
          used: formatMemory(language, memoryBytes),
          limit: formatMemory(language, memoryLimitBytes),
        })}
        share={memoryLimitBytes > 0 ? memoryBytes / memoryLimitBytes : 0}
      />
    </div>
  )
}

interface UsageBarProps {
  readonly label: string
  readonly figure: string
  /** Of 1. */
  readonly share: number
}

function UsageBar({ label, figure, share }: UsageBarProps) {
  const percent = Math.round(Math.min(1, share) * 100)
  return (
    <>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Progress.Root
        size="sm"
        transitionDuration={0}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={figure}
      >
        <Progress.Section color="var(--sampan-tone-busy)" value={percent} withAria={false} />
      </Progress.Root>
      <Text size="xs" ta="end" className={styles.figure}>
        {figure}
      </Text>
    </>
  )
}
