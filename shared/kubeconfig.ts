import { z } from 'zod'
import { ApiPlace } from './api-address.ts'
import { ClusterName } from './cluster.ts'
import { Problem } from './problem.ts'

/** One of the files that kubectl reads. */
export const KubeconfigFile = z.object({
  path: z.string(),
  isThere: z.boolean(),
  /** Why it cannot be written to by Sampan. */
  problem: Problem.optional(),
  /** The entries in it that Sampan made. */
  merged: z.array(z.object({ cluster: z.string(), name: z.string() })),
})
export type KubeconfigFile = z.infer<typeof KubeconfigFile>

/** What kubectl sees at the moment, as far as Sampan is concerned. */
export const KubeconfigStatus = z.object({
  files: z.array(KubeconfigFile),
  /** The file that new entries go to. */
  defaultPath: z.string(),
  currentContext: z.string().optional(),
})
export type KubeconfigStatus = z.infer<typeof KubeconfigStatus>

/** An entry's name: anything that a person would type. */
export const ContextName = z.string().regex(/^[\w.@:/+-]{1,128}$/)

export const KubeconfigMerge = z.object({
  cluster: ClusterName,
  /** Another file than kubectl's. */
  into: z.string().min(1).max(4096).optional(),
  /** Of context, cluster and user; `sampan-<cluster>` if it is left out. */
  name: ContextName.optional(),
  namespace: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    .optional(),
  isCurrent: z.boolean().default(false),
  onClash: z.enum(['fail', 'rename']).default('fail'),
  place: ApiPlace.default('local'),
})
export type KubeconfigMerge = z.infer<typeof KubeconfigMerge>

export const DiffLine = z.object({
  kind: z.enum(['same', 'added', 'removed', 'gap']),
  /** In the old file, or in the new one for an added line, from 1. */
  number: z.int(),
  text: z.string(),
})
export type DiffLine = z.infer<typeof DiffLine>

/** What was written, or would be. */
export const KubeconfigChange = z.object({
  path: z.string(),
  /** `context`: only which context is current, in another file than the one with the entries. */
  what: z.enum(['entries', 'context']),
  isNewFile: z.boolean(),
  isChanged: z.boolean(),
  name: z.string(),
  currentBefore: z.string().optional(),
  currentAfter: z.string().optional(),
  /** With secrets blackened. */
  diff: z.array(DiffLine),
  /** The file that says which context is current, where that is another one. */
  also: z.object({ path: z.string(), diff: z.array(DiffLine) }).optional(),
})
export type KubeconfigChange = z.infer<typeof KubeconfigChange>
