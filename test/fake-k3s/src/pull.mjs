// `crictl pull`: resolves the manifest through the endpoints of certs.d as containerd does, over the real network, fetches
// what it names, and notes the image. Nothing of it is kept: nothing here could run it.
import { existsSync, readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { containerdLog } from './agent-files.mjs'
import { goError, readBody } from './http.mjs'
import { addImages, fullReference } from './images.mjs'
import { trustedRoots } from './roots.mjs'

const AGENT_DIR = '/var/lib/rancher/k3s/agent'
const CERTS_DIR = `${AGENT_DIR}/etc/containerd/certs.d`
const TIMEOUT_MS = 10_000
const ACCEPT =
  'application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'

/** The hosts of a hosts.toml in order; the `server` line is the last one. */
function parseHosts(toml) {
  const hosts = []
  let server
  let section = 'server'
  for (const line of toml.split('\n').map((text) => text.trim())) {
    const [, address, part] = /^\[host\."([^"]+)"(\.rewrite)?\]$/.exec(line) ?? []
    const [, key, value] = /^("?[^=]+?"?) = (.+)$/.exec(line) ?? []
    if (address && !part) hosts.push({ address, rewrites: [] })
    if (address) section = part ? 'rewrite' : 'host'
    if (!key) continue
    if (section === 'rewrite') hosts.at(-1).rewrites.push([JSON.parse(key), JSON.parse(value)])
    else if (section === 'host' && key === 'skip_verify') hosts.at(-1).skipsVerify = true
    else if (section === 'server' && key === 'server') server = { address: JSON.parse(value), rewrites: [] }
  }
  return [...hosts, ...(server ? [server] : [])]
}

function hostsOf(registry) {
  for (const name of [registry, '_default']) {
    const path = `${CERTS_DIR}/${name}/hosts.toml`
    if (!existsSync(path)) continue
    const hosts = parseHosts(readFileSync(path, 'utf8'))
    return name === '_default' ? [...hosts, { address: `https://${registry}/v2`, rewrites: [] }] : hosts
  }
  return [
    { address: registry === 'docker.io' ? 'https://registry-1.docker.io/v2' : `https://${registry}/v2`, rewrites: [] },
  ]
}

function get(url, { method = 'HEAD', headers = {}, skipsVerify } = {}) {
  const send = url.startsWith('http:') ? httpRequest : httpsRequest
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { accept: ACCEPT, ...headers },
      timeout: TIMEOUT_MS,
      rejectUnauthorized: !skipsVerify,
      ca: trustedRoots(),
    }
    const req = send(url, options, async (res) =>
      resolve({ code: res.statusCode, headers: res.headers, body: await readBody(res) }),
    )
    req.on('timeout', () => req.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    req.on('error', reject)
    req.end()
  })
}

async function resolveManifest(url, options) {
  const first = await get(url, options)
  const challenge = /^Bearer realm="([^"]+)"(.*)$/i.exec(first.headers['www-authenticate'] ?? '')
  if (first.code !== 401 || !challenge) return first
  const parameters = [...challenge[2].matchAll(/(\w+)="([^"]*)"/g)].map(
    ([, key, value]) => `${key}=${encodeURIComponent(value)}`,
  )
  const answer = await get(`${challenge[1]}?${parameters.join('&')}`, { ...options, method: 'GET' })
  const { token, access_token: accessToken } = JSON.parse(answer.body.toString())
  return get(url, { ...options, headers: { authorization: `Bearer ${token ?? accessToken}` } })
}

function wordsOf(failure, host) {
  if (/WRONG_VERSION_NUMBER|EPROTO/.test(failure.code)) return 'http: server gave HTTP response to HTTPS client'
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(failure.code))
    return 'tls: failed to verify certificate: x509: certificate signed by unknown authority'
  return goError(failure, host)
}

/** All that an image for this machine consists of, from where its manifest was found. @returns {Promise<number>} its size */
async function fetchContent(base, { reference, query, options }) {
  const answer = await resolveManifest(`${base}/manifests/${reference}${query}`, { ...options, method: 'GET' })
  if (answer.code !== 200)
    throw new Error(`failed to copy: httpReadSeeker: failed open: unexpected status code ${answer.code}`)
  const { manifests, config, layers = [] } = JSON.parse(answer.body.toString())
  if (manifests) {
    const architecture = { x64: 'amd64' }[process.arch] ?? process.arch
    const own = manifests.find(({ platform }) => platform?.architecture === architecture) ?? manifests[0]
    return fetchContent(base, { reference: own.digest, query, options })
  }
  let size = 0
  for (const { digest } of [config, ...layers]) {
    const blob = await resolveManifest(`${base}/blobs/${digest}${query}`, { ...options, method: 'GET' })
    if (blob.code >= 400)
      throw new Error(`failed to copy: httpReadSeeker: failed open: unexpected status code ${blob.code}`)
    size += blob.body.length
  }
  return size
}

/** @returns {Promise<string>} the digest; throws in containerd's words when no endpoint has the image */
export async function pullImage(name) {
  const ref = fullReference(name)
  const [registry, ...rest] = ref.split('/')
  const [, repository, tag] = /^(.+?)[:@]([^/]+)$/.exec(rest.join('/')) ?? []
  const prefix = `failed to pull and unpack image "${ref}": failed to resolve reference "${ref}"`
  let problem = 'no available registry endpoint'
  for (const { address, rewrites, skipsVerify } of hostsOf(registry)) {
    const path = rewrites.reduce(
      (text, [from, to]) => text.replace(new RegExp(from), to.replace(/\$\{?(\d)\}?/g, '$$$1')),
      repository,
    )
    const url = `${address}/${path}/manifests/${tag}?ns=${registry}`
    const { host, port, protocol } = new URL(url)
    const endpoint = port ? host : `${host}:${protocol === 'http:' ? 80 : 443}`
    try {
      const answer = await resolveManifest(url, { skipsVerify })
      if (answer.code === 200) {
        const digest = answer.headers['docker-content-digest'] ?? `sha256:${'0'.repeat(64)}`
        const content = { reference: digest, query: `?ns=${registry}`, options: { skipsVerify } }
        const size = await fetchContent(`${address}/${path}`, content)
        addImages([{ ref, digest, size }])
        return digest
      }
      problem =
        answer.code === 404 ? `${ref}: not found` : `unexpected status from HEAD request to ${url}: ${answer.code}`
    } catch (failure) {
      problem = `failed to do request: Head "${url}": ${wordsOf(failure, endpoint)}`
    }
    containerdLog(AGENT_DIR, 'info', `trying next host error=${JSON.stringify(problem)} host=${host}`)
  }
  throw new Error(`${prefix}: ${problem}`)
}
