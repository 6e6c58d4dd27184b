import { z } from 'zod'
import type { ContainerUsage } from './container-runtime.ts'

const Cpu = z.object({
  cpu_usage: z.object({ total_usage: z.number(), percpu_usage: z.array(z.number()).nullish() }),
  system_cpu_usage: z.number().optional(),
  online_cpus: z.number().optional(),
})

const Sample = z.object({
  read: z.string(),
  cpu_stats: Cpu,
  precpu_stats: Cpu,
  memory_stats: z.object({
    usage: z.number().optional(),
    limit: z.number().optional(),
    stats: z.object({ total_inactive_file: z.number(), inactive_file: z.number() }).partial().nullish(),
  }),
})

/**
 * What a line of `GET /containers/…/stats` tells. `stopped`: a stopped container's stream goes on with empty samples, each read at
 * Go's zero time. Undefined where it tells nothing, as the first sample does, which has none before it.
 */
export function readSample(line: unknown): ContainerUsage | 'stopped' | undefined {
  const sample = Sample.safeParse(line).data
  if (!sample) return undefined
  if (sample.read.startsWith('0001-')) return 'stopped'
  const { cpu_stats: cpu, precpu_stats: before, memory_stats: memory } = sample
  if (!before.system_cpu_usage || !cpu.system_cpu_usage || memory.usage === undefined) return undefined
  const systemDelta = cpu.system_cpu_usage - before.system_cpu_usage
  const ownDelta = cpu.cpu_usage.total_usage - before.cpu_usage.total_usage
  const cores = cpu.online_cpus || cpu.cpu_usage.percpu_usage?.length || 1
  // File cache is given back when it is needed: `docker stats` does not count it either (docker/cli, stats_helpers.go).
  // total_inactive_file: cgroup v1, inactive_file: v2; some engines send no details.
  const cacheBytes = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0
  return {
    cpuCores: systemDelta > 0 && ownDelta > 0 ? (ownDelta / systemDelta) * cores : 0,
    memoryBytes: cacheBytes < memory.usage ? memory.usage - cacheBytes : memory.usage,
    memoryLimitBytes: memory.limit ?? 0,
  }
}
