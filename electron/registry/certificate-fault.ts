import type { X509Certificate } from 'node:crypto'
import type { Fault } from './registry-fault.ts'

/**
 * Why a certificate is not accepted, with what it says itself, by the code that OpenSSL or Node has for it. A host name that stands in its
 * common name alone counts for Node, not for containerd.
 */
export function certificateFault(
  certificate: X509Certificate | undefined,
  code: string | undefined,
): Fault | undefined {
  if (!certificate) return code === undefined ? undefined : { kind: 'certificate_untrusted', detail: code }
  const { subjectAltName, issuer, validFrom, validTo } = certificate
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return { kind: 'certificate_expired', detail: new Date(validTo).toISOString() }
    case 'CERT_NOT_YET_VALID':
      return { kind: 'certificate_not_yet_valid', detail: new Date(validFrom).toISOString() }
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case undefined:
      if (subjectAltName === undefined) return { kind: 'certificate_nameless', detail: commonName(certificate.subject) }
      return code === undefined
        ? undefined
        : { kind: 'certificate_other_name', detail: subjectAltName.replace(/\b(?:DNS|IP Address):/g, '') }
    default:
      return { kind: 'certificate_untrusted', detail: commonName(issuer) || code }
  }
}

/** Of lines such as `CN=Company Root CA`; of the organization where there is none. */
function commonName(name: string): string {
  return /^CN=(.*)$/m.exec(name)?.[1] ?? /^O=(.*)$/m.exec(name)?.[1] ?? name.replaceAll('\n', ', ')
}
