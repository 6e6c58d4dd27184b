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
      version: z.string(),
      apiVersion: z.string(),
      operatingSystem: z.string(),
      architecture: z.string(),
    }),
    z.object({ kind: z.literal('unavailable'), problem: Problem }),
  ]),
})
export type DockerEngine = z.infer<typeof DockerEngine>

/** One thing looked at before anything is made. `blocking` ones stop the creation; the others are advice. */
export const PreflightCheck = z.object({
  id: z.enum([
    'engine',
    'name',
    'cgroup',
    'subnet',
    'ports',
    'disk',
    'memory',
    'cpus',
    'inotify',
    'clock',
    'registries',
    'image',
  ]),
  result: z.enum(['ok', 'warning', 'blocking', 'unknown']),
  /** What was found, in figures or names: `2 of 2 free`, `23.5 GB`. */
  found: z.string(),
  problem: Problem.optional(),
})
export type PreflightCheck = z.infer<typeof PreflightCheck>
