import { z } from 'zod'
import type { EndpointTest, RegistryHop } from '#shared/registry-test.ts'
import { within } from '../async/scope.ts'
import { endpointAddress } from './endpoint-address.ts'
import { proxyAddress } from './proxy-tunnel.ts'
import type { Way } from './reach.ts'
import type { RegistryConfig, Rewrite } from './registries-model.ts'
import { type Challenge, challengeOf } from './registry-challenge.ts'
import { type Fault, FaultError, faultOf, faultOfAnswer } from './registry-fault.ts'
import { askForToken, basicLogin, hasLogin } from './registry-login.ts'
import { type Asked, askRegistry, type RegistryAnswer, type TlsSettings } from './registry-request.ts'
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

/** Whoever sends on goes no further than Go's client, about. */
const mostRedirects = 5

/** Really asks one endpoint: the registry itself, a token, a manifest, and the first bytes of a blob. Never throws but when aborted. */
export async function probeEndpoint(subject: ProbeSubject, way: Way, signal: AbortSignal): Promise<EndpointTest> {
  const probe = new Probe(subject, way, signal)
  const found = await probe.run()
  signal.throwIfAborted()
  const { hops, proxy } = probe
  const totalMs = hops.reduce((sum, { ms }) => sum + ms, 0)
  const { registry, endpoint } = subject
  const asked = { registry, endpoint, image: probe.image, ...(proxy === undefined ? {} : { proxy }) }
  return { ...asked, hops, totalMs, ...(found ? { fault: probe.placed(found) } : {}) }
}

class Probe {
  readonly hops: { hop: RegistryHop; ms: number }[] = []
  readonly image: string
  /** By which the endpoint itself is asked. */
  proxy: string | undefined
  #hop: RegistryHop = 'connect'
  /** Where the endpoint itself is, and who was asked last. */
  #host = ''
  #asked = ''
  readonly #subject: ProbeSubject
  readonly #way: Way
  readonly #signal: AbortSignal
  /** Whoever asked for it is given it, and nobody to whom they send. */
  #login: { readonly host: string; readonly authorization: string } | undefined

  constructor(subject: ProbeSubject, way: Way, signal: AbortSignal) {
    this.#subject = subject
    this.#way = way
    this.#signal = signal
    this.image = subject.image ?? smallImages[subject.registry] ?? ''
  }

  async run(): Promise<Fault | undefined> {
    const address = endpointAddress(this.#subject.endpoint)
    if (!address) return { kind: 'not_a_registry', detail: '' }
    const base = address.url.replace(/\/+$/, '').replace(/[?#].*$/s, '')
    try {
      const origin = new URL(`${address.scheme}://${address.host}/v2/`)
      this.#host = origin.host
      this.proxy = proxyAddress(this.#way.proxyFor(origin))
      await this.#ping(origin, address.overridesPath)
      if (this.image === '') return undefined
      const [, tag] = splitImage(this.image)
      const manifest = await this.#manifest(base, this.#repository ?? '', tag)
      await this.#blob(base, this.#repository ?? '', manifest)
      return undefined
    } catch (error) {
      return faultOf(error)
    }
  }

  /** At which step, and at whom, where that is not the endpoint itself. */
  placed({ isUnconnected, ...fault }: Fault): NonNullable<EndpointTest['fault']> {
    if (this.#isElsewhere) return { hop: this.#hop, ...fault, detail: `${this.#asked}: ${fault.detail}` }
    // In a node it is only seen later that there was no connection.
    return { hop: isUnconnected ? 'connect' : this.#hop, ...fault }
  }

  get #isElsewhere(): boolean {
    return this.#asked !== '' && this.#asked !== this.#host
  }

  /** As the endpoint calls it; undefined where no image is asked for. */
  get #repository(): string | undefined {
    const [path] = splitImage(this.image)
    return path === '' ? undefined : rewritten(path, this.#subject.rewrites)
  }

  /** Whether there is a registry at all, and who gives tokens for it. */
  async #ping(url: URL, overridesPath: boolean): Promise<void> {
    const answer = await this.#ask('ping', url)
    const challenge = challengeOf(String(answer.headers['www-authenticate'] ?? ''))
    if (answer.status === 401 && challenge) {
      const host = this.#asked
      this.#hop = 'token'
      this.#login = { host, authorization: await this.#authorizationFor(challenge) }
      // With a token the manifest itself shows what it is good for.
      if (challenge.kind === 'basic' || this.image === '') this.#refuse(await this.#ask('token', url))
      return
    }
    // A mirror below a path need not answer at the top of its host.
    if (overridesPath && answer.status === 404) return
    if (answer.status === 404) throw new FaultError({ kind: 'not_a_registry', detail: '404 /v2/' })
    this.#refuse(answer)
    const isRegistry = answer.headers['docker-distribution-api-version'] !== undefined || isJson(answer)
    if (!isRegistry && answer.body.length > 2)
      throw new FaultError({ kind: 'not_a_registry', detail: String(answer.headers['content-type'] ?? '') })
  }

  async #authorizationFor(challenge: Challenge): Promise<string> {
    const { auth } = this.#subject
    if (challenge.kind === 'bearer')
      return askForToken(challenge, { auth, repository: this.#repository }, (url, asked) =>
        this.#ask('token', url, asked),
      )
    const authorization = basicLogin(auth)
    if (authorization === undefined) throw new FaultError({ kind: 'login_missing', detail: '401' })
    return authorization
  }

  async #manifest(base: string, repository: string, reference: string): Promise<z.infer<typeof Manifest>> {
    const url = new URL(`${base}/${repository}/manifests/${reference}`)
    if (this.#subject.registry !== '*') url.searchParams.set('ns', this.#subject.registry)
    const answer = await this.#ask('manifest', url, { headers: { accept: manifestTypes } })
    this.#refuse(answer)
    const manifest = Manifest.safeParse(parsed(answer))
    if (!manifest.success) {
      const detail = String(answer.headers['content-type'] ?? '')
      throw new FaultError({ kind: 'not_a_registry', detail })
    }
    const one =
      manifest.data.manifests?.find(({ platform }) => platform?.os === 'linux') ?? manifest.data.manifests?.[0]
    return one ? this.#manifest(base, repository, one.digest) : manifest.data
  }

  async #blob(base: string, repository: string, { config, layers = [] }: z.infer<typeof Manifest>): Promise<void> {
    const digest = config?.digest ?? layers[0]?.digest
    if (digest === undefined) return
    const headers = { range: 'bytes=0-1023' }
    this.#refuse(await this.#ask('blob', new URL(`${base}/${repository}/blobs/${digest}`), { headers }))
  }

  #refuse({ status, headers, body }: RegistryAnswer): void {
    const text = body.toString('utf8', 0, 2000)
    const fault = faultOfAnswer({ status, headers, text, hasLogin: hasLogin(this.#subject.auth) })
    if (fault) throw new FaultError(fault)
  }

  /** Goes where it is sent, as containerd does: many registries have blobs elsewhere, and some only send from HTTP to HTTPS. */
  async #ask(hop: RegistryHop, first: URL, given: Partial<Asked> = {}): Promise<RegistryAnswer> {
    let url = first
    let asked: Asked = { method: 'GET', headers: {}, ...given }
    for (let redirects = 0; redirects < mostRedirects; redirects += 1) {
      const answer = await this.#timed(hop, url, asked)
      const { location } = answer.headers
      if (answer.status < 300 || answer.status >= 400 || typeof location !== 'string') return answer
      if (!URL.canParse(location, url.href)) break
      const next = new URL(location, url)
      const { authorization: _, ...open } = asked.headers
      asked = { method: 'GET', headers: next.host === url.host ? asked.headers : open }
      url = next
    }
    throw new FaultError({ kind: 'server_error', detail: url.href.slice(0, 200) })
  }

  async #timed(hop: RegistryHop, url: URL, asked: Asked): Promise<RegistryAnswer> {
    let since = performance.now()
    this.#asked = url.host
    const isElsewhere = this.#isElsewhere
    const took = (what: RegistryHop) => {
      const now = performance.now()
      const known = this.hops.find((each) => each.hop === what)
      if (known) known.ms += now - since
      else this.hops.push({ hop: what, ms: now - since })
      since = now
    }
    // What another host takes belongs to the step that leads to it.
    this.#hop = isElsewhere ? hop : 'connect'
    const onHop = (reached: 'connect' | 'tls') => {
      if (isElsewhere) return
      took(reached)
      this.#hop = reached === 'connect' && url.protocol === 'https:' ? 'tls' : hop
    }
    const { tls } = this.#subject
    const { reach, proxyFor } = this.#way
    const login = this.#login?.host === url.host ? { authorization: this.#login.authorization } : {}
    const sent = { ...asked, headers: { ...login, ...asked.headers } }
    try {
      return await within(this.#signal, { timeoutMs: patienceMs }, (signal, hasExpired) =>
        askRegistry(url, sent, { reach, proxy: proxyFor(url), tls, signal, onHop }).catch((error: unknown) => {
          throw hasExpired() ? new FaultError({ kind: 'timed_out', detail: `> ${patienceMs / 1000} s` }) : error
        }),
      )
    } finally {
      took(this.#hop)
    }
  }
}

const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const Described = z.object({ digest: z.string() })
const Manifest = z.object({
  config: Described.optional(),
  layers: z.array(Described).optional(),
  manifests: z.array(Described.extend({ platform: z.object({ os: z.string() }).partial().optional() })).optional(),
})

const isJson = ({ headers }: RegistryAnswer) => /json/.test(String(headers['content-type'] ?? ''))

function parsed({ body }: RegistryAnswer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function splitImage(image: string): [path: string, tag: string] {
  const [, path = image, tag = 'latest'] = /^(.*?)(?::([\w.-]+))?$/.exec(image) ?? []
  return [path, tag]
}
