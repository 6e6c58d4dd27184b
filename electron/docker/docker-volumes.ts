import { z } from 'zod'
import { problemOf } from '#shared/problem.ts'
import { retryWhileBusy } from './busy.ts'
import type { ContainerOptions, LabelFilter, VolumeOptions, VolumeSummary } from './container-runtime.ts'
import { slowTimeoutMs } from './docker-containers.ts'
import { type DockerGateway, labelFilters } from './docker-gateway.ts'

const Volume = z.object({
  Name: z.string(),
  Labels: z.record(z.string(), z.string()).nullish(),
  UsageData: z.object({ Size: z.number() }).nullish(),
})
const Volumes = z.object({ Volumes: z.array(z.unknown()).nullish() })

/** A volume of many small files on a slow disk: all of them are deleted before Docker answers. */
const removalTimeoutMs = 600_000

const toSummary = ({ Name, Labels }: z.infer<typeof Volume>): VolumeSummary => ({ name: Name, labels: Labels ?? {} })
const pathOf = (name: string) => `/volumes/${encodeURIComponent(name)}`

export async function listVolumes(
  gateway: DockerGateway,
  filter: LabelFilter,
  signal?: AbortSignal,
): Promise<VolumeSummary[]> {
  const query = { filters: labelFilters(filter) }
  const request = { method: 'GET', path: '/volumes', query, operation: 'list volumes', signal } as const
  const answer = await gateway.json(request, Volumes)
  return gateway.readEach(answer.Volumes ?? [], Volume, request).map(toSummary)
}

export async function createVolume(gateway: DockerGateway, { name, labels }: VolumeOptions): Promise<VolumeSummary> {
  const about = { operation: 'create volume', subject: name } as const
  const body = { Name: name, Driver: 'local', Labels: labels }
  try {
    return toSummary(await gateway.json({ method: 'POST', path: '/volumes/create', body, ...about }, Volume))
  } catch (error) {
    // Docker answers with the volume that is there; Podman refuses whoever comes a moment too late.
    const there = /already exists/.test(problemOf(error).detail ?? '')
      ? await gateway.find({ method: 'GET', path: pathOf(name), ...about }, Volume)
      : undefined
    if (!there) throw error
    return toSummary(there)
  }
}

/** Docker makes the volumes of a container with the labels that it was given for them; Podman leaves them out, so they are made before. */
export async function makeVolumesOf(gateway: DockerGateway, { volumes }: ContainerOptions): Promise<void> {
  if (!(await gateway.greeting()).isPodman) return
  for (const { name, labels } of volumes) if (labels) await createVolume(gateway, { name, labels })
}

export async function removeVolume(gateway: DockerGateway, name: string): Promise<void> {
  const request = {
    method: 'DELETE',
    path: pathOf(name),
    operation: 'remove volume',
    subject: name,
    timeoutMs: removalTimeoutMs,
  } as const
  await retryWhileBusy(() => gateway.send(request, [404]))
}

export async function volumeSizes(gateway: DockerGateway, signal?: AbortSignal): Promise<Map<string, number>> {
  const request = {
    method: 'GET',
    path: '/system/df',
    // Older engines than API 1.42 do not know it and measure everything.
    query: { type: 'volume' },
    operation: 'measure volumes',
    signal,
    timeoutMs: slowTimeoutMs,
  } as const
  const answer = await gateway.json(request, Volumes)
  const volumes = gateway.readEach(answer.Volumes ?? [], Volume, request)
  // -1 stands for unknown.
  return new Map(
    volumes.flatMap(({ Name, UsageData }) => (UsageData && UsageData.Size >= 0 ? [[Name, UsageData.Size]] : [])),
  )
}
