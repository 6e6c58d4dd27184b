import { describe, expect, it } from 'vitest'
import { formatAge, formatDuration } from '../../renderer/ui/format.ts'

const nowMs = Date.UTC(2026, 10, 27)
const ago = (seconds: number) => new Date(nowMs - seconds * 1000).toISOString()

describe('times', () => {
  it('are written in Chinese as people write them: a blank behind digits, no 钟', () => {
    const ages = [12, 300, 7200, 259_200].map((seconds) => formatAge('zh-CN', ago(seconds), nowMs))
    expect(ages).toEqual(['12 秒前', '5 分钟前', '2 小时前', '3 天前'])
    expect([2200, 125_000].map((ms) => formatDuration('zh-CN', ms))).toEqual(['2.2 秒', '2 分钟 5 秒'])
  })

  it('are written in English as before', () => {
    expect([12, 7200].map((seconds) => formatAge('en', ago(seconds), nowMs))).toEqual(['12 seconds ago', '2 hours ago'])
    expect([2200, 125_000].map((ms) => formatDuration('en', ms))).toEqual(['2.2s', '2m 5s'])
  })
})
