import type { LineExplanation } from './explain-lines.ts'

export function explainMessage(message: string): LineExplanation | undefined {
  return /TLS handshake error from .*: EOF/.test(message) ? { id: 'tls-handshake-eof', params: {} } : undefined
}
