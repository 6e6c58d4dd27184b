import type { Language } from '#shared/preferences.ts'

/** How a line's time is written: milliseconds since 1970 in, nothing out where times are switched off. */
export type LogClock = (time: number) => string

export function logClock(
  language: Language,
  { clock, zone }: { readonly clock: 'absolute' | 'relative' | 'off'; readonly zone: 'local' | 'utc' },
  /** Relative times count from here. */
  origin: number,
): LogClock {
  switch (clock) {
    case 'off':
      return () => ''
    case 'relative':
      return (time) => `${time < origin ? '' : '+'}${((time - origin) / 1000).toFixed(3)}`
    case 'absolute': {
      const format = new Intl.DateTimeFormat(language, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        fractionalSecondDigits: 3,
        hourCycle: 'h23',
        ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
      })
      return (time) => format.format(time)
    }
  }
}
