import { unexpected } from './arguments.ts'

const second = 1000
const unitsMs: readonly (readonly [names: string, ms: number])[] = [
  ['ms|millis|milliseconds?', 1],
  ['s|secs?|seconds?', second],
  ['m|mins?|minutes?', 60 * second],
  ['h|hrs?|hours?', 3600 * second],
  ['d|days?', 86_400 * second],
  ['w|wks?|weeks?', 604_800 * second],
]
const part = /(\d+(?:\.\d+)?)\s*([a-z]+)/gi

/** `180s`, `1m30s`, `5 minutes`, `2w` → milliseconds; undefined for what is none. */
function durationMs(text: string): number | undefined {
  const parts = [...text.matchAll(part)]
  if (parts.length === 0 || text.replace(part, '').trim() !== '') return undefined
  let sum = 0
  for (const [, number, unit = ''] of parts) {
    const known = unitsMs.find(([names]) => new RegExp(`^(?:${names})$`, 'i').test(unit))
    if (!known) return undefined
    sum += Number(number) * known[1]
  }
  return sum
}

/** A duration as people type it → milliseconds. A number alone could be anything, and is refused. */
export function milliseconds(text: string): number {
  const found = durationMs(text.trim())
  if (found === undefined) throw unexpected('cli.expected.duration')
  return found
}

/**
 * A moment as people type it → milliseconds since 1970: how long ago (`10m`, `2 days ago`), `now`, `today`, `yesterday`, a time of today
 * (`14:30`), a date or a date with a time, in this machine's zone unless it names one, or seconds since 1970 as `date +%s` prints them.
 */
export function moment(typed: string, nowMs = Date.now()): number {
  const text = typed.trim()
  const ago = durationMs(text.replace(/^-|\s+ago$/g, ''))
  if (ago !== undefined) return nowMs - ago
  const word = dayOf(text.toLowerCase(), nowMs)
  if (word !== undefined) return word
  // Of today's seconds there are ten digits, of its milliseconds thirteen; anything shorter is a number without its unit.
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return Number(text) * second
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const calendar = calendarTime(text, nowMs)
  if (calendar !== undefined) return calendar
  throw unexpected('cli.expected.moment')
}

/** `yesterday` begins at its midnight here, which in some nights is not 24 hours before. */
function dayOf(word: string, nowMs: number): number | undefined {
  if (word === 'now') return nowMs
  const daysAgo = ['today', 'yesterday'].indexOf(word)
  if (daysAgo < 0) return undefined
  const day = new Date(nowMs)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysAgo).getTime()
}

/** Dates and times of the calendar. JavaScript takes a date alone for UTC's; people mean their own. */
function calendarTime(text: string, nowMs: number): number | undefined {
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text)
  if (clock) {
    const day = new Date(nowMs)
    const [hour, minute, seconds] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)]
    if (hour > 23 || minute > 59 || seconds > 59) return undefined
    return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute, seconds).getTime()
  }
  const [, date, time, zone] =
    /^(\d{4}-\d\d-\d\d)(?:[T\s]+(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i.exec(text) ?? []
  if (date === undefined) return undefined
  // With a time and without a zone it is read as this machine's own.
  const parsed = Date.parse(`${date}T${(time ?? '00:00').replace(',', '.')}${zoneText(zone)}`)
  const midnight = Date.parse(`${date}T00:00Z`)
  // 2026-02-30 would be taken for the second of March.
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date)
  return Number.isNaN(parsed) || !isReal ? undefined : parsed
}

/** `+08` and `+0800` as RFC 3339 has them. */
function zoneText(zone: string | undefined): string {
  if (zone === undefined) return ''
  if (/^z$/i.test(zone)) return 'Z'
  return `${zone.slice(0, 3)}:${zone.replace(':', '').slice(3) || '00'}`
}

/** A moment in this machine's zone, RFC 3339 with milliseconds: `2026-11-23T18:00:00.250+08:00`. */
export function timestamp(timeMs: number): string {
  const time = new Date(timeMs)
  const minutes = -time.getTimezoneOffset()
  const local = new Date(time.getTime() + minutes * 60 * second).toISOString().replace('Z', '')
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
}
