import type { RegistryFaultKind } from '#shared/registry-test.ts'

export interface Fault {
  readonly kind: RegistryFaultKind
  readonly detail: string
  readonly until?: string
  /** There was no connection, whatever was asked over it. */
  readonly isUnconnected?: boolean
}

/** What keeps somebody from an answer, where that is known better than its words tell. */
export class FaultError extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(`${fault.kind}: ${fault.detail}`)
    this.fault = fault
  }
}

/** Why an answer did not come at all, in the words of Node, of OpenSSL, or of the node's busybox. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault
  const words = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const all = `${code} ${words}`
  const isUnconnected = unconnected.find(([pattern]) => pattern.test(all))
  if (isUnconnected) return { kind: isUnconnected[1], detail: words, isUnconnected: true }
  return { kind: patterns.find(([pattern]) => pattern.test(all))?.[1] ?? 'cut_off', detail: words }
}

type Patterns = readonly (readonly [RegExp, RegistryFaultKind])[]

const unconnected: Patterns = [
  [/ENOTFOUND|EAI_AGAIN|bad address|no such host/i, 'name_unknown'],
  [/ECONNREFUSED|Connection refused/i, 'refused'],
  [/EHOSTUNREACH|ENETUNREACH|No route to host|unreachable/i, 'unreachable'],
  [/\bnc: timed out|connect ETIMEDOUT/i, 'timed_out'],
]

const patterns: Patterns = [
  [/alert (?:certificate required|bad certificate|unknown ca|certificate unknown)/i, 'client_certificate_refused'],
  [/wrong version number|EPROTO|packet length too long/i, 'speaks_http'],
  [/ETIMEDOUT|TimeoutError|timed out|timeout/i, 'timed_out'],
]

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly hasLogin: boolean
}

/** What a registry answers with, where that is not what was asked for. Undefined where it is. */
export function faultOfAnswer({ status, headers, text, hasLogin }: Answered): Fault | undefined {
  const type = String(headers['content-type'] ?? '')
  const said = (words: string) => `${status} ${words}`.trim()
  if (status === 400 && /HTTP request to an HTTPS server|plain HTTP request/i.test(text))
    return { kind: 'speaks_https', detail: text.trim().slice(0, 200) }
  if (status === 400 && /SSL certificate (?:was sent|error)/i.test(text))
    return { kind: 'client_certificate_refused', detail: said(type) }
  if (status === 429) {
    const until = resetTime(headers)
    return { kind: 'rate_limited', detail: said(wordsOf(text)), ...(until ? { until } : {}) }
  }
  if (status === 407) return { kind: 'proxy_login', detail: said(wordsOf(text)) }
  // A page of whoever stands before a registry, which may well be one.
  if (status >= 500) return { kind: 'server_error', detail: said(wordsOf(text)) }
  if (status === 403) return { kind: 'forbidden', detail: said(wordsOf(text)) }
  const isPage = /text\/html/i.test(type)
  if (status === 401 && (!isPage || headers['www-authenticate'] !== undefined))
    return { kind: hasLogin ? 'login_refused' : 'login_missing', detail: said(wordsOf(text)) }
  if (isPage) return { kind: 'not_a_registry', detail: said(type) }
  if (status === 404) return { kind: 'not_found', detail: said(wordsOf(text)) }
  if (status >= 400) return { kind: 'not_a_registry', detail: String(status) }
  return undefined
}

/** The message in a registry's JSON; nothing of a page. */
function wordsOf(text: string): string {
  const [, message = ''] = /"(?:message|details)"\s*:\s*"([^"]{1,200})"/.exec(text) ?? []
  return message
}

function resetTime(headers: Answered['headers']): string | undefined {
  const names = ['retry-after', 'x-retry-after', 'ratelimit-reset', 'x-ratelimit-reset']
  const given = String(names.map((name) => headers[name]).find((each) => each !== undefined) ?? '').trim()
  const number = Number(given)
  // Seconds from now, or a time in seconds since the epoch.
  const ms = /^\d+$/.test(given) ? (number > 1e9 ? number * 1000 : Date.now() + number * 1000) : Date.parse(given)
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString()
}
