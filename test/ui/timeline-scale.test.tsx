import { describe, expect, it } from 'vitest'
import { timelineTicks } from '../../renderer/features/logs/timeline-scale.ts'

const at = (hour: number, minute: number, second = 0, ms = 0) => Date.UTC(2026, 10, 27, hour, minute, second, ms)
const labels = (from: number, until: number, options: Partial<Parameters<typeof timelineTicks>[1]> = {}) =>
  timelineTicks({ from, until }, { most: 7, language: 'en', zone: 'utc', ...options }).map(({ label }) => label)

describe('the scale of the timeline', () => {
  it('has round times, as exact as they lie apart', () => {
    expect(labels(at(9, 41, 7), at(9, 42, 3))).toEqual([
      '09:41:10',
      '09:41:20',
      '09:41:30',
      '09:41:40',
      '09:41:50',
      '09:42:00',
    ])
    expect(labels(at(9, 41), at(12, 10))).toEqual(['10:00', '10:30', '11:00', '11:30', '12:00'])
    expect(labels(at(9, 41, 7, 250), at(9, 41, 8, 150))).toEqual([
      '09:41:07.4',
      '09:41:07.6',
      '09:41:07.8',
      '09:41:08.0',
    ])
  })

  it('names the day where there are several', () => {
    expect(labels(at(9, 0), at(9, 0) + 3 * 86_400_000)).toEqual([
      '11/27, 12:00',
      '11/28, 00:00',
      '11/28, 12:00',
      '11/29, 00:00',
      '11/29, 12:00',
      '11/30, 00:00',
    ])
    expect(labels(at(9, 0), at(9, 0) + 30 * 86_400_000, { language: 'zh-CN' })[0]).toBe('12/3')
  })

  it('counts seconds where the lines do', () => {
    const origin = at(9, 41, 30)
    expect(labels(at(9, 41, 7), at(9, 42, 3), { origin })).toEqual(['-20', '-10', '+0', '+10', '+20', '+30'])
  })

  it('has no more ticks than fit, and none without time', () => {
    for (const span of [1, 90, 1000, 86_400_000, 4e11])
      expect(labels(at(9, 0), at(9, 0) + span, { most: 3 }).length).toBeLessThanOrEqual(4)
    expect(labels(at(9, 0), at(9, 0))).toEqual([])
  })
})
