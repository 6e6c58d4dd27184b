import { z } from 'zod'
import { Problem } from './problem.ts'

/** From where a cluster's API is called: each place needs another address in its kubeconfig. */
export const ApiPlace = z.enum(['local', 'network', 'docker', 'lan'])
export type ApiPlace = z.infer<typeof ApiPlace>

/** An address that a kubeconfig can carry, and whether a client in its place gets through. */
export const ApiAddress = z.object({
  place: ApiPlace,
  /** `https://host:port` */
  server: z.string(),
  isReachable: z.boolean(),
  /** The client's own words, where it did not get through. */
  detail: z.string().optional(),
  /** Where it is known why, and what helps. */
  problem: Problem.optional(),
})
export type ApiAddress = z.infer<typeof ApiAddress>
