import type { LogExplanationId } from '../log-explanations.ts'

export const explanationsEn: Record<LogExplanationId, { readonly title: string; readonly meaning: string }> = {
  'tls-handshake-eof': {
    title: 'A client hung up during the TLS handshake',
    meaning: 'Port checks and agents that are still starting do that.',
  },
}
