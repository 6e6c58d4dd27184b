import { stringify } from 'yaml'
import { z } from 'zod'
import type { WorkloadRef } from '#shared/workloads.ts'
import type { ApiConnection } from '../api-connection.ts'
import { objectPath } from '../object-paths.ts'

const Whole = z.looseObject({ metadata: z.looseObject({ managedFields: z.unknown().optional() }) })

/** As `kubectl get -o yaml` shows it: all of it but managedFields, which nobody reads. */
export async function objectYaml(connection: ApiConnection, ref: WorkloadRef, signal: AbortSignal): Promise<string> {
  const { metadata, ...rest } = Whole.parse(await connection.json(objectPath(ref), signal))
  const { managedFields: _, ...kept } = metadata
  const { apiVersion, kind, ...parts } = rest
  return stringify({ apiVersion, kind, metadata: kept, ...parts }, { lineWidth: 0 })
}
