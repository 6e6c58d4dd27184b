import { X509Certificate } from 'node:crypto'

export interface Validity {
  readonly notBefore: string
  readonly notAfter: string
}

/** When a certificate of a kubeconfig (PEM in base64) is valid, ISO 8601; undefined for what is no certificate. */
export function validityOf(data: string): Validity | undefined {
  try {
    const { validFrom, validTo } = new X509Certificate(Buffer.from(data, 'base64'))
    return { notBefore: new Date(validFrom).toISOString(), notAfter: new Date(validTo).toISOString() }
  } catch {
    return undefined // Not ours to judge: a client will say what is wrong with it.
  }
}
