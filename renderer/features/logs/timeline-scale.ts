import type { Language } from '#shared/preferences.ts'

interface Stretch {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly until: number
}

export interface TimelineTick {
  readonly time: number
  readonly label: string
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
/** What people count time by. */
const steps = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91, 365].map((count) => count * day),
]

/** Round moments within a stretch, at most so many, and how they are called. `origin`: times count from there, not from midnight. */
export function timelineTicks(
  { from, until }: Stretch,
  {
    most,
    language,
    zone,
    origin,
  }: {
    readonly most: number
    readonly language: Language
    readonly zone: 'local' | 'utc'
    readonly origin?: number | undefined
  },
): TimelineTick[] {
  if (!(until > from)) return []
  const step = steps.find((each) => (until - from) / each <= most) ?? until - from
  const start = origin ?? (zone === 'utc' ? 0 : new Date(from).getTimezoneOffset() * minute)
  const label = origin === undefined ? clockLabel(step, until - from, language, zone) : secondsLabel(step, origin)
  const ticks: TimelineTick[] = []
  for (let time = start + Math.ceil((from - start) / step) * step; time <= until; time += step)
    ticks.push({ time, label: label(time) })
  return ticks
}

/** As exact as the step, with the day where there are several. */
function clockLabel(step: number, span: number, language: Language, zone: 'local' | 'utc') {
  const hasClock = step < day
  const format = new Intl.DateTimeFormat(language, {
    ...(span >= day || !hasClock ? { month: 'numeric', day: 'numeric' } : {}),
    ...(hasClock ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : {}),
    ...(step < minute ? { second: '2-digit' } : {}),
    ...(step < second ? { fractionalSecondDigits: 1 } : {}),
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  })
  return (time: number) => format.format(time)
}

function secondsLabel(step: number, origin: number) {
  return (time: number) => {
    const seconds = (time - origin) / second
    return `${seconds < 0 ? '' : '+'}${seconds.toFixed(step < second ? 1 : 0)}`
  }
}
