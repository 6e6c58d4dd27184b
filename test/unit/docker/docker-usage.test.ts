import { describe, expect, it } from 'vitest'
import { readSample } from '../../../electron/docker/docker-usage.ts'

// Only what is looked at; a real sample has much more.
const sample = (memoryDetails: object, before = { total: 1_000_000_000, system: 10_000_000_000 }) => ({
  read: '2026-11-23T10:00:01Z',
  cpu_stats: { cpu_usage: { total_usage: 1_500_000_000 }, system_cpu_usage: 12_000_000_000, online_cpus: 2 },
  precpu_stats: { cpu_usage: { total_usage: before.total }, system_cpu_usage: before.system },
  memory_stats: { usage: 500, limit: 1000, stats: memoryDetails },
})

describe("a container's usage", () => {
  it('is cores and bytes without the file cache, with cgroup v1 and v2', () => {
    const expected = { cpuCores: 0.5, memoryBytes: 400, memoryLimitBytes: 1000 }
    expect(readSample(sample({ total_inactive_file: 100, inactive_file: 50 }))).toEqual(expected)
    expect(readSample(sample({ inactive_file: 100 }))).toEqual(expected)
  })

  it('counts all memory where the engine gives no details', () => {
    expect(readSample(sample({}))).toMatchObject({ memoryBytes: 500 })
  })

  it('says nothing of the first sample, which has none before it', () => {
    expect(readSample(sample({}, { total: 0, system: 0 }))).toBeUndefined()
  })

  it('knows the empty samples of a stopped container', () => {
    expect(readSample({ ...sample({}), read: '0001-01-01T00:00:00Z' })).toBe('stopped')
  })
})
