import { z } from 'zod'
import { ApiPlace } from './api-address.ts'
import { ClusterRef } from './cluster.ts'
import { Problem } from './problem.ts'

/** One of the files that kubectl reads. */
export const KubeconfigFile = z.object({
  path: z.string(),
  isThere: z.boolean(),
  /** Why it cannot be written to by Sampan. */
  problem: Problem.optional(),
  /** The entries in it that Sampan made: of which cluster, and its context's name. */
  merged: z.array(
    z.object({
      cluster: z.string(),
      /** Absent in an entry that was made before engines were told apart and that no cluster has claimed since. */
      engineId: z.string().optional(),
      name: z.string(),
      /** Of its context, where one is set. */
      namespace: z.string().optional(),
    }),
  ),
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

/** Where kubectl finds a cluster, and under which name; undefined where it does not. */
export function mergedAs(
  { files }: KubeconfigStatus,
  cluster: ClusterRef,
): { readonly path: string; readonly name: string; readonly namespace: string | undefined } | undefined {
  return files.flatMap(({ path, merged }) =>
    merged
      .filter((own) => own.cluster === cluster.name && own.engineId === cluster.engineId)
      .map(({ name, namespace }) => ({ path, name, namespace })),
  )[0]
}

/** An entry's name: anything that a person would type. */
export const ContextName = z.string().regex(/^[\w.@:/+-]{1,128}$/)

/** A Kubernetes namespace: a DNS label. */
export const Namespace = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)

/** What the window may ask for. Which file is written to is not its choice: it is the one that kubectl would use. */
export const KubeconfigMerge = z.strictObject({
  cluster: ClusterRef,
  /** Of context, cluster and user. Left out: the one that it has, or `sampan-<cluster>`, with a number if another cluster has that. */
  name: ContextName.optional(),
  namespace: Namespace.optional(),
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
  /** Where the file lies as it was before; absent for one that was not there, and where nothing was written. */
  backup: z.string().optional(),
  /** The file could not be replaced by another one, so it was written into. */
  isInPlace: z.boolean().optional(),
  /** Contexts of the user's own that led to a cluster that is gone, and went with it. */
  went: z.array(z.string()).optional(),
  /** Contexts of the user's own that refer to what was taken out, and work again when it is back. */
  dangling: z.array(z.string()).optional(),
  /** The file that says which context is current, where that is another one. */
  also: z.object({ path: z.string(), diff: z.array(DiffLine), backup: z.string().optional() }).optional(),
})
export type KubeconfigChange = z.infer<typeof KubeconfigChange>
