import type { EndpointTest } from '#shared/registry-test.ts'
import { defaultAddress, endpointAddress } from './endpoint-address.ts'
import { type ProbeSubject, probeEndpoint } from './endpoint-probe.ts'
import type { Way } from './reach.ts'
import type { Registries, RegistryConfig } from './registries-model.ts'

export interface TestPlace extends Way {
  /** A file of the place that asks; undefined where it has none of that name. */
  readonly readFile: (path: string, signal: AbortSignal) => Promise<string | undefined>
  /** Certificates that the place trusts by itself; undefined: those of this program. */
  readonly roots?: (signal: AbortSignal) => Promise<string | undefined>
}

interface Wanted {
  readonly image?: string | undefined
  readonly place: TestPlace
  /** Default: all of them. */
  readonly only?: Pick<EndpointTest, 'registry' | 'endpoint'> | undefined
}

/** Asks every endpoint of every mirror, and those registries for which there is only a login, all at once. */
export async function testRegistries(
  registries: Registries,
  { image, place, only }: Wanted,
  signal: AbortSignal,
): Promise<EndpointTest[]> {
  const mirrored = registries.mirrors.flatMap(({ name, endpoints, rewrites }) =>
    endpoints.map((endpoint) => ({ registry: name, endpoint, rewrites })),
  )
  const hosts = new Set(mirrored.map(({ endpoint }) => endpointAddress(endpoint)?.host))
  const alone = registries.configs
    .filter(({ host }) => host !== '*' && !host.includes('/') && !hosts.has(host))
    .filter(({ host }) => !registries.mirrors.some(({ name }) => name === host))
    .map(({ host }) => ({ registry: host, endpoint: defaultAddress(host), rewrites: [] }))
  const isWanted = ({ registry, endpoint }: Pick<EndpointTest, 'registry' | 'endpoint'>) =>
    only === undefined || (registry === only.registry && endpoint === only.endpoint)
  const roots = await place.roots?.(signal)
  const subjects = await Promise.all(
    [...mirrored, ...alone].filter(isWanted).map(async (subject): Promise<ProbeSubject> => {
      const config = configOf(registries.configs, subject.endpoint)
      return { ...subject, auth: config?.auth, tls: { roots, ...(await tlsOf(config, place, signal)) }, image }
    }),
  )
  return Promise.all(subjects.map((subject) => probeEndpoint(subject, place, signal)))
}

function configOf(configs: readonly RegistryConfig[], endpoint: string): RegistryConfig | undefined {
  const address = endpointAddress(endpoint)
  const of = (host: string | undefined) => configs.find((config) => config.host === host)
  return of(address?.host) ?? of(address?.registry)
}

async function tlsOf(config: RegistryConfig | undefined, { readFile }: TestPlace, signal: AbortSignal) {
  const { caFile = '', certFile = '', keyFile = '', skipVerify = false } = config?.tls ?? {}
  const text = async (path: string) => (path === '' ? undefined : readFile(path, signal))
  const [ca, cert, key] = await Promise.all([text(caFile), text(certFile), text(keyFile)])
  return { ca, cert, key, skipVerify }
}
