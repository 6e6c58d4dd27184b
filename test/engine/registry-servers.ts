import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { request as secureRequest } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { docker, uniqueName } from './docker.ts'

const execute = promisify(execFile)

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

export interface RegistryServers {
  /** With the image `library/tiny:1`. */
  readonly plain: string
  /** With a certificate of a CA that nobody knows, and a login. */
  readonly secured: string
  readonly ca: string
  readonly hanging: string
  readonly limited: string
  readonly page: string
  readonly closed: string
  close(): Promise<void>
}

/** Real registries in containers, and servers as they go wrong, at an address that this machine and every node can reach. */
export async function openRegistryServers(host: string): Promise<RegistryServers> {
  const folder = mkdtempSync(join(tmpdir(), 'registry-servers-'))
  const ca = await makeCertificates(folder, host)
  const names = [uniqueName(), uniqueName()]
  const start = async (name: string | undefined, more: string[]) => {
    const labels = ['--label', `dev.sampan.test=${name}`]
    await execute('docker', ['create', '--name', `${name}`, ...labels, '-p', `${host}::5000`, ...more, registryImage])
    const tar = await execute('tar', ['-C', folder, '-cf', join(folder, '..', `${name}.tar`), 'etc'])
    if (tar.stderr) throw new Error(tar.stderr)
    await docker.getContainer(`${name}`).putArchive(join(folder, '..', `${name}.tar`), { path: '/' })
    rmSync(join(folder, '..', `${name}.tar`))
    await execute('docker', ['start', `${name}`])
    const { stdout } = await execute('docker', ['port', `${name}`, '5000/tcp'])
    return stdout.trim().split('\n')[0] ?? ''
  }
  const secure = {
    REGISTRY_HTTP_TLS_CERTIFICATE: '/etc/tls/server.crt',
    REGISTRY_HTTP_TLS_KEY: '/etc/tls/server.key',
    REGISTRY_AUTH: 'htpasswd',
    REGISTRY_AUTH_HTPASSWD_REALM: 'test',
    REGISTRY_AUTH_HTPASSWD_PATH: '/etc/tls/htpasswd',
  }
  const env = Object.entries(secure).flatMap(([name, value]) => ['-e', `${name}=${value}`])
  const [plain, secured] = [await start(names[0], []), await start(names[1], env)]
  await pushTiny(`http://${plain}`, {})
  await pushTiny(`https://${secured}`, { ca, login: 'ci:correct-horse' })
  const servers: { close(): void }[] = []
  const serve = async (answer: RequestListener): Promise<string> => {
    const server: Server = createServer(answer)
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    servers.push({
      close: () => {
        server.closeAllConnections()
        server.close()
      },
    })
    return `${host}:${(server.address() as AddressInfo).port}`
  }
  const closed = createTcpServer()
  await new Promise<void>((resolve) => closed.listen(0, host, resolve))
  const closedPort = (closed.address() as AddressInfo).port
  await new Promise((resolve) => closed.close(resolve))
  return {
    plain,
    secured,
    ca,
    hanging: await serve(() => undefined),
    limited: await serve((_, response) => {
      response.writeHead(429, { 'retry-after': '3600', 'content-type': 'application/json' })
      response.end('{"errors":[{"code":"TOOMANYREQUESTS","message":"too many requests"}]}')
    }),
    page: await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end('<!doctype html><title>Welcome</title>')
    }),
    closed: `${host}:${closedPort}`,
    close: async () => {
      for (const server of servers) server.close()
      await execute('docker', ['rm', '-fv', ...names])
      rmSync(folder, { recursive: true })
    },
  }
}

/** Laid out as it is to lie in the container. Returns the CA's certificate. */
async function makeCertificates(folder: string, host: string): Promise<string> {
  const at = (name: string) => join(folder, 'etc/tls', name)
  await execute('mkdir', ['-p', join(folder, 'etc/tls')])
  const openssl = (...args: string[]) => execute('openssl', args)
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2']
  await openssl('req', '-x509', ...key, '-keyout', at('ca.key'), '-out', at('ca.crt'), '-subj', '/CN=Test CA')
  await openssl('req', ...key.slice(0, 3), '-keyout', at('server.key'), '-out', at('server.csr'), '-subj', '/CN=test')
  writeFileSync(at('names'), `subjectAltName=IP:${host},DNS:repo.example.net\n`)
  const signing = [
    '-CA',
    at('ca.crt'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    at('names'),
  ]
  await openssl('x509', '-req', '-in', at('server.csr'), ...signing, '-out', at('server.crt'))
  writeFileSync(at('htpasswd'), htpasswd)
  return readFileSync(at('ca.crt'), 'utf8')
}

/** An image of one small layer, by the registry's own interface. */
export async function pushTiny(origin: string, { ca, login }: { ca?: string; login?: string }): Promise<void> {
  const headers = login === undefined ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
  const ask = async (method: string, url: URL, body: Buffer, type: string) => {
    const options = { method, headers: { ...headers, 'content-type': type, 'content-length': body.length }, ca }
    const { request: plainRequest } = await import('node:http')
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
