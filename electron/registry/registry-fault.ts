import type { RegistryFaultKind } from '#shared/registry-test.ts'

export interface Fault {
  readonly kind: RegistryFaultKind
  readonly detail: string
  readonly until?: string
}

/** Why an answer did not come at all, in the words of Node, of OpenSSL, or of the node's busybox. */
export function faultOf(error: unknown): Fault {
  const words = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const all = `${code} ${words}`
  const found = patterns.find(([pattern]) => pattern.test(all))
  return { kind: found?.[1] ?? 'cut_off', detail: words }
}

const patterns: readonly (readonly [RegExp, RegistryFaultKind])[] = [
  [/ENOTFOUND|EAI_AGAIN|bad address|no such host/i, 'name_unknown'],
  [/ERR_TLS_CERT_ALTNAME_INVALID|altnames/i, 'certificate_other_name'],
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|expired/i, 'certificate_expired'],
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|unable to get local issuer|self.signed/i,
    'certificate_untrusted',
  ],
  [/wrong version number|EPROTO|packet length too long/i, 'speaks_http'],
  [/ECONNREFUSED|Connection refused/i, 'refused'],
  [/EHOSTUNREACH|ENETUNREACH|No route to host|unreachable/i, 'unreachable'],
  [/ETIMEDOUT|TimeoutError|timed out|timeout/i, 'timed_out'],
]

/** What a registry answers with, where that is not what was asked for. Undefined where it is. */
export function faultOfAnswer({
  status,
  headers,
  text,
  hasLogin,
}: {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly hasLogin: boolean
}): Fault | undefined {
  const type = String(headers['content-type'] ?? '')
  if (status === 400 && /HTTP request to an HTTPS server|plain HTTP request/i.test(text))
    return { kind: 'speaks_https', detail: text.trim().slice(0, 200) }
  if (status === 429) {
    const until = resetTime(headers)
    return { kind: 'rate_limited', detail: `429 ${wordsOf(text)}`.trim(), ...(until ? { until } : {}) }
  }
  if (/text\/html/i.test(type) && status !== 401) return { kind: 'not_a_registry', detail: `${status} ${type}` }
  if (status === 401)
    return { kind: hasLogin ? 'login_refused' : 'login_missing', detail: `401 ${wordsOf(text)}`.trim() }
  if (status === 403) return { kind: 'forbidden', detail: `403 ${wordsOf(text)}`.trim() }
  if (status === 404) return { kind: 'not_found', detail: `404 ${wordsOf(text)}`.trim() }
  if (status >= 500) return { kind: 'server_error', detail: `${status} ${wordsOf(text)}`.trim() }
  if (status >= 400) return { kind: 'not_a_registry', detail: String(status) }
  return undefined
}

/** The message in a registry's JSON; nothing of a page. */
function wordsOf(text: string): string {
  const [, message = ''] = /"(?:message|details)"\s*:\s*"([^"]{1,200})"/.exec(text) ?? []
  return message
}

function resetTime(headers: Readonly<Record<string, string | string[] | undefined>>): string | undefined {
  const given = String(
    headers['retry-after'] ?? headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'] ?? '',
  ).trim()
  const number = Number(given)
  // Seconds from now, or a time in seconds since the epoch.
  const ms = /^\d+$/.test(given) ? (number > 1e9 ? number * 1000 : Date.now() + number * 1000) : Date.parse(given)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}
