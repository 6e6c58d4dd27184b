import { z } from 'zod'

/** What is asked of an endpoint, one after the other. */
export const RegistryHop = z.enum(['connect', 'tls', 'ping', 'token', 'manifest', 'blob'])
export type RegistryHop = z.infer<typeof RegistryHop>

export const RegistryFaultKind = z.enum([
  'name_unknown',
  'refused',
  'unreachable',
  'timed_out',
  'cut_off',
  'speaks_http',
  'speaks_https',
  'certificate_untrusted',
  'certificate_other_name',
  'certificate_expired',
  'certificate_not_yet_valid',
  'certificate_nameless',
  'client_certificate_refused',
  'proxy_unreachable',
  'proxy_login',
  'proxy_refused',
  'proxy_unsupported',
  'no_token_service',
  'login_missing',
  'login_refused',
  'forbidden',
  'not_found',
  'rate_limited',
  'not_a_registry',
  'server_error',
])
export type RegistryFaultKind = z.infer<typeof RegistryFaultKind>

/** How one endpoint of one mirror answers, from the place that will use it. */
export const EndpointTest = z.object({
  /** The registry whose images are asked for there. */
  registry: z.string(),
  endpoint: z.string(),
  image: z.string(),
  /** Host and port of the proxy that it was asked through, as the nodes' variables say. Undefined: it was asked directly. */
  proxy: z.string().optional(),
  hops: z.array(z.object({ hop: RegistryHop, ms: z.number() })),
  totalMs: z.number(),
  /** Undefined where everything was there. */
  fault: z
    .object({
      hop: RegistryHop,
      kind: RegistryFaultKind,
      /** Names, the issuer or the end of a certificate, a status, or words of whoever refused; with the host that is not the endpoint's. */
      detail: z.string(),
      /** When it will answer again, ISO 8601, where it says so. */
      until: z.string().optional(),
    })
    .optional(),
})
export type EndpointTest = z.infer<typeof EndpointTest>

export const RegistriesTest = z.object({
  /** The node that asked; undefined for this computer, where there is no node yet. */
  node: z.string().optional(),
  endpoints: z.array(EndpointTest),
})
export type RegistriesTest = z.infer<typeof RegistriesTest>

/** Those that answer first, the quickest before the others; the dead ones are kept. */
export function bySpeed(tests: readonly EndpointTest[]): EndpointTest[] {
  const rank = ({ fault, totalMs }: EndpointTest) => (fault ? Number.POSITIVE_INFINITY : totalMs)
  return [...tests].sort((one, other) => rank(one) - rank(other) || 0)
}
