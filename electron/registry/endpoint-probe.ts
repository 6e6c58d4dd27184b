import { z } from 'zod'
import type { EndpointTest, RegistryHop } from '#shared/registry-test.ts'
import { within } from '../async/scope.ts'
import { endpointAddress } from './endpoint-address.ts'
import type { Reach } from './reach.ts'
import type { RegistryConfig, Rewrite } from './registries-model.ts'
import { type Fault, faultOf, faultOfAnswer } from './registry-fault.ts'
import { askRegistry, type RegistryAnswer, type TlsSettings } from './registry-request.ts'
import { rewritten } from './rewrite-remarks.ts'

/** For each thing that is asked, milliseconds. */
const patienceMs = 8000

/** A small image of each registry that most have; a mirror may be asked for another one. */
const smallImages: Readonly<Record<string, string>> = {
  'docker.io': 'rancher/mirrored-pause:3.6',
  'registry.k8s.io': 'pause:3.10',
  'quay.io': 'prometheus/busybox:latest',
  'ghcr.io': 'stefanprodan/podinfo:latest',
  'gcr.io': 'distroless/static:latest',
}

export interface ProbeSubject {
  /** The registry whose images are asked for. */
  readonly registry: string
  readonly endpoint: string
  readonly rewrites: readonly Rewrite[]
  readonly auth: RegistryConfig['auth']
  readonly tls: TlsSettings
  /** Repository and tag. Undefined: a usual one of the registry, or none. */
  readonly image?: string | undefined
}

const notConnected: ReadonlySet<string> = new Set(['name_unknown', 'refused', 'unreachable'])

class FaultError extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.kind)
    this.fault = fault
  }
}

/** Really asks one endpoint: the registry itself, a token, a manifest, and the first bytes of a blob. Never throws but when aborted. */
export async function probeEndpoint(subject: ProbeSubject, reach: Reach, signal: AbortSignal): Promise<EndpointTest> {
  const probe = new Probe(subject, reach, signal)
  const fault = await probe.run()
  signal.throwIfAborted()
  const { hops } = probe
  // In a node it is only seen later that there was no connection.
  const hop = fault && notConnected.has(fault.kind) ? 'connect' : probe.hop
  const totalMs = hops.reduce((sum, { ms }) => sum + ms, 0)
  const { registry, endpoint } = subject
  return { registry, endpoint, image: probe.image, hops, totalMs, ...(fault ? { fault: { hop, ...fault } } : {}) }
}

class Probe {
  readonly hops: { hop: RegistryHop; ms: number }[] = []
  readonly image: string
  hop: RegistryHop = 'connect'
  readonly #subject: ProbeSubject
  readonly #reach: Reach
  readonly #signal: AbortSignal
  #authorization: string | undefined

  constructor(subject: ProbeSubject, reach: Reach, signal: AbortSignal) {
    this.#subject = subject
    this.#reach = reach
    this.#signal = signal
    this.image = subject.image ?? smallImages[subject.registry] ?? ''
  }

  async run(): Promise<Fault | undefined> {
    const address = endpointAddress(this.#subject.endpoint)
    if (!address) return { kind: 'not_a_registry', detail: this.#subject.endpoint }
    const base = address.url.replace(/\/+$/, '').replace(/[?#].*$/s, '')
    try {
      await this.#ping(`${address.scheme}://${address.host}`, address.overridesPath ? base : undefined)
      if (this.image === '') return undefined
      const [path = '', tag = 'latest'] = splitImage(this.image)
      const repository = rewritten(path, this.#subject.rewrites)
      const manifest = await this.#manifest(base, repository, tag)
      await this.#blob(base, repository, manifest)
      return undefined
    } catch (error) {
      return error instanceof FaultError ? error.fault : faultOf(error)
    }
  }

  /** Whether there is a registry at all, and who gives tokens for it. */
  async #ping(origin: string, own: string | undefined): Promise<void> {
    const answer = await this.#timed('ping', new URL(`${origin}/v2/`))
    const challenge = String(answer.headers['www-authenticate'] ?? '')
    if (answer.status === 401 && challenge !== '') return this.#logIn(challenge)
    // A mirror below a path need not answer at the top of its host.
    if (own !== undefined && answer.status === 404) return
    refuse(answer, this.#hasLogin)
    const isRegistry = answer.headers['docker-distribution-api-version'] !== undefined || isJson(answer)
    if (!isRegistry && answer.body.length > 2)
      throw new FaultError({ kind: 'not_a_registry', detail: String(answer.headers['content-type'] ?? '') })
  }

  get #hasLogin(): boolean {
    const { auth } = this.#subject
    return auth !== undefined && Object.values(auth).some((part) => part !== '')
  }

  #basic(): string | undefined {
    const { auth } = this.#subject
    if (!auth || !this.#hasLogin) return undefined
    if (auth.username !== '') return `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`
    return auth.auth === '' ? undefined : `Basic ${auth.auth}`
  }

  async #logIn(challenge: string): Promise<void> {
    if (/^basic/i.test(challenge)) {
      this.hop = 'token'
      this.#authorization = this.#basic()
      if (this.#authorization === undefined) throw new FaultError({ kind: 'login_missing', detail: '401' })
      return
    }
    const part = (name: string) => new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1]
    const url = new URL(part('realm') ?? '')
    const service = part('service')
    if (service !== undefined) url.searchParams.set('service', service)
    const [path = ''] = splitImage(this.image)
    if (path !== '') url.searchParams.set('scope', `repository:${rewritten(path, this.#subject.rewrites)}:pull`)
    const basic = this.#basic()
    const answer = await this.#timed('token', url, basic === undefined ? {} : { authorization: basic })
    refuse(answer, this.#hasLogin)
    const { token, access_token: access } = Token.parse(parsed(answer))
    this.#authorization = `Bearer ${token ?? access ?? ''}`
  }

  async #manifest(base: string, repository: string, reference: string): Promise<z.infer<typeof Manifest>> {
    const url = new URL(`${base}/${repository}/manifests/${reference}`)
    if (this.#subject.registry !== '*') url.searchParams.set('ns', this.#subject.registry)
    const answer = await this.#timed('manifest', url, { accept: manifestTypes, ...this.#authorized })
    refuse(answer, this.#hasLogin)
    const manifest = Manifest.safeParse(parsed(answer))
    if (!manifest.success) {
      const detail = String(answer.headers['content-type'] ?? '')
      throw new FaultError({ kind: 'not_a_registry', detail })
    }
    const one =
      manifest.data.manifests?.find(({ platform }) => platform?.os === 'linux') ?? manifest.data.manifests?.[0]
    return one ? this.#manifest(base, repository, one.digest) : manifest.data
  }

  /** Many registries send whoever wants a blob to another host. */
  async #blob(base: string, repository: string, { config, layers = [] }: z.infer<typeof Manifest>): Promise<void> {
    const digest = config?.digest ?? layers[0]?.digest
    if (digest === undefined) return
    let url = new URL(`${base}/${repository}/blobs/${digest}`)
    let headers: Record<string, string> = { ...this.#authorized, range: 'bytes=0-1023' }
    for (let redirects = 0; redirects < 4; redirects += 1) {
      const answer = await this.#timed('blob', url, headers)
      const target = answer.headers.location
      if (answer.status < 300 || answer.status >= 400 || typeof target !== 'string') {
        refuse(answer, this.#hasLogin)
        return
      }
      const next = new URL(target, url)
      // A login is for whom it was given.
      if (next.host !== url.host) headers = { range: 'bytes=0-1023' }
      url = next
    }
    throw new FaultError({ kind: 'server_error', detail: url.host })
  }

  get #authorized(): Record<string, string> {
    return this.#authorization === undefined ? {} : { authorization: this.#authorization }
  }

  async #timed(hop: RegistryHop, url: URL, headers: Record<string, string> = {}): Promise<RegistryAnswer> {
    let since = performance.now()
    const took = (what: RegistryHop) => {
      const now = performance.now()
      const known = this.hops.find((each) => each.hop === what)
      if (known) known.ms += now - since
      else this.hops.push({ hop: what, ms: now - since })
      since = now
    }
    this.hop = 'connect'
    const onHop = (reached: 'connect' | 'tls') => {
      took(reached)
      this.hop = reached === 'connect' && url.protocol === 'https:' ? 'tls' : hop
    }
    const { tls } = this.#subject
    try {
      return await within(this.#signal, { timeoutMs: patienceMs }, (signal, hasExpired) =>
        askRegistry(url, { method: 'GET', headers }, { reach: this.#reach, tls, signal, onHop }).catch(
          (error: unknown) => {
            throw hasExpired() ? new FaultError({ kind: 'timed_out', detail: `> ${patienceMs / 1000} s` }) : error
          },
        ),
      )
    } finally {
      took(this.hop)
    }
  }
}

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const Token = z.object({ token: z.string().optional(), access_token: z.string().optional() }).catch({})
const Described = z.object({ digest: z.string() })
const Manifest = z.object({
  config: Described.optional(),
  layers: z.array(Described).optional(),
  manifests: z.array(Described.extend({ platform: z.object({ os: z.string() }).partial().optional() })).optional(),
})

function refuse({ status, headers, body }: RegistryAnswer, hasLogin: boolean): void {
  const fault = faultOfAnswer({ status, headers, text: body.toString('utf8', 0, 2000), hasLogin })
  if (fault) throw new FaultError(fault)
}

const isJson = ({ headers }: RegistryAnswer) => /json/.test(String(headers['content-type'] ?? ''))

function parsed({ body }: RegistryAnswer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function splitImage(image: string): [string, string] {
  const [, path = image, tag = 'latest'] = /^(.*?)(?::([\w.-]+))?$/.exec(image) ?? []
  return [path, tag]
}
