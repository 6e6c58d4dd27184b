import { memo } from 'react'
import type { LogRequestOutput } from '#shared/log-view.ts'
import styles from './logs.module.css'

interface Props {
  readonly buckets: LogRequestOutput<'histogram'>['buckets']
  readonly height: number
}

/** Lines, warnings and errors a bucket. A root scale keeps a single error visible beside thousands of lines. */
export const LogBars = memo(function LogBars({ buckets, height }: Props) {
  const highest = Math.max(1, ...buckets.map(({ lines }) => lines))
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(2, Math.sqrt(count / highest) * height))
  return buckets.map(({ lines, warnings, errors }, index) =>
    (
      [
        ['lines', lines],
        ['warnings', warnings + errors],
        ['errors', errors],
      ] as const
    ).map(
      ([kind, count]) =>
        count > 0 && (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place.
            key={`${index} ${kind}`}
            className={styles[kind]}
            x={index}
            width={0.85}
            y={height - heightOf(count)}
            height={heightOf(count)}
          />
        ),
    ),
  )
})
