import { z } from 'zod'
import type { ContainerUsage } from './container-runtime.ts'
import type { DockerGateway } from './docker-gateway.ts'

const Sample = z.object({
  read: z.string(),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number() }) }),
  memory_stats: z.object({
    usage: z.number().optional(),
    limit: z.number().optional(),
    stats: z.object({ total_inactive_file: z.number(), inactive_file: z.number() }).partial().nullish(),
  }),
})

/** Undefined for a container that does not run, or is not there. */
export async function readSample(
  gateway: DockerGateway,
  id: string,
  signal?: AbortSignal,
): Promise<ContainerUsage | undefined> {
  const request = {
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/stats`,
    // One-shot (API 1.41): an older engine takes a second for a sample to compare it with, which is not needed.
    query: { stream: false, 'one-shot': true },
    operation: 'measure container',
    subject: id,
    signal,
  } as const
  return toUsage(await gateway.find(request, z.unknown()))
}

/** The kernel's word for no limit is as large as its type allows; Docker puts the machine's memory in its place, Podman does not. */
const noLimitBytes = 2 ** 60

/** What an answer of `GET /containers/…/stats` tells; undefined for a stopped container, whose sample is read at Go's zero time. */
export function toUsage(answer: unknown): ContainerUsage | undefined {
  const sample = Sample.safeParse(answer).data
  const memory = sample?.memory_stats
  if (!sample || memory?.usage === undefined || sample.read.startsWith('0001-')) return undefined
  // File cache is given back when it is needed: `docker stats` does not count it either (docker/cli, stats_helpers.go).
  // total_inactive_file: cgroup v1, inactive_file: v2; some engines send no details.
  const cacheBytes = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0
  return {
    readAtMs: Date.parse(sample.read),
    cpuMs: sample.cpu_stats.cpu_usage.total_usage / 1e6,
    memoryBytes: cacheBytes < memory.usage ? memory.usage - cacheBytes : memory.usage,
    memoryLimitBytes: memory.limit && memory.limit < noLimitBytes ? memory.limit : undefined,
  }
}
