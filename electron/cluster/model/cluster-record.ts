import { z } from 'zod'
import { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'

/** Where the record lies in the first server's container, 0600. */
export const recordPath = '/etc/sampan/cluster.json'

/** A second copy, on the volume that also keeps the node's password: it is there when somebody removed the container by hand. */
export const recordCopyPath = '/etc/rancher/node/sampan-cluster.json'

/** The spec together with what the engine chose for it once and for all. From a record, every container can be made again. */
export const ClusterRecord = z.strictObject({
  spec: ClusterSpec,
  /** The network's IPv4 /24. */
  subnet: z.cidrv4(),
  token: z.string().min(1),
  /** Where the API's port is published on the host, and further names that its certificate carries. */
  api: z
    .strictObject({ hostIps: z.array(z.ipv4()).min(1), names: z.array(z.string()) })
    .default({ hostIps: ['127.0.0.1'], names: [] }),
  generation: z.int().min(1),
  createdAt: z.iso.datetime(),
})
export type ClusterRecord = z.infer<typeof ClusterRecord>

export function serializeRecord(record: ClusterRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`
}

/** Throws `cluster.spec_unreadable` for text that is no record, with what is wrong with it. */
export function parseRecord(cluster: string, text: string): ClusterRecord {
  try {
    return ClusterRecord.parse(JSON.parse(text))
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new ProblemError(problem('cluster.spec_unreadable', { cluster }, { detail }), { cause: error })
  }
}
