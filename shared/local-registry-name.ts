import { z } from 'zod'

/** A word for a registry of one's own; a cache has the name of the registry that it keeps the images of: `docker.io`. */
export const LocalRegistryName = z
  .string()
  .max(40)
  .regex(
    /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/,
    'has lower-case letters, digits, dots, underscores and hyphens, 40 at most',
  )
export type LocalRegistryName = z.infer<typeof LocalRegistryName>
