import { z } from 'zod'
import { ClusterSpec } from '#shared/cluster.ts'

export const specApiVersion = 'sampan.dev/v1'

const Size = z.union([z.string().regex(/^\d+(\.\d+)?\s*([kmgtKMGT]([iI]?[bB]?)?|[bB])?$/), z.int()])

/** Limits as files have them: `memory: 1Gi`, or bytes. */
const WrittenLimits = z.strictObject({
  memory: Size.optional(),
  memoryBytes: Size.optional(),
  cpus: z.number().min(0.1).max(512).optional(),
})

/** A cluster as `sampan apply -f` takes it. What is left out is chosen by Sampan, or stays as it is. */
const WrittenCluster = z.strictObject({
  apiVersion: z.literal(specApiVersion).optional(),
  kind: z.literal('Cluster').optional(),
  ...ClusterSpec.partial().shape,
  name: ClusterSpec.shape.name,
  limits: WrittenLimits.optional(),
  agentLimits: WrittenLimits.optional(),
})

/** JSON Schema of it, for editors: resources/sampan.schema.json. */
export function specSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(WrittenCluster, { io: 'input' }),
    $id: 'https://sampan.dev/schema/v1/cluster.json',
    title: 'A cluster of Sampan',
  }
}
