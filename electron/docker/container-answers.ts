import { z } from 'zod'
import { ContainerState } from '#shared/cluster.ts'
import type { ContainerDetails, ContainerSummary, PublishedPort } from './container-runtime.ts'

// What Docker says of containers, as far as it is used. Podman leaves out what it has no value for.

const Labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((labels) => labels ?? {})

/** Podman knows states that Docker does not (`initialized`, `stopping`): at rest is the safest thing to say of them. */
const State = z.string().transform((state) => ContainerState.safeParse(state.toLowerCase()).data ?? 'exited')

/** Of `GET /containers/json`. */
export const ListedContainer = z.object({
  Id: z.string(),
  Names: z.array(z.string()).nullish(),
  Image: z.string(),
  State,
  Labels,
  Created: z.number(),
  Ports: z
    .array(
      z.object({
        IP: z.string().optional(),
        PublicPort: z.number().optional(),
        PrivatePort: z.number(),
        Type: z.string(),
      }),
    )
    .nullish(),
  NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
})
export type ListedContainer = z.infer<typeof ListedContainer>

/** Of `GET /containers/…/json`. */
export const InspectedContainer = z.object({
  Id: z.string(),
  Name: z.string(),
  State: z.object({
    Status: State,
    ExitCode: z.number().default(0),
    OOMKilled: z.boolean().default(false),
    StartedAt: z.string().default(''),
    FinishedAt: z.string().default(''),
    Error: z.string().default(''),
  }),
  RestartCount: z.number().default(0),
  Config: z.object({ Labels }),
  HostConfig: z
    .object({ LogConfig: z.object({ Config: z.record(z.string(), z.string()).nullish() }).nullish() })
    .nullish(),
  Mounts: z
    .array(z.object({ Destination: z.string() }))
    .nullish()
    .transform((mounts) => mounts ?? []),
})
export type InspectedContainer = z.infer<typeof InspectedContainer>

/** Of whatever was made: a container, a network, an exec. */
export const Made = z.object({ Id: z.string() })

export function toSummary(container: ListedContainer): ContainerSummary {
  return {
    id: container.Id,
    name: nameOf(container),
    image: container.Image,
    state: container.State,
    labels: container.Labels,
    createdAtMs: container.Created * 1000,
    networks: Object.keys(container.NetworkSettings?.Networks ?? {}),
  }
}

export function publishedPorts(container: ListedContainer): PublishedPort[] {
  return (container.Ports ?? []).flatMap(({ IP, PublicPort, PrivatePort, Type }) =>
    PublicPort && (Type === 'tcp' || Type === 'udp')
      ? [
          {
            container: nameOf(container),
            hostIp: IP ?? '',
            hostPort: PublicPort,
            containerPort: PrivatePort,
            protocol: Type,
          },
        ]
      : [],
  )
}

export function toDetails(container: InspectedContainer): ContainerDetails {
  const { State: state } = container
  // Go's zero time, year 1, stands for never.
  const moment = (time: string) => (Date.parse(time) > 0 ? Date.parse(time) : undefined)
  return {
    id: container.Id,
    name: container.Name.replace(/^\//, ''),
    state: state.Status,
    exitCode: state.ExitCode,
    isOutOfMemory: state.OOMKilled,
    restartCount: container.RestartCount,
    startedAtMs: moment(state.StartedAt),
    finishedAtMs: moment(state.FinishedAt),
    error: state.Error,
    labels: container.Config.Labels,
    logFileBytes: bytesOf(container.HostConfig?.LogConfig?.Config?.['max-size'] ?? ''),
  }
}

/** As Docker reads sizes: `50m`, `1GB`, `512kb`, plain bytes. */
function bytesOf(size: string): number | undefined {
  const [, number, unit = ''] = /^([\d.]+) ?([kmgt]?)i?b?$/i.exec(size) ?? []
  return number === undefined ? undefined : Number(number) * 1024 ** ' kmgt'.indexOf(unit.toLowerCase() || ' ')
}

/** A container with several names (legacy links) has the names with more slashes after its own. */
function nameOf({ Names, Id }: ListedContainer): string {
  const own = Names?.find((name) => name.lastIndexOf('/') === 0) ?? Names?.[0]
  return own?.replace(/^\//, '') ?? Id.slice(0, 12)
}
