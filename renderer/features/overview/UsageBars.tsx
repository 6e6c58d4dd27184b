import { Progress, Text } from '@mantine/core'
import type { NodeUsage } from '#shared/health.ts'
import { numberFormat } from '#shared/intl.ts'
import { formatMemory } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.tsx'
import styles from './overview.module.css'

/** CPU against one core, memory against the container's limit, or all memory of the engine where it has none. */
export function UsageBars({ usage }: { readonly usage: NodeUsage }) {
  const { text, language } = useTexts()
  const { cpuCores, memoryBytes, memoryLimitBytes } = usage
  const figures = numberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const cores = text('overview.cores', { cores: figures.format(cpuCores) })
  const used = formatMemory(language, memoryBytes)
  return (
    <div className={styles.usage}>
      <UsageBar label={text('overview.cpu')} figure={cores} share={cpuCores} />
      {memoryLimitBytes === undefined ? (
        <UsageBar label={text('overview.memory')} figure={used} share={undefined} />
      ) : (
        <UsageBar
          label={text('overview.memory')}
          figure={text('overview.memoryOf', { used, limit: formatMemory(language, memoryLimitBytes) })}
          share={memoryBytes / memoryLimitBytes}
        />
      )}
    </div>
  )
}

interface UsageBarProps {
  readonly label: string
  readonly figure: string
  /** Of 1. Undefined where nobody says of how much: then there is a figure and no bar. */
  readonly share: number | undefined
}

function UsageBar({ label, figure, share }: UsageBarProps) {
  // At least one percent, so that a small node on a large machine is visible at all.
  const percent = share === undefined || share === 0 ? 0 : Math.max(1, Math.round(Math.min(1, share) * 100))
  return (
    <>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      {share === undefined ? (
        <span />
      ) : (
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
      )}
      <Text size="xs" ta="end" className={styles.figure}>
        {figure}
      </Text>
    </>
  )
}
