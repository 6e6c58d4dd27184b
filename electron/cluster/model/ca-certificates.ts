import { X509Certificate } from 'node:crypto'
import type { ClusterSpec } from '#shared/cluster.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { localPem } from '../../registry/taken-files.ts'
import { digest, type NodeFile } from './node-files.ts'

/** A folder of its own: Go reads all of those that SSL_CERT_DIR names, beside the image's own file, which stays as it is. */
export const caCertificatesPath = '/etc/sampan/ca/company.crt'

/** k3s and its containerd read it once, when they start. */
export function caCertificatesFile({ caCertificates }: Pick<ClusterSpec, 'caCertificates'>): NodeFile[] {
  if (caCertificates === undefined) return []
  return [{ path: caCertificatesPath, mode: 0o644, content: caCertificates, choice: digest(caCertificates) }]
}

/** The spec with the certificates themselves, where it has the path of a file of this machine. Fails with `spec.invalid` for what are none. */
export function withCaCertificates(spec: ClusterSpec, read = localPem): ClusterSpec {
  const { caCertificates, ...rest } = spec
  const given = caCertificates?.trim() ?? ''
  if (given === '') return rest
  const text = given.includes('-----BEGIN ') ? given : read(given)
  if (text === undefined) throw refused('reason.noFile', given)
  return { ...rest, caCertificates: `${pemOf(text)}\n` }
}

/** Nothing but the certificates: whatever stands between them is nobody's business. */
function pemOf(text: string): string {
  if (text.includes('PRIVATE KEY-----')) throw refused('reason.privateKey')
  const blocks = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? []
  if (blocks.length === 0) throw refused('reason.noCertificate', 1)
  blocks.forEach((block, at) => {
    try {
      new X509Certificate(block)
    } catch (error) {
      throw refused('reason.noCertificate', at + 1, error)
    }
  })
  return blocks.map((block) => block.replaceAll('\r', '')).join('\n')
}

function refused(
  reason: 'reason.noFile' | 'reason.privateKey' | 'reason.noCertificate',
  subject: string | number = '',
  cause?: unknown,
): ProblemError {
  return new ProblemError(problem('spec.invalid', { field: 'caCertificates', reason, subject }), { cause })
}
