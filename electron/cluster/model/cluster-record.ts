import { z } from 'zod'
import { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { JoinedRegistry } from './local-registries.ts'

/** Where the record lies in every server's container, 0600. */
export const recordPath = '/etc/sampan/cluster.json'

/** A second copy, on the volume that also keeps the node's password: it is there when somebody removed the container by hand. */
export const recordCopyPath = '/etc/rancher/node/sampan-cluster.json'

/** The spec together with what the engine chose for it once and for all. From a record, every container can be made again. */
export const ClusterRecord = z.object({
  spec: z.object(ClusterSpec.shape),
  /** The network's IPv4 /24. */
  subnet: z.cidrv4(),
  /** The networks of pods and services, where they are others than k3s' own. */
  ranges: z.object({ pods: z.cidrv4(), services: z.cidrv4() }).optional(),
  token: z.string().min(1),
  /** Of the database that belongs to the cluster. */
  databasePassword: z.string().min(1).optional(),
  /** Where the API's port is published on the host, and further names that its certificate carries. */
  api: z
    .object({ hostIps: z.array(z.ipv4()).min(1), names: z.array(z.string()) })
    .default({ hostIps: ['127.0.0.1'], names: [] }),
  /** Counts up with each change of the spec, from the time of the create: one made later under the same name never has the same. */
  generation: z.int().min(1),
  /** The generation of a change that was taken back, which is never used again. */
  tried: z.int().default(0),
  /** Nodes that have gone from Docker and that Kubernetes still has to forget; done as soon as its API answers. */
  owed: z.array(z.string()).default([]),
  /** The spec before an upgrade of k3s that has not become Ready yet, for the way back. */
  before: z.object(ClusterSpec.shape).optional(),
  /** Nodes register under other names than before, and Kubernetes has both until the new ones are Ready. */
  renamed: z.literal(true).optional(),
  /** The spec of the data that is being put back: until that is done, no k3s may be started with what lies there. */
  returning: z.object(ClusterSpec.shape).optional(),
  createdAt: z.iso.datetime(),
  /** What was found of `localRegistries`, when it was last looked. The last, as where it is put: a record is compared by its text. */
  registries: z.array(JoinedRegistry).optional(),
})
export interface ClusterRecord extends z.infer<typeof ClusterRecord> {
  /** Keys that this version does not know. They are written back, so that an older window and a newer terminal can share a cluster. */
  readonly unknown?: UnknownKeys
}

interface UnknownKeys {
  readonly record: Readonly<Record<string, unknown>>
  readonly spec: Readonly<Record<string, unknown>>
}

/** The record with further nodes for Kubernetes to forget. */
export function owing(record: ClusterRecord, nodes: readonly string[]): ClusterRecord {
  return { ...record, owed: [...new Set([...record.owed, ...nodes])] }
}

export function serializeRecord({ unknown, ...record }: ClusterRecord): string {
  const { datastore, ...spec } = record.spec
  // SQLite is what there was before anything else could be chosen: records of then are the same now.
  const chosen = datastore.kind === 'sqlite' ? spec : record.spec
  const whole = { ...unknown?.record, ...record, spec: { ...unknown?.spec, ...inOrder(chosen) } }
  return `${JSON.stringify(whole, null, 2)}\n`
}

/** The same spec is the same text, whoever put it together. */
function inOrder(spec: Partial<ClusterSpec>): Partial<ClusterSpec> {
  const order = Object.keys(ClusterSpec.shape)
  return Object.fromEntries(Object.entries(spec).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other)))
}

/** Throws `cluster.spec_unreadable` for text that is no record, with what is wrong with it. */
export function parseRecord(cluster: string, text: string): ClusterRecord {
  try {
    const raw: unknown = JSON.parse(text)
    const unknown = unknownKeys(raw)
    return { ...ClusterRecord.parse(raw), ...(unknown ? { unknown } : {}) }
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new ProblemError(problem('cluster.spec_unreadable', { cluster }, { detail }), { cause: error })
  }
}

function unknownKeys(raw: unknown): UnknownKeys | undefined {
  const outer = z.looseObject({ spec: z.looseObject({}) }).safeParse(raw).data
  if (!outer) return undefined
  const foreign = (given: Readonly<Record<string, unknown>>, known: object) =>
    Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(known, key)))
  const found = { record: foreign(outer, ClusterRecord.shape), spec: foreign(outer.spec, ClusterSpec.shape) }
  return Object.keys(found.record).length + Object.keys(found.spec).length > 0 ? found : undefined
}
