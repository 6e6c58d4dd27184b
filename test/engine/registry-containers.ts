import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { docker, execute, uniqueName } from './docker.ts'

const registryImage = 'sampan/test-registry:latest'

/** Why there are no registries here; undefined where there can be. */
export const missingRegistry = await docker
  .getImage(registryImage)
  .inspect()
  .then(
    () => undefined,
    () => `no image ${registryImage}`,
  )

/** Of `ci` with the password `correct-horse`, by bcrypt. */
const htpasswd = 'ci:$2b$05$9aT2sLpRPermMIBsBjAi0eEa38FUeYY3pwt5.rcOdNKs/9svZTLUG\n'

/** The settings of a registry that asks for the login in the container's file. */
export const basicLogin = {
  REGISTRY_AUTH: 'htpasswd',
  REGISTRY_AUTH_HTPASSWD_REALM: 'test',
  REGISTRY_AUTH_HTPASSWD_PATH: '/etc/tls/htpasswd',
}

/** Real registries in containers, at an address that this machine and every node can reach, with certificates of a CA that nobody knows. */
export class RegistryContainers {
  readonly #folder = mkdtempSync(join(tmpdir(), 'registry-containers-'))
  readonly #names: string[] = []
  readonly #host: string

  constructor(host: string) {
    this.#host = host
    mkdirSync(this.#at(''), { recursive: true })
    writeFileSync(this.#at('htpasswd'), htpasswd)
  }

  /** The certificate that signs the others. */
  async ca(): Promise<string> {
    const [key, certificate] = [this.#at('ca.key'), this.#at('ca.crt')]
    const read = () => readFileSync(certificate, 'utf8')
    const made = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate]
    return execute('openssl', ['req', '-x509', ...made, '-subj', '/CN=Test CA'], {}).then(read)
  }

  /** A certificate of that CA, and its key. Default names: the address of the registries. */
  async certificate(
    name: string,
    { names = `IP:${this.#host},DNS:repo.example.net`, days = 2 }: { names?: string; days?: number } = {},
  ): Promise<{ certificate: string; key: string }> {
    const [key, asked, certificate] = [this.#at(`${name}.key`), this.#at(`${name}.csr`), this.#at(`${name}.crt`)]
    const request = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', asked]
    await execute('openssl', ['req', ...request, '-subj', '/CN=repo.example.net'])
    writeFileSync(this.#at('names'), names === '' ? '' : `subjectAltName=${names}\n`)
    const signer = ['-CA', this.#at('ca.crt'), '-CAkey', this.#at('ca.key'), '-CAcreateserial']
    const signing = [...signer, '-days', String(days), '-extfile', this.#at('names'), '-out', certificate]
    await execute('openssl', ['x509', '-req', '-in', asked, ...signing])
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
  }

  /** Its address. `certificate`: the name of one that was made; without it the registry has no TLS. */
  async start(env: Readonly<Record<string, string>> = {}, certificate?: string): Promise<string> {
    const name = uniqueName()
    this.#names.push(name)
    const tls = {
      REGISTRY_HTTP_TLS_CERTIFICATE: `/etc/tls/${certificate}.crt`,
      REGISTRY_HTTP_TLS_KEY: `/etc/tls/${certificate}.key`,
    }
    const settings = Object.entries({ ...env, ...(certificate === undefined ? {} : tls) })
    const options = ['--label', `dev.sampan.test=${name}`, '-p', `${this.#host}::5000`]
    const variables = settings.flatMap(([key, value]) => ['-e', `${key}=${value}`])
    await execute('docker', ['create', '--name', name, ...options, ...variables, registryImage])
    const archive = join(this.#folder, `${name}.tar`)
    await execute('tar', ['-C', this.#folder, '-cf', archive, 'etc'])
    await docker.getContainer(name).putArchive(archive, { path: '/' })
    await execute('docker', ['start', name])
    const { stdout } = await execute('docker', ['port', name, '5000/tcp'])
    return stdout.trim().split('\n')[0] ?? ''
  }

  async close(): Promise<void> {
    if (this.#names.length > 0) await execute('docker', ['rm', '-fv', ...this.#names])
    rmSync(this.#folder, { recursive: true })
  }

  #at(name: string): string {
    return join(this.#folder, 'etc/tls', name)
  }
}

/** An image of one small layer, by the registry's own interface. */
export async function pushTiny(
  origin: string,
  { ca, authorization }: { ca?: string; authorization?: string },
): Promise<void> {
  const headers = authorization === undefined ? {} : { authorization }
  const ask = async (method: string, url: URL, body: Buffer, type: string) => {
    const options = { method, headers: { ...headers, 'content-type': type, 'content-length': body.length }, ca }
    const send = url.protocol === 'https:' ? secureRequest : plainRequest
    return new Promise<string>((resolve, reject) => {
      const sent = send(url, options, async (response) => {
        const text = String(await buffer(response))
        const status = response.statusCode ?? 0
        if (status >= 300) reject(new Error(`${method} ${url}: ${status} ${text}`))
        else resolve(response.headers.location ?? '')
      })
      sent.once('error', reject)
      sent.end(body)
    })
  }
  const upload = async (bytes: Buffer) => {
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    const begun = await untilUp(() =>
      ask('POST', new URL('/v2/library/tiny/blobs/uploads/', origin), Buffer.alloc(0), 'text/plain'),
    )
    const place = new URL(begun, origin)
    place.searchParams.set('digest', digest)
    await ask('PUT', place, bytes, 'application/octet-stream')
    return { size: bytes.length, digest }
  }
  const config = await upload(
    Buffer.from('{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}'),
  )
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
  const typed = { mediaType: 'application/vnd.docker.container.image.v1+json', ...config }
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: typed, layers: [] }))
  await ask('PUT', new URL('/v2/library/tiny/manifests/1', origin), manifest, mediaType)
}

/** A container's port is open a moment before its program listens. */
async function untilUp<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
