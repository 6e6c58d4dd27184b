import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type PointerEvent, useState } from 'react'
import { useTexts } from '../../ui/language.tsx'
import { LogBars } from './LogBars.tsx'
import type { LogClock } from './log-clock.ts'
import styles from './logs.module.css'
import type { LogSearchControl } from './use-log-search.ts'
import { useLogState } from './use-log-state.ts'
import type { OpenLog, TimeRange } from './use-open-log.ts'

const buckets = 160
/** While lines come, the picture is made again this often; it shows the whole log, so that little changes at a time. */
const refreshMs = 1000
/** Moved less than this, the pointer was clicked. */
const shortestDrag = 0.01

interface Props {
  readonly view: OpenLog
  readonly isShown: boolean
  readonly clock: LogClock
  readonly search: LogSearchControl
  readonly range: TimeRange
  readonly onRange: (range: TimeRange) => void
}

/** How many lines came when, with warnings and errors visible. A click goes there, a drag leaves only that time. */
export function LogTimeline({ view: { session }, clock, search, range, onRange }: Props) {
  const { text } = useTexts()
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>()
  const hasLines = useLogState(session, (state) => (state?.lines ?? 0) > 0)
  const { data } = useQuery({
    queryKey: ['logs.histogram', session],
    queryFn: () => session.ask('histogram', { buckets }),
    enabled: hasLines,
    refetchInterval: refreshMs,
    gcTime: 0,
    retry: false,
  })
  if (!data || data.until <= data.from) return <div className={styles.timelineRow} />
  const timeAt = (share: number) => data.from + share * (data.until - data.from)
  const shareAt = (time: number) => Math.max(0, Math.min(1, (time - data.from) / (data.until - data.from)))
  const shareOf = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return Math.max(0, Math.min(1, (clientX - left) / width))
  }
  const drop = () => {
    if (!drag) return
    setDrag(undefined)
    const [first, last] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)]
    if (last - first < shortestDrag) void search.showTime(timeAt(last))
    else onRange({ from: timeAt(first), until: timeAt(last) })
  }
  const chosen = range.from === undefined && range.until === undefined ? undefined : range
  return (
    <div className={styles.timelineRow}>
      <svg
        className={styles.timeline}
        viewBox={`0 0 ${buckets} 28`}
        preserveAspectRatio="none"
        role="img"
        aria-label={text('logs.timeline', { from: clock(data.from), until: clock(data.until) })}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          const share = shareOf(event)
          setDrag({ from: share, to: share })
        }}
        onPointerMove={(event) => drag && setDrag({ ...drag, to: shareOf(event) })}
        onPointerUp={drop}
        onPointerCancel={() => setDrag(undefined)}
      >
        <LogBars buckets={data.buckets} height={28} />
        {(drag ?? chosen) && (
          <rect
            className={styles.chosen}
            {...extent(
              drag ? [drag.from, drag.to] : [shareAt(range.from ?? data.from), shareAt(range.until ?? data.until)],
            )}
            y={0}
            height={28}
          />
        )}
      </svg>
      {chosen && (
        <Button
          size="compact-xs"
          variant="light"
          rightSection={<IconX size={12} aria-hidden />}
          onClick={() => onRange({})}
        >
          {text('logs.range.clear', {
            from: range.from === undefined ? '…' : clock(range.from),
            until: range.until === undefined ? '…' : clock(range.until),
          })}
        </Button>
      )}
      {(['previous', 'next'] as const).map((direction) => (
        <Tooltip key={direction} label={text(`logs.error.${direction}`)}>
          <ActionIcon
            size={24}
            variant="subtle"
            color="red"
            aria-label={text(`logs.error.${direction}`)}
            onClick={() => void search.findError(direction)}
          >
            {direction === 'next' ? <IconArrowDown size={15} aria-hidden /> : <IconArrowUp size={15} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  )
}

const extent = ([one, other]: readonly [number, number]) => ({
  x: Math.min(one, other) * buckets,
  width: Math.max(0.5, Math.abs(other - one) * buckets),
})
