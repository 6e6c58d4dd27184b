import { type Problem, problem, problemOf } from '#shared/problem.ts'
import type { ProblemCode } from '#shared/problems.ts'

/** There is no answer from the engine, so nothing is known about what was asked of it. */
const away: ReadonlySet<ProblemCode> = new Set([
  'docker.lost',
  'docker.not_running',
  'docker.unreachable',
  'docker.port_closed',
  'docker.silent',
])

export const isEngineAway = (error: unknown): boolean => away.has(problemOf(error).code)

/** Why the engine's certificate is not trusted: the names that OpenSSL and Node give to it. */
const untrusted =
  /^(?:CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME)/

/** Translates what kept a request from reaching the engine. Undefined for an error that is not about the connection. */
export function connectionProblem(error: unknown, endpoint: string, detail: string): Problem | undefined {
  const more = { detail }
  const code = codeOf(error)
  switch (code) {
    case undefined:
      return undefined
    case 'EACCES':
    case 'EPERM':
      return problem('docker.permission_denied', { endpoint }, more)
    case 'ECONNREFUSED':
      return problem(isTcp(endpoint) ? 'docker.port_closed' : 'docker.not_running', { endpoint }, more)
    case 'ENOENT':
    case 'ENOTSOCK':
      return problem('docker.not_running', { endpoint }, more)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return problem('docker.host_unknown', { endpoint }, more)
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return problem('docker.silent', { endpoint }, more)
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return problem('docker.lost', {}, more)
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return problem('docker.tls_unexpected', { endpoint }, more)
  }
  if (untrusted.test(code)) return problem('docker.tls_untrusted', { endpoint }, more)
  // An alert is what the other side says: it wants a certificate, or another one.
  if (/^ERR_SSL_.*ALERT/.test(code)) return problem('docker.tls_refused', { endpoint }, more)
  return problem('docker.unreachable', { endpoint }, more)
}

/** Go answers plain HTTP on a port with TLS in these words. */
export const wantsTls = (words: string): boolean => /sent an HTTP request to an HTTPS server/i.test(words)

const isTcp = (endpoint: string) => endpoint.startsWith('tcp:')

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  // A name with several addresses: the errors of all of them, in one without a code of its own in some versions of Node.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined
  const { code } = error as NodeJS.ErrnoException // read as unknown below
  const own: unknown = code ?? (first as NodeJS.ErrnoException | undefined)?.code
  return typeof own === 'string' ? own : undefined
}
