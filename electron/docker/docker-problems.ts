import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { MessageKey } from '#shared/translate.ts'
import { connectionProblem, wantsTls } from './connection-problems.ts'

/** What may be asked of Docker: each has a text in the catalogue, for `docker.failed`. */
export type DockerOperation = MessageKey extends infer K
  ? K extends `dockerOperation.${infer Name}`
    ? Name
    : never
  : never

/** The parameters of `docker.failed`. */
export const aboutOf = ({ operation, subject }: Pick<AskedOf, 'operation' | 'subject'>) => ({
  operation,
  ...(subject === undefined ? {} : { subject }),
})

/** What was asked of Docker when it went wrong. */
export interface AskedOf {
  readonly endpoint: string
  readonly operation: DockerOperation
  /** With what, such as the name of a container. */
  readonly subject?: string
  /** The image that is being pulled. */
  readonly image?: string | undefined
}

/** The HTTP status of an error of dockerode; undefined where Docker did not answer at all. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const status: unknown = Reflect.get(error, 'statusCode')
  return typeof status === 'number' ? status : undefined
}

/**
 * Translates what dockerode threw. The texts that are looked for are those of dockerd 20.10 to 29 and of the registries behind it,
 * some of which (ports, disk, pulls) come with any status from 400 to 500 or inside a 200 stream.
 */
export function dockerProblem(error: unknown, asked: AskedOf): Problem {
  if (error instanceof ProblemError) return error.problem
  const words = dockerWords(error)
  const more = { detail: words }
  if (statusOf(error) === undefined) {
    const found = connectionProblem(error, asked.endpoint, words)
    if (found) return found
  }
  if (wantsTls(words)) return problem('docker.tls_missing', { endpoint: asked.endpoint }, more)
  const port = takenPort(words)
  if (port !== undefined) return problem('port.taken', { port, holder: '' }, more)
  if (/No chain\/target\/match by that name|Chain '?DOCKER\S* does not exist/i.test(words))
    return problem('docker.firewall_lost', {}, more)
  const source =
    /bind source path does not exist: (.+)/i.exec(words)?.[1] ?? /statfs (\/.+): no such file/.exec(words)?.[1]
  if (source) return problem('mount.missing', { path: source }, more)
  if (/error setting rlimit/i.test(words)) return problem('docker.limit_refused', {}, more)
  if (/no space left on device/i.test(words)) {
    const path = /(\/[^\s:]+): no space left/i.exec(words)?.[1]
    return problem('disk.full', { path: path ?? 'Docker' }, more)
  }
  if (/pool overlaps|non-overlapping IPv4 address pool|subnet .* is already used on the host/i.test(words))
    return problem('subnet.none_free', {}, more)
  const tooNew = /client version ([\d.]+) is too old\. Minimum supported API version is ([\d.]+)/.exec(words)
  if (tooNew) return problem('docker.api_too_new', { version: tooNew[1] ?? '', minimum: tooNew[2] ?? '' }, more)
  const missing = /no such image:? ?(\S*)/i.exec(words)
  if (missing) return problem('image.not_found', { image: asked.image ?? missing[1] ?? '' }, more)
  return imageProblem(words, asked, more) ?? problem('docker.failed', aboutOf(asked), more)
}

/** The daemon's own words, without what dockerode puts around them. */
export function dockerWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.replace(/^\(HTTP code \d+\) .*? - /s, '').trim()
}

/** dockerd, rootlesskit and Docker Desktop each say it in another way. */
function takenPort(words: string): number | undefined {
  if (
    !/port is already allocated|address already in use|ports are not available|only one usage of each socket/i.test(
      words,
    )
  )
    return undefined
  const port =
    /(?:[\d.\]]|0\.0\.0\.0|::|localhost):(\d{1,5})\b/.exec(words)?.[1] ?? /\bport (\d{1,5})\b/.exec(words)?.[1]
  return port ? Number(port) : undefined
}

const isPublicRegistry = /(?:^|\.)(?:docker\.io|docker\.com|ghcr\.io|quay\.io|k8s\.io)$/

function imageProblem(words: string, { image }: AskedOf, more: { detail: string }): Problem | undefined {
  if (image === undefined) return undefined
  const has = (pattern: RegExp) => pattern.test(words)
  if (has(/toomanyrequests|rate limit/i)) return problem('image.rate_limited', { image }, more)
  const platform =
    /no matching manifest for (\S+)/i.exec(words)?.[1] ??
    /does not match the (?:specified|detected) .*?platform:? ?(\S*)/i.exec(words)?.[1]
  if (platform !== undefined) return problem('image.wrong_platform', { image, platform }, more)
  // Go: a proxy that cannot be connected to, or the words of its answer instead of the registry's, which come with their number.
  if (
    has(
      /proxyconnect |": (?:Proxy Authentication Required|Forbidden|Bad Gateway|Service Unavailable|Gateway Timeout)$/i,
    )
  )
    return problem('image.proxy_failed', { image }, more)
  if (has(/server gave HTTP response to HTTPS client/i)) return problem('image.no_tls', { image }, more)
  if (has(/x509|certificate|tls: /i)) return problem('image.tls_failed', { image }, more)
  // Before `denied`: Docker Hub answers "pull access denied … repository does not exist" for what it has not got, too.
  // Docker 28 gives a registry's JSON as it is where that does not call itself JSON.
  if (has(/manifest[ _]unknown|name[ _]unknown|\bnot found\b|invalid reference format/i))
    return problem('image.not_found', { image }, more)
  if (has(/denied|unauthorized|authentication required|no basic auth/i)) return problem('image.denied', { image }, more)
  const isNetwork =
    /dial (tcp|udp)|lookup |i\/o timeout|timeout exceeded|deadline exceeded|connection re(fused|set)|no such host|\bEOF\b|network is unreachable|proxyconnect|bad gateway|service unavailable/i
  const unresolved = /lookup ([\w.-]+)(?: on \S+)?: .*?(?:no such host|temporary failure|server misbehaving)/i.exec(
    words,
  )?.[1]
  // A name that everybody knows is not misspelled: whoever cannot resolve it has no network.
  if (unresolved !== undefined && isPublicRegistry.test(unresolved))
    return problem('image.offline', { image, host: unresolved }, more)
  return has(isNetwork) ? problem('image.registry_unreachable', { image }, more) : undefined
}
