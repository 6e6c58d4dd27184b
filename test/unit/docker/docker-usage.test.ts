import { describe, expect, it } from 'vitest'
import { toUsage } from '../../../electron/docker/docker-usage.ts'

// Only what is looked at; a real sample has much more.
const sample = (memoryDetails: object) => ({
  read: '2026-11-23T10:00:01.5Z',
  cpu_stats: { cpu_usage: { total_usage: 1_500_000_000 } },
  memory_stats: { usage: 500, limit: 1000, stats: memoryDetails },
})

describe("a container's usage", () => {
  it('is processor time and bytes without the file cache, with cgroup v1 and v2', () => {
    const readAtMs = Date.UTC(2026, 10, 23, 10, 0, 1, 500)
    const expected = { readAtMs, cpuMs: 1500, memoryBytes: 400, memoryLimitBytes: 1000 }
    expect(toUsage(sample({ total_inactive_file: 100, inactive_file: 50 }))).toEqual(expected)
    expect(toUsage(sample({ inactive_file: 100 }))).toEqual(expected)
  })

  it('counts all memory where the engine gives no details', () => {
    expect(toUsage(sample({}))).toMatchObject({ memoryBytes: 500 })
  })

  it('has no limit where the engine says none, or the number that stands for none', () => {
    const limitOf = (limit: number | undefined) => {
      const { memory_stats, ...others } = sample({})
      return toUsage({ ...others, memory_stats: { ...memory_stats, limit } })?.memoryLimitBytes
    }
    expect([limitOf(undefined), limitOf(0), limitOf(2 ** 63), limitOf(1000)]).toEqual([
      undefined,
      undefined,
      undefined,
      1000,
    ])
  })

  it('is unknown of a stopped container, whose sample is empty', () => {
    expect(toUsage({ ...sample({}), read: '0001-01-01T00:00:00Z' })).toBeUndefined()
  })
})
