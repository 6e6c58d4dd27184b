// Longer than usual because membership, election and replication share one state.
// Embedded etcd as it looks from outside: members stored with their IP, a leader that the others follow, quorum.
// One member leads and streams its datastore; the others keep a copy, answer reads from it and pass writes on.
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { scaled, sleep } from './clock.mjs'
import { basicAuth, failureStatus, httpsRequest, readBody, sendFailure, sendJson } from './http.mjs'
import { readName } from './join.mjs'
import { error, fatal, info, warning, zap } from './log.mjs'
import { exportAuthorities } from './pki.mjs'
import { listSnapshots, restoreSnapshot, saveSnapshot } from './snapshots.mjs'

const HEARTBEAT_MS = 3000
const SILENCE_MS = 10_000
const QUORUM_GRACE_MS = 3000

const peerUrl = (member) => `${member.name}=https://${member.ip}:2380`
const peerList = (members) => `[${members.map(peerUrl).join(' ')}]`

/** The name under which this server is a member; made once. */
export function memberName(serverDir, identity) {
  const path = join(serverDir, 'db/etcd/name')
  const known = readName(path)
  if (known) return known
  const name = `${identity.name}-${randomBytes(4).toString('hex')}`
  mkdirSync(join(serverDir, 'db/etcd/member'), { recursive: true, mode: 0o700 })
  return name
}

export class EtcdCluster {
  isEtcd = true
  #options
  #store
  #name
  #leader
  #followers = new Map()
  #isAvailable = false
  #lostAt
  #timer

  /** @param {{ store: any, serverDir: string, tlsDir: string, identity: any, version: any, password: string, caPem: string, name: string, port: number, critical: object }} options */
  constructor(options) {
    this.#options = options
    this.#store = options.store
    this.#name = options.name
  }

  get #members() {
    return this.#store.meta.members ?? []
  }

  /** Opens the local data: a new cluster, one just joined, or an existing member whose address must not have changed. */
  async open({ isNew, isJoined, settings }) {
    const { serverDir, identity, port, critical, version } = this.#options
    const self = { name: this.#name, node: identity.name, ip: identity.ip, port, isLearner: isJoined }
    if (settings.clusterReset) this.#reset(self, settings)
    if (isJoined) {
      info('Managed etcd cluster not yet initialized')
      info(
        `Adding member ${peerUrl(self)} to etcd cluster ${peerList(this.#members.filter(({ name }) => name !== this.#name))}`,
      )
    } else if (isNew) {
      info('Managed etcd cluster initializing')
      info('Starting etcd for new cluster, cluster-reset=false')
      this.#store.meta.members = [self]
      this.#store.meta.critical = critical
    } else {
      info('Managed etcd cluster bootstrap already complete and initialized')
      if (version.reconcilesThroughTemporaryEtcd) info('Starting temporary etcd to reconcile with datastore')
      else info('Successfully reconciled with local datastore')
      info('Starting etcd for existing cluster member')
    }
    writeFileSync(join(serverDir, 'db/etcd/name'), this.#name, { mode: 0o600 })
    writeFileSync(
      join(serverDir, 'db/etcd/config'),
      `name: ${this.#name}\nlisten-peer-urls: https://127.0.0.1:2380,https://${identity.ip}:2380\n`,
      { mode: 0o600 },
    )
    zap('info', 'embed/etcd.go:134', 'configuring peer listeners', {
      'listen-peer-urls': ['https://127.0.0.1:2380', `https://${identity.ip}:2380`],
    })
    zap('info', 'embed/etcd.go:311', 'starting an etcd server', { 'etcd-version': version.etcd, name: this.#name })
    zap('info', 'embed/serve.go:275', 'serving client traffic securely', {
      traffic: 'grpc+http',
      address: '127.0.0.1:2379',
    })
    const stored = this.#members.find(({ name }) => name === this.#name)
    while (stored && stored.ip !== identity.ip) {
      info(
        `Failed to test etcd connection: this server is not a member of the etcd cluster. Found ${peerList(this.#members)}, expect: ${peerUrl(self)}`,
      )
      await sleep(5000)
    }
  }

  #reset(self, settings) {
    const { serverDir } = this.#options
    const flag = join(serverDir, 'db/reset-flag')
    if (readName(flag) !== undefined) {
      fatal(
        `Error: preparing server: failed to bootstrap cluster data: Managed etcd cluster membership was previously reset, please remove the cluster-reset flag and start k3s normally. If you need to perform another cluster reset, you must first manually delete the file at ${flag}`,
      )
    }
    if (settings.clusterResetRestorePath) restoreSnapshot(this.#store, serverDir, settings.clusterResetRestorePath)
    this.#store.meta.members = [{ ...self, isLearner: false }]
    this.#store.save()
    writeFileSync(join(serverDir, 'db/etcd/name'), this.#name, { mode: 0o600 })
    writeFileSync(flag, '')
    const text =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: k3s' own wording
      'Managed etcd cluster membership has been reset, restart without --cluster-reset flag now. Backup and delete ${datadir}/server/db on each peer etcd server and rejoin the nodes'
    if (this.#options.version.shutsDownInOrder) error(`Shutdown request received: ${JSON.stringify(text)}`)
    else info(text)
    process.exit(0)
  }

  isLeader() {
    return this.#leader === this.#name
  }

  isAvailable() {
    return this.#isAvailable
  }

  addresses() {
    return this.#members.filter(({ isLearner }) => !isLearner).map(({ ip, port }) => `${ip}:${port}`)
  }

  #quorum() {
    return Math.floor(this.#members.filter(({ isLearner }) => !isLearner).length / 2) + 1
  }

  #ask(member, path, options = {}) {
    const { caPem, password } = this.#options
    const headers = { authorization: basicAuth('server', password), ...options.headers }
    return httpsRequest(`https://${member.ip}:${member.port}${path}`, { ...options, ca: caPem, headers })
  }

  /** Waits until there is a leader to follow or this member leads; from then on the datastore is usable. */
  async becomeReady() {
    await this.#elect()
    info(`Adding node ${this.#name} etcd status condition`)
    for (const controller of ['metadata', 'member removal', 'apiserver addresses'])
      info(`Starting managed etcd node ${controller} controller`)
  }

  async #elect() {
    for (let round = 0; ; round++) {
      const others = this.#members.filter(({ name }) => name !== this.#name)
      const alive = (
        await Promise.all(
          others.map(async (member) => {
            const answer = await this.#ask(member, `/v1-k3s/cluster/alive`).catch(() => undefined)
            return answer?.code === 200 ? { member, ...answer.json } : undefined
          }),
        )
      ).filter(Boolean)
      const leading = alive.find(({ isLeading }) => isLeading)
      if (leading && (await this.#follow(leading.member))) return
      const self = this.#members.find(({ name }) => name === this.#name)
      const voters = alive.filter(({ member }) => !member.isLearner).length + (self?.isLearner ? 0 : 1)
      if (!leading && !self?.isLearner && voters >= this.#quorum()) {
        const order = (name) => this.#members.findIndex((member) => member.name === name)
        const best = [
          ...alive.map(({ member, revision }) => ({ name: member.name, revision })),
          { name: this.#name, revision: this.#store.revision },
        ]
        best.sort((left, right) => right.revision - left.revision || order(left.name) - order(right.name))
        if (best[0].name === this.#name) return this.#lead()
      }
      if (round % 25 === 24) {
        if (self?.isLearner)
          info('Failed to test etcd connection: this server has not yet been promoted from learner to voting member')
        else {
          info('Failed to test etcd connection: context deadline exceeded')
          zap('info', 'raft/raft.go:987', `${this.#name} is starting a new election at term ${round}`)
        }
      }
      await sleep(Math.max(100, scaled(400)))
    }
  }

  #lead() {
    this.#leader = this.#name
    this.#isAvailable = true
    this.#timer ??= setInterval(() => this.#checkQuorum(), 1000)
    this.#lostAt = undefined
  }

  /** A leader that most members have left, or that never had them, gives way: they may follow another one by now. */
  #checkQuorum() {
    if (!this.isLeader()) return
    const voters = this.#members.filter(
      ({ name, isLearner }) => !isLearner && (name === this.#name || this.#followers.has(name)),
    ).length
    if (voters >= this.#quorum()) {
      this.#lostAt = undefined
      this.#isAvailable = true
      return
    }
    this.#lostAt ??= Date.now()
    if (this.#isAvailable && Date.now() - this.#lostAt > QUORUM_GRACE_MS) {
      this.#isAvailable = false
      zap('warn', 'etcdserver/server.go:2085', 'failed to publish local member to cluster through raft', {
        'local-member-id': this.#name,
        error: 'etcdserver: request timed out',
      })
      this.#leader = undefined
      for (const res of this.#followers.values()) res.destroy()
      this.#followers.clear()
      void this.#elect()
    }
  }

  #follow(member) {
    const { caPem, password } = this.#options
    return new Promise((resolve) => {
      const headers = { authorization: basicAuth('server', password) }
      const path = `/v1-k3s/cluster/stream?name=${this.#name}`
      const req = request({
        host: member.ip,
        port: member.port,
        path,
        ca: caPem,
        headers,
        checkServerIdentity: () => undefined,
        agent: false,
        timeout: SILENCE_MS,
      })
      let rest = ''
      let isFollowing = false
      const end = () => {
        resolve(false)
        if (!isFollowing) return
        isFollowing = false
        this.#leader = undefined
        this.#isAvailable = false
        zap('info', 'raft/node.go:370', `${this.#name} lost leader ${member.name}`)
        void this.#elect()
      }
      req.on('timeout', () => req.destroy())
      req.on('error', end)
      req.on('response', (res) => {
        if (res.statusCode === 410) return this.#removed()
        if (res.statusCode !== 200) {
          res.resume()
          return end()
        }
        res.on('error', () => undefined)
        res.on('close', end)
        res.on('data', (chunk) => {
          const parts = (rest + chunk).split('\n')
          rest = parts.pop()
          for (const line of parts.filter(Boolean)) {
            const message = JSON.parse(line)
            if (message.removed) return this.#removed()
            if (message.change) this.#store.apply(message.change)
            if (message.meta) this.#store.meta = message.meta
            if (!message.state) continue
            this.#store.replace(message.state)
            this.#leader = member.name
            this.#isAvailable = true
            isFollowing = true
            resolve(true)
          }
        })
      })
      req.end()
    })
  }

  #removed() {
    error('This node has been removed from the cluster - please restart k3s to rejoin the cluster')
    writeFileSync(join(this.#options.serverDir, 'db/etcd/tombstone'), '')
    this.#store.save()
    process.exit(this.#options.version.shutsDownInOrder ? 0 : 1)
  }

  #announceMeta() {
    this.#store.saveSoon()
    for (const res of this.#followers.values()) res.write(`${JSON.stringify({ meta: this.#store.meta })}\n`)
  }

  /** `/v1-k3s/cluster/…`: what the members ask each other. */
  handle(req, res, path) {
    if (path.endsWith('/alive'))
      return sendJson(res, 200, { isLeading: this.isLeader(), revision: this.#store.revision })
    const name = new URL(req.url, 'https://localhost').searchParams.get('name')
    const member = this.#members.find((one) => one.name === name)
    if (!this.isLeader()) return sendFailure(res, 503, 'not the leader')
    // It comes back with what it knew before it was removed.
    if (!member) return sendFailure(res, 410, 'the member has been permanently removed from the cluster')
    res.writeHead(200, { 'Content-Type': 'application/x-ndjson' })
    if (member.isLearner) {
      member.isLearner = false
      info(`Promoted learner ${name}`)
      this.#announceMeta()
    }
    res.write(`${JSON.stringify({ state: this.#store.dump() })}\n`)
    this.#followers.get(name)?.destroy()
    this.#followers.set(name, res)
    const unsubscribe = this.#store.subscribe((change) => res.write(`${JSON.stringify({ change })}\n`))
    const timer = setInterval(() => res.write('\n'), HEARTBEAT_MS)
    res.on('close', () => {
      clearInterval(timer)
      unsubscribe()
      if (this.#followers.get(name) === res) this.#followers.delete(name)
    })
  }

  /** A new server asks for the cluster's CAs and data, and becomes a member. */
  async bootstrap(req, res) {
    if (!this.#leader) return sendFailure(res, 503, 'etcd server is not ready')
    if (!this.isLeader()) return this.forward(req, res)
    const { critical, ...member } = JSON.parse((await readBody(req)).toString())
    const agreed = this.#store.meta.critical
    const mismatched = Object.keys(agreed).filter((name) => String(agreed[name]) !== String(critical[name]))
    if (mismatched.length > 0) {
      const message = 'failed to validate server configuration: critical configuration value mismatch between servers'
      return sendJson(res, 400, { ...failureStatus(400, message), mismatched })
    }
    // A learner of the same node is left over from an attempt that did not get far.
    const others = this.#members.filter(({ node, isLearner }) => node !== member.node || !isLearner)
    if (others.some(({ node, name }) => node === member.node && name !== member.name)) {
      return sendFailure(res, 400, 'duplicate node name found, please use a unique name for this node')
    }
    const { remoteAddress, remotePort } = req.socket
    info(`Serving HTTP bootstrap from datastore for ${remoteAddress?.replace('::ffff:', '')}:${remotePort}`)
    if (!others.some(({ name }) => name === member.name)) {
      this.#store.meta.members = [...others, { ...member, isLearner: true }]
      this.#announceMeta()
    }
    sendJson(res, 200, { files: exportAuthorities(this.#options.tlsDir), state: this.#store.dump() })
  }

  /** Passes a request on to the leader, with the servers' own credentials. */
  async forward(req, res) {
    const leader = this.#members.find(({ name }) => name === this.#leader)
    if (!leader) return sendFailure(res, 503, 'etcdserver: no leader')
    const { caPem, password } = this.#options
    const { host: _host, authorization: _authorization, connection: _connection, ...headers } = req.headers
    const upstream = request(
      {
        host: leader.ip,
        port: leader.port,
        path: req.url,
        method: req.method,
        ca: caPem,
        checkServerIdentity: () => undefined,
        agent: false,
        headers: { ...headers, authorization: basicAuth('server', password) },
      },
      (answer) => {
        res.writeHead(answer.statusCode, answer.headers)
        answer.pipe(res)
      },
    )
    upstream.on('error', () =>
      res.headersSent ? res.destroy() : sendFailure(res, 503, 'etcdserver: request timed out'),
    )
    req.pipe(upstream)
  }

  /** A deleted node leaves the cluster. */
  removeMember(node) {
    const member = this.#members.find((one) => one.node === node)
    if (!member || !this.isLeader()) return
    warning(`Removing member ${member.name} from etcd due to node deletion`)
    this.#store.meta.members = this.#members.filter(({ name }) => name !== member.name)
    this.#followers.get(member.name)?.end(`${JSON.stringify({ removed: true })}\n`)
    this.#followers.delete(member.name)
    this.#announceMeta()
    if (member.name === this.#name) void this.#leave()
  }

  /** A leader that is removed ends when the others know of it: in etcd they have agreed to it. */
  async #leave() {
    const told = [...this.#followers.values()].map(
      (res) =>
        new Promise((resolve) => {
          res.on('close', resolve)
          res.end('\n', resolve)
        }),
    )
    await Promise.all(told)
    this.#removed()
  }

  async database(req, res, path) {
    const { serverDir, identity } = this.#options
    if (path === '/db/info') return sendJson(res, 200, { members: this.#members })
    if (req.method === 'GET') return sendJson(res, 200, listSnapshots(serverDir, identity.name))
    const { name } = JSON.parse((await readBody(req)).toString())
    sendJson(res, 200, saveSnapshot(this.#store, serverDir, { name, node: identity.name }))
  }

  /** The node shows its membership as a condition. */
  async afterRegistration(ask) {
    const { identity } = this.#options
    const time = `${new Date().toISOString().slice(0, 19)}Z`
    const condition = {
      type: 'EtcdIsVoter',
      status: 'True',
      reason: 'MemberNotLearner',
      message: 'Node is a voting member of the etcd cluster',
      lastHeartbeatTime: time,
      lastTransitionTime: time,
    }
    const annotations = {
      'etcd.k3s.cattle.io/node-name': this.#name,
      'etcd.k3s.cattle.io/node-address': identity.ip,
      'etcd.k3s.cattle.io/local-snapshots-timestamp': time,
    }
    await ask('PATCH', `/api/v1/nodes/${identity.name}`, {
      metadata: { annotations },
      status: { conditions: [condition] },
    }).catch(() => undefined)
  }

  stop() {
    clearInterval(this.#timer)
    if (this.isLeader()) info('Stopping etcd server...')
    this.#leader = undefined
    for (const res of this.#followers.values()) res.destroy()
    info('etcd server stopped')
  }
}
