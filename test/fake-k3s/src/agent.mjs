// `k3s agent`: finds its server, proves who it is, and runs a kubelet against it.

import { lookup } from 'node:dns/promises'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { request as httpsRaw } from 'node:https'
import { isIP } from 'node:net'
import { join } from 'node:path'
import * as agentFiles from './agent-files.mjs'
import { scaled, sleep } from './clock.mjs'
import { handleSignals, strikeAtStart, strikeWhenUp } from './faults.mjs'
import { basicAuth, httpsRequest } from './http.mjs'
import { Kubelet } from './kubelet.mjs'
import { error, fatal, info, klog, warning } from './log.mjs'
import { nodeIdentity } from './node-identity.mjs'
import { caHash, parseToken, readToken } from './token.mjs'

const BALANCER = 'k3s-agent-load-balancer'
const CA_RETRY_MS = 2000
/** k3s waits this long, and up to twice as long by chance, although the server may be there a moment later. */
const CONFIG_RETRY_MS = 5000
const TUNNEL_RETRY_MS = 5000
// What lies between the server's answer and the kubelet on a real one (recordings/k3s-v1.36.3/agent-join.timestamps.log).
const CERTIFICATES_MS = 1700
const CONTAINERD_MS = 1000
const KUBELET_MS = 900
const REJECTED =
  "Node password rejected, duplicate hostname or contents of '/etc/rancher/node/password' may not match server node-passwd entry, try enabling a unique node name with the --with-node-id flag"

/** The agent's own load balancer: the addresses it knows, and which of them answers. */
class Servers {
  #file
  #url
  constructor(url, agentDir) {
    this.#url = new URL(url)
    this.default = this.#url.host.includes(':') ? this.#url.host : `${this.#url.host}:443`
    this.addresses = [this.default]
    this.#file = join(agentDir, `etc/${BALANCER}.json`)
    if (!existsSync(this.#file)) return
    const known = JSON.parse(readFileSync(this.#file, 'utf8'))
    if (known.ServerURL === url) this.addresses = [...new Set([this.default, ...known.ServerAddresses])]
  }

  remember(addresses) {
    for (const address of addresses)
      if (!this.addresses.includes(address)) info(`Adding server to load balancer ${BALANCER}: ${address}`)
    info(`Updated load balancer ${BALANCER} server addresses -> [${addresses.join(' ')}] [default: ${this.default}]`)
    this.addresses = [...new Set([...addresses, this.default])]
    writeFileSync(
      this.#file,
      JSON.stringify({ ServerURL: this.#url.href.replace(/\/$/, ''), ServerAddresses: addresses }),
    )
  }

  /** Asks the server in use, or the next one when it does not answer. */
  async request(path, options) {
    for (let left = this.addresses.length; ; left--) {
      try {
        return await httpsRequest(`https://${this.addresses[0]}${path}`, options)
      } catch (failure) {
        if (left <= 1) throw failure
        info(`Server ${this.addresses[0]}@ACTIVE*->FAILED from failed dial`)
        this.addresses.push(this.addresses.shift())
      }
    }
  }
}

/** The cluster's CA, checked against the token; asks for ever, as k3s does. */
async function findCluster(settings, token, servers) {
  for (;;) {
    try {
      if (!settings.server.startsWith('https://'))
        throw new Error(`only https:// URLs are supported, invalid scheme: ${settings.server}`)
      const parsed = parseToken(token)
      const answer = await servers.request('/cacerts').catch(() => undefined)
      if (answer === undefined) throw new Error('failed to get CA certs: Get "https://127.0.0.1:6444/cacerts": EOF')
      if (answer.code !== 200)
        throw new Error(`failed to get CA certs: https://127.0.0.1:6444/cacerts: ${answer.code} Service Unavailable`)
      const hash = caHash(answer.text)
      if (parsed.hash && parsed.hash !== hash)
        throw new Error(`token CA hash does not match the Cluster CA certificate hash: ${parsed.hash} != ${hash}`)
      if (!parsed.hash)
        warning(
          "Cluster CA certificate is not trusted by the host CA bundle, but the token does not include a CA hash. Use the full token from the server's node-token file to enable Cluster CA validation.",
        )
      return { ca: answer.text, user: parsed.user ?? 'node', password: parsed.password }
    } catch (failure) {
      error(`Failed to validate connection to cluster at ${settings.server}: ${failure.message}`)
      await sleep(scaled(CA_RETRY_MS))
    }
  }
}

async function retrieveConfiguration({ servers, access, identity, version }) {
  const headers = {
    authorization: basicAuth(access.user, access.password),
    'k3s-node-name': identity.name,
    'k3s-node-password': identity.password,
    'k3s-node-ip': identity.ip,
  }
  const get = async (path) => {
    const answer = await servers.request(path, { ca: access.ca, headers })
    if (answer.code === 200) return answer
    if (answer.code === 403 && /unable to verify/.test(answer.text)) throw new Error(REJECTED)
    if (answer.code === 401 || answer.code === 403) {
      const reason = version.shutsDownInOrder
        ? (answer.json?.message ?? 'not authorized')
        : `https://127.0.0.1:6444${path}: ${answer.code} Unauthorized`
      throw new Error(`failed to retrieve configuration from server: ${reason}`)
    }
    if (answer.code === 503) {
      const file = `/var/lib/rancher/k3s/agent/${path.split('/').at(-1)}`
      throw new Error(`${file}: https://127.0.0.1:6444${path}: 503 Service Unavailable`)
    }
    throw new Error(answer.json?.message ?? `https://127.0.0.1:6444${path}: ${answer.code}`)
  }
  for (;;) {
    try {
      await get('/v1-k3s/config')
      const split = (text) => {
        const at = text.indexOf('-----BEGIN EC PRIVATE KEY')
        return [text.slice(0, at), text.slice(at)]
      }
      const [servingCert, servingKey] = split((await get('/v1-k3s/serving-kubelet.crt')).text)
      const [clientCert, clientKey] = split((await get('/v1-k3s/client-kubelet.crt')).text)
      const [proxyCert, proxyKey] = split((await get('/v1-k3s/client-kube-proxy.crt')).text)
      const [controllerCert, controllerKey] = split((await get('/v1-k3s/client-k3s-controller.crt')).text)
      const addresses = (await get('/v1-k3s/apiservers')).json
      const certificates = {
        'client-ca.crt': (await get('/v1-k3s/client-ca.crt')).text,
        'server-ca.crt': access.ca,
        'serving-kubelet.crt': servingCert,
        'serving-kubelet.key': servingKey,
        'client-kubelet.crt': clientCert,
        'client-kubelet.key': clientKey,
        'client-kube-proxy.crt': proxyCert,
        'client-kube-proxy.key': proxyKey,
        'client-k3s-controller.crt': controllerCert,
        'client-k3s-controller.key': controllerKey,
      }
      return { certificates, addresses }
    } catch (failure) {
      const unreachable = failure.code
        ? 'failed to retrieve configuration from server: Get "https://127.0.0.1:6444/v1-k3s/config": EOF'
        : failure.message
      info(`Waiting to retrieve agent configuration; server is not ready: ${unreachable}`)
      await sleep(scaled(CONFIG_RETRY_MS * (1 + Math.random())))
    }
  }
}

/** Keeps a tunnel to a server; comes back when it is lost. */
function keepTunnel(address, credentials, onFirst) {
  const url = `wss://${address}/v1-k3s/connect`
  let isFirst = true
  const again = (reason) => {
    error(`Remotedialer proxy error; reconnecting... error="${reason}" url="${url}"`)
    setTimeout(open, scaled(TUNNEL_RETRY_MS))
  }
  const open = () => {
    info('Connecting to proxy', { url })
    const [host, port] = address.split(':')
    const req = httpsRaw({
      host,
      port,
      path: '/v1-k3s/connect',
      ...credentials,
      checkServerIdentity: () => undefined,
      agent: false,
      headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
    })
    req.on('upgrade', (_res, socket) => {
      info('Connected to proxy', { url })
      info('Remotedialer connected to proxy', { url })
      if (isFirst) onFirst()
      isFirst = false
      socket.on('error', () => socket.destroy())
      socket.on('close', () => again('websocket: close 1006 (abnormal closure): unexpected EOF'))
      socket.resume()
    })
    req.on('response', (res) => {
      res.resume()
      again(`websocket: bad handshake: ${res.statusCode}`)
    })
    req.on('error', (failure) =>
      again(
        `dial tcp ${address}: connect: ${failure.code === 'ECONNREFUSED' ? 'connection refused' : 'no route to host'}`,
      ),
    )
    req.end()
  }
  open()
}

async function firstAddress(url) {
  const { hostname, host } = new URL(url)
  if (isIP(hostname)) return host
  const found = await lookup(hostname).catch(() => undefined)
  return found ? host.replace(hostname, found.address) : host
}

export async function runAgent(settings, version) {
  const token = await readToken(settings)
  const agentDir = join(settings.dataDir ?? '/var/lib/rancher/k3s', 'agent')
  if (!token && !existsSync(join(agentDir, 'client-kubelet.crt'))) fatal('Error: --token is required')
  if (!settings.server) fatal('Error: --server is required')
  const cleanups = []
  const stop = async () => {
    for (const cleanup of cleanups.reverse()) await cleanup()
  }
  handleSignals({ version, stop })
  info(`Starting k3s agent ${version.version} (${version.commit})`)
  strikeAtStart()
  const identity = nodeIdentity(settings)
  agentFiles.checkResolvConf({ resolvConf: 'later' }, agentDir)
  const servers = new Servers(settings.server.startsWith('https://') ? settings.server : 'https://invalid', agentDir)
  const shown = await firstAddress(settings.server)
  info(`Server ${shown}->UNCHECKED from add to load balancer ${BALANCER}`)
  info(`Updated load balancer ${BALANCER} default server: ${shown}`)
  info(`Running load balancer ${BALANCER} 127.0.0.1:6444 -> [] [default: ${shown}]`)
  const access = await findCluster(settings, token, servers)
  const registries = await agentFiles.loadRegistries(settings)
  const { certificates, addresses } = await retrieveConfiguration({ servers, access, identity, version })
  await sleep(scaled(CERTIFICATES_MS))
  agentFiles.checkResolvConf(settings, agentDir)
  agentFiles.writeAgentFiles({
    agentDir,
    certificates,
    apiUrl: 'https://127.0.0.1:6444',
    settings,
    version,
    registries,
  })
  agentFiles.logKernelModules()
  info('Getting list of apiserver endpoints from server')
  agentFiles.launchContainerd(agentDir)
  const message = 'Node and Certificate Authority certificates managed by k3s are OK'
  info('Event occurred', {
    apiVersion: '',
    fieldPath: '',
    kind: 'Node',
    logger: 'k3s',
    message,
    object: identity.name,
    reason: 'CertificateExpirationOK',
    type: 'Normal',
  })
  agentFiles.logKubeProxy({ agentDir, settings, identity })
  klog('I', 'shared_informer.go:349', '"Waiting for caches to sync" controller="service config"')
  info(`Got apiserver addresses from supervisor: [${addresses.join(' ')}]`)
  servers.remember(addresses)
  info(`Server ${addresses[0]}@UNCHECKED*->RECOVERING from successful health check`)
  info(`Server ${addresses[0]}@RECOVERING*->ACTIVE from successful dial`)
  const credentials = {
    ca: access.ca,
    cert: certificates['client-kubelet.crt'],
    key: certificates['client-kubelet.key'],
  }
  await Promise.all(
    addresses.slice(0, 1).map((address) => new Promise((resolve) => keepTunnel(address, credentials, resolve))),
  )
  for (const address of addresses.slice(1)) keepTunnel(address, credentials, () => undefined)
  agentFiles.containerdStarting()
  await sleep(scaled(CONTAINERD_MS))
  await agentFiles.containerdReady({ agentDir, settings, version, identity })
  klog('I', 'shared_informer.go:356', '"Caches are synced" controller="service config"')
  const request = (method, path, body) => servers.request(path, { method, body, ...credentials })
  const kubelet = new Kubelet({ request, identity, settings, role: 'agent', version, agentDir })
  cleanups.push(() => kubelet.stop())
  await sleep(scaled(KUBELET_MS))
  await kubelet.register()
  await kubelet.startNetwork()
  await strikeWhenUp({ version, stop })
}
