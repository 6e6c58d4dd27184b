import { z } from 'zod'
import { ContainerState, HostPort } from './cluster.ts'
import { ImageReference } from './image-reference.ts'
import { LocalRegistryName } from './local-registry-name.ts'
import { Problem } from './problem.ts'

/** What a local registry is started from, unless another image with the same program is chosen. */
export const registryImage = 'registry:2'

export const defaultRegistryName = 'registry'

/** The registries that most images come from, and for which a cache is offered. */
export const usualRegistries = ['docker.io', 'ghcr.io', 'quay.io', 'registry.k8s.io']

/**
 * A registry in a container that all clusters of an engine may use, and that outlives them. One that people push to has a port of this
 * computer; a cache keeps what clusters pull from another registry.
 */
export const LocalRegistry = z.object({
  name: LocalRegistryName,
  image: z.string(),
  container: ContainerState,
  port: HostPort.optional(),
  /** The registry whose images it keeps, as image names have it. */
  caches: z.string().optional(),
  /** Where it fetches them, without a login. */
  upstream: z.string().optional(),
  /** Those whose configuration names it. */
  clusters: z.array(z.string()),
  /** Absent where nobody has measured it. */
  sizeBytes: z.int().optional(),
})
export type LocalRegistry = z.infer<typeof LocalRegistry>

/** What is chosen for a new one. */
export const LocalRegistryOptions = z.object({
  name: LocalRegistryName,
  image: ImageReference.default(registryImage),
  /** Default: the first free one from 5000 on. */
  port: HostPort.optional(),
  caches: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*(:\d+)?$/)
    .optional(),
  /** The address that a cache fetches from. Default: the first mirror of the default registries, else the registry itself. */
  upstream: z
    .string()
    .regex(/^https?:\/\/[^\s/?#]+\/?$/)
    .optional(),
})
export type LocalRegistryOptions = z.infer<typeof LocalRegistryOptions>

/** A cache is called like the registry that it keeps the images of. */
export const cacheName = (registry: string): string => registry.replace(':', '_')

/** What is pushed to it is named so, on this computer and in every cluster. */
export const pushAddress = (port: number): string => `localhost:${port}`

/** What has become of clusters that were to use a registry, or to be without it. */
export const RegistryUse = z.object({
  changed: z.array(z.string()),
  /** Those that stay as they were, and why. */
  left: z.array(z.object({ cluster: z.string(), problem: Problem })),
})
export type RegistryUse = z.infer<typeof RegistryUse>
