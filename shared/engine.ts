import { z } from 'zod'
import { Problem } from './problem.ts'

/** A place where a Docker Engine may answer, with what it said or why it did not. */
export const DockerEngine = z.object({
  /** Stable between starts: the address, such as `unix:///var/run/docker.sock`. */
  id: z.string(),
  /** Where it was found: an environment variable, a docker context, or a socket that some product usually has. */
  source: z.enum(['environment', 'context', 'socket']),
  /** The context's name, `DOCKER_HOST`, or the product whose usual socket it is (`Docker Desktop`, `colima`, `Podman`…). */
  label: z.string(),
  address: z.string(),
  isSelected: z.boolean(),
  status: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('available'),
      /** Podman speaks Docker's API. */
      isPodman: z.boolean(),
      version: z.string(),
      apiVersion: z.string(),
      operatingSystem: z.string(),
      architecture: z.string(),
    }),
    z.object({ kind: z.literal('unavailable'), problem: Problem }),
  ]),
})
export type DockerEngine = z.infer<typeof DockerEngine>

/** How an engine that is installed here can be started, without the rights of an administrator. */
export const EngineStarter = z.object({
  id: z.enum(['docker-desktop', 'docker-rootless', 'orbstack', 'rancher-desktop']),
  name: z.string(),
  /** What is run, as somebody would type it. */
  command: z.string(),
})
export type EngineStarter = z.infer<typeof EngineStarter>

/** How the app stands with the engine that it works with. */
export const EngineStatus = z.discriminatedUnion('kind', [
  /** `address`: of the engine that is waited for. Absent while none was ever chosen. */
  z.object({ kind: z.literal('connecting'), address: z.string().optional() }),
  z.object({
    kind: z.literal('connected'),
    /** `RuntimeInfo.engineId`, as in ClusterRef. */
    engineId: z.string(),
    /** Where it answers: the `id` of a DockerEngine. */
    address: z.string(),
    name: z.string(),
    version: z.string(),
  }),
  z.object({ kind: z.literal('unavailable'), problem: Problem, address: z.string().optional() }),
])
export type EngineStatus = z.infer<typeof EngineStatus>
