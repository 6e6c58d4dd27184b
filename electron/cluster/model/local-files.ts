import type { ClusterSpec } from '#shared/cluster.ts'
import { takenFiles } from '../../registry/taken-files.ts'
import { withCaCertificates } from './ca-certificates.ts'

/** A spec with what it names of this machine, certificates and keys, since a node has no files of this machine. */
export function withLocalFiles(spec: ClusterSpec): ClusterSpec {
  const { registryFiles, ...rest } = withCaCertificates(spec)
  const files = takenFiles(spec.registries, registryFiles ?? {})
  return Object.keys(files).length === 0 ? rest : { ...rest, registryFiles: files }
}
