import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../../ui/language.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './logs.module.css'
import type { LogView } from './use-log-view.ts'

const buckets = 160
const height = 28
/** While lines come, the picture is made again this often; it shows the whole log, so that little changes at a time. */
const refreshMs = 1000

interface Props {
  readonly view: LogView
  readonly clock: LogClock
  readonly onJump: (time: number) => void
}

/** How many lines came when, with warnings and errors visible. A click goes there; the keyboard has "next error" for that. */
export function LogTimeline({ view: { session, state }, clock, onJump }: Props) {
  const { text } = useTexts()
  const { data } = useQuery({
    queryKey: ['logs.histogram', session, Math.floor((state?.endRow ?? 0) / 2)],
    queryFn: () => session.ask('histogram', { buckets }),
    enabled: state !== undefined && state.lines > 0,
    placeholderData: (before) => before,
    staleTime: refreshMs,
    gcTime: refreshMs,
    retry: false,
  })
  if (!data || data.until <= data.from) return <div className={styles.timeline} />
  const highest = Math.max(1, ...data.buckets.map(({ lines }) => lines))
  // A root scale keeps a single error visible beside thousands of lines.
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(2, Math.sqrt(count / highest) * height))
  const timeAt = (share: number) => data.from + share * (data.until - data.from)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: F8 and Shift-F8 go from error to error.
    <svg
      className={styles.timeline}
      viewBox={`0 0 ${buckets} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={text('logs.timeline', { from: clock(data.from), until: clock(data.until) })}
      onClick={({ clientX, currentTarget }) => {
        const { left, width } = currentTarget.getBoundingClientRect()
        onJump(timeAt((clientX - left) / width))
      }}
    >
      {data.buckets.map(({ lines, warnings, errors }, index) =>
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
      )}
    </svg>
  )
}
