import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { milliseconds, moment, timestamp } from '../../../electron/cli/times.ts'

const hour = 3_600_000
/** A Wednesday, ten in the morning in London. */
const now = Date.parse('2026-11-25T10:00:00Z')

describe('a duration', () => {
  it.each([
    ['180s', 180_000],
    ['1m30s', 90_000],
    ['250ms', 250],
    ['1d', 24 * hour],
    ['2w', 14 * 24 * hour],
    ['1.5h', 1.5 * hour],
    ['5 minutes', 300_000],
    ['1 day 2 hours', 26 * hour],
  ])('%s', (text, expected) => expect(milliseconds(text)).toBe(expected))

  it.each(['', '180', '3x', 's', '5 apples', '1h30', '10m!'])('"%s" is refused with the units that there are', (text) =>
    expect(() => milliseconds(text)).toThrow(/units: ms, s, m, h, d, w/),
  )
})

describe.each([
  ['UTC', '+00:00'],
  ['Asia/Shanghai', '+08:00'],
  ['America/St_Johns', '-03:30'],
  ['Pacific/Apia', '+13:00'],
])('a moment, in %s', (zone, offset) => {
  const before = process.env.TZ
  beforeEach(() => {
    process.env.TZ = zone
  })
  afterEach(() => {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  })
  const here = (text: string) => Date.parse(`${text}${offset}`)
  /** What the wall clock shows at a moment: date and time without a zone. */
  const wall = (timeMs: number) => timestamp(timeMs).slice(0, 19)

  it.each([
    ['10m', now - 600_000],
    ['1d', now - 24 * hour],
    ['2w', now - 14 * 24 * hour],
    ['1h30m', now - 1.5 * hour],
    ['90s ago', now - 90_000],
    ['-5m', now - 300_000],
    ['5 minutes', now - 300_000],
    ['0s', now],
    ['now', now],
    ['2026-11-23', here('2026-11-23T00:00:00')],
    ['2026-11-23 10:00', here('2026-11-23T10:00:00')],
    ['2026-11-23 10:00:30', here('2026-11-23T10:00:30')],
    ['2026-11-23T10:00:30.5', here('2026-11-23T10:00:30.5')],
    ['2026-11-23T10:00:00Z', Date.parse('2026-11-23T10:00:00Z')],
    ['2026-11-23T10:00:00+08:00', Date.parse('2026-11-23T02:00:00Z')],
    ['2026-11-23 10:00:00 +0800', Date.parse('2026-11-23T02:00:00Z')],
    [String(now / 1000), now],
    [String(now), now],
  ])('%s', (text, expected) => expect(moment(text, now)).toBe(expected))

  it('today, yesterday and a time of the clock are those of this place', () => {
    const day = wall(now).slice(0, 10)
    expect(wall(moment('today', now))).toBe(`${day}T00:00:00`)
    expect(wall(moment('14:30', now))).toBe(`${day}T14:30:00`)
    expect(wall(moment('yesterday', now))).toBe(
      `${new Date(Date.parse(day) - 24 * hour).toISOString().slice(0, 10)}T00:00:00`,
    )
  })

  it('a line’s time is that of this place, and tells the same moment to everybody', () => {
    expect(timestamp(now + 250)).toMatch(new RegExp(`\\.250\\${offset}$`))
    expect(Date.parse(timestamp(now + 250))).toBe(now + 250)
  })

  it.each(['90', '12345678', 'tomorrow', '25:00', '2026-13-01', '2026-02-30', '23.11.2026', '', '1x', '2026-11-23 10'])(
    '"%s" is refused with what is understood',
    (text) => expect(() => moment(text, now)).toThrow(/with a unit.*yesterday.*seconds since 1970/),
  )
})
