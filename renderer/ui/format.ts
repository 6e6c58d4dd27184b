import { numberFormat, relativeTimeFormat } from '#shared/intl.ts'
import type { Language } from '#shared/preferences.ts'

const decimalUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** Transfers and disks, in powers of 1000 as Docker counts them. */
export function formatBytes(language: Language, bytes: number): string {
  const power = powerOf(bytes, 1000)
  // Intl writes "56 byte" or "56B", the other units with a space.
  if (power === 0) return `${bytes} B`
  return numberFormat(language, {
    style: 'unit',
    unit: decimalUnits[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(bytes / 1000 ** power)
}

/** Memory, in powers of 1024 as Kubernetes counts it. */
export function formatMemory(language: Language, bytes: number): string {
  const power = powerOf(bytes, 1024)
  const value = numberFormat(language, { maximumFractionDigits: power < 3 ? 0 : 1 }).format(bytes / 1024 ** power)
  return `${value} ${binaryUnits[power]}`
}

/** `sampan-demo-server-0` → `server-0` */
export const shortNodeName = (node: string): string => node.replace(/^sampan-.+-(?=(?:server|agent)-\d+$)/, '')

/** `0.8s`, `12.3s`, `2m 5s`. */
export function formatDuration(language: Language, durationMs: number): string {
  const unit = (value: number, name: 'hour' | 'minute' | 'second', digits = 0) =>
    spaced(
      language,
      numberFormat(language, {
        style: 'unit',
        unit: name,
        unitDisplay: 'narrow',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(value),
    )
  const tenths = Math.max(0, Math.floor(durationMs / 100))
  if (tenths < 600) return unit(tenths / 10, 'second', 1)
  const seconds = Math.floor(tenths / 10)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${unit(minutes, 'minute')} ${unit(seconds % 60, 'second')}`
  return `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`
}

/** In Chinese with a blank between digits and letters, as in all our texts: Intl writes `12秒前`. */
function spaced(language: Language, text: string): string {
  return language === 'zh-CN' ? text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ') : text
}

/** `3 hours ago`. */
export function formatAge(language: Language, time: string, nowMs: number): string {
  const seconds = (Date.parse(time) - nowMs) / 1000
  const relative = relativeTimeFormat(language, {
    numeric: 'auto',
    style: language === 'en' ? 'long' : 'short',
  })
  const [unit, length] =
    ageUnits.find(([, unitSeconds]) => Math.abs(seconds) >= unitSeconds) ?? (['second', 1] as const)
  return spaced(language, relative.format(Math.trunc(seconds / length), unit))
}

/** As kubectl's column AGE has it: `45s`, `3h`, `12d`. */
export function formatShortAge(language: Language, sinceMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - sinceMs) / 1000))
  const [unit, length] = shortUnits.find(([, unitSeconds]) => seconds >= unitSeconds) ?? (['second', 1] as const)
  const format = numberFormat(language, { style: 'unit', unit, unitDisplay: 'narrow' })
  return spaced(language, format.format(Math.floor(seconds / length)))
}

const shortUnits = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

const ageUnits = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

export function formatDateTime(language: Language, time: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time))
}

/** To the millisecond; `timeMs` since 1970. */
export function formatMoment(language: Language, timeMs: number): string {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(timeMs)
}

function powerOf(bytes: number, base: number): number {
  const power = Math.floor(Math.log(Math.max(1, bytes)) / Math.log(base))
  return Math.min(power, decimalUnits.length - 1)
}
