import { setTimeout as pause } from 'node:timers/promises'
import { stringify } from 'yaml'
import type { ExecResult } from '../../electron/docker/container-runtime.ts'
import type { FakeContainer } from '../fakes/fake-container.ts'
import { FakeKubeApi } from '../fakes/fake-kube-api.ts'
import { FakeExit } from '../fakes/fake-runtime.ts'
import { copy } from './fake-copier.ts'
import { write } from './fake-data.ts'

const membershipPath = '/var/lib/rancher/k3s/server/db/etcd/config'
const stepMs = 5

/** A k3s of the next minor version, and one whose nodes never get Ready: it says why as soon as somebody waits for them. */
export const newerImage = 'rancher/k3s:v1.37.1-k3s1'
export const brokenImage = 'rancher/k3s:v1.37.0-broken1'

interface Cluster {
  readonly api: FakeKubeApi
  /** Servers and load balancers that are up. */
  readonly up: Map<string, FakeContainer>
  /** Servers that etcd counts. */
  members: Set<string>
  /** By which one of the same name that was made later is known for another. */
  token: string | undefined
  /** The one of the cluster's own, without which its servers end, and Docker starts them again. */
  database: FakeContainer | undefined
}

/** What the containers of clusters do in a Docker in memory: k3s with etcd's rules, and what stands before several servers. */
export class FakeServers {
  readonly #clusters = new Map<string, Cluster>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  apiOf(cluster: string): FakeKubeApi {
    return this.#of(cluster).api
  }

  /** A server that is to forget the other members, and ends. */
  reset(container: FakeContainer): void {
    const config = String(container.readFile('/etc/rancher/k3s/config.yaml'))
    if (!config.includes('cluster-init: true') || !container.readFile(membershipPath)) throw new FakeExit(1)
    this.#of(container.options.labels['dev.sampan.cluster'] ?? '').members = new Set([container.options.hostname])
    container.writeFile('/var/lib/rancher/k3s/server/db/reset-flag', Buffer.from(''))
    throw new FakeExit(0)
  }

  /** The order of things in a real boot, each some milliseconds after the other; what was said in the run before stands until then. */
  async boot(container: FakeContainer): Promise<void> {
    const { hostname, labels } = container.options
    const goesOn = container.currentRun()
    const cluster = this.#of(labels['dev.sampan.cluster'] ?? '')
    if (labels['dev.sampan.role'] === 'loadbalancer') {
      if (!container.readFile('/etc/sampan/haproxy.cfg')) throw new FakeExit(1)
      return this.#up(container, cluster)
    }
    if (labels['dev.sampan.role'] === 'datastore') {
      if (!container.readFile('/etc/sampan/database-password')) throw new FakeExit(1)
      if (!container.options.image.includes('postgres')) {
        container.print('docker-entrypoint.sh: not found\n')
        throw new FakeExit(127)
      }
      cluster.database = container
      await pause(3 * stepMs)
      if (goesOn()) this.#up(container, cluster)
      return
    }
    // As with a real one: nothing can be run that was never laid into it.
    if (!container.readFile('/etc/sampan/entrypoint.sh')) throw new FakeExit(127)
    const { api } = cluster
    container.print('time="2026-11-23T10:00:00Z" level=info msg="Starting k3s v1.36.2+k3s1 (5aed4d7b)"\n')
    if (labels['dev.sampan.role'] === 'server') {
      await this.#bootServer(container, cluster)
      if (!goesOn()) return
    }
    // An agent that comes before the API sleeps, and looks again; a member waits for the others.
    while (goesOn() && api.readiness !== 'ready') await pause(10 * stepMs)
    await pause(stepMs)
    if (!goesOn()) return
    api.nodeRegisters(hostname, this.#now())
    await pause(stepMs)
    if (!goesOn()) return
    if (container.options.image === brokenImage) {
      while (goesOn() && api.openWatches === 0) await pause(stepMs)
      container.print(
        `time="2026-11-23T10:00:01Z" level=warning msg="unknown flag --unheard-of found in config.yaml"\n`,
      )
      return
    }
    api.nodeReady(hostname, this.#now())
    if (labels['dev.sampan.role'] === 'server') api.dns.set({ isReady: true, startedMs: this.#now() })
  }

  exec(container: FakeContainer, command: readonly string[]): ExecResult {
    const cluster = this.#of(container.options.labels['dev.sampan.cluster'] ?? '')
    if (container.options.hostname === 'copier') return copy(container, command)
    const words = command.join(' ')
    const node = /delete node\/(\S+)/.exec(words)?.[1]
    const done = { exitCode: 0, stdout: '', stderr: '' }
    if (container === cluster.database) return { ...done, exitCode: cluster.up.has(container.options.hostname) ? 0 : 2 }
    if (words.startsWith('kubectl') && !this.#isServed(cluster))
      return { ...done, exitCode: 1, stderr: 'The connection to the server 127.0.0.1:6443 was refused' }
    if (!node) return done
    cluster.api.nodeDeleted(node)
    cluster.members.delete(node)
    // k3s ends, Docker starts it again, and it finds that it is no member any more.
    const gone = cluster.up.get(node)
    if (gone?.readFile(membershipPath)) gone.removeFile(membershipPath)
    this.#look(cluster)
    return done
  }

  async #bootServer(container: FakeContainer, cluster: Cluster): Promise<void> {
    const { hostname, labels } = container.options
    const goesOn = container.currentRun()
    const config = String(container.readFile('/etc/rancher/k3s/config.yaml'))
    await pause(stepMs)
    if (!goesOn()) return
    if (usesOwnDatabase(config) && !isUp(cluster.database, cluster)) throw new FakeExit(1)
    const begins = config.includes('cluster-init: true')
    const token = String(container.readFile('/etc/sampan/token'))
    if (cluster.token !== token) cluster.members.clear()
    cluster.token = token
    if ((begins || /^server: /m.test(config)) && !container.readFile(membershipPath)) {
      // Docker starts it again until there is somebody who takes it in.
      if (begins ? cluster.members.size > 0 : cluster.members.has(hostname) || !this.#isServed(cluster))
        throw new FakeExit(1)
      cluster.members.add(hostname)
      container.writeFile(membershipPath, Buffer.from(`name: ${hostname}\n`))
    }
    container.writeFile('/etc/rancher/k3s/k3s.yaml', Buffer.from(k3sYaml(labels['dev.sampan.cluster'] ?? '')))
    await pause(stepMs)
    if (!goesOn()) return
    const others = [...cluster.up.values()].filter(({ options }) => cluster.members.has(options.hostname))
    const isMember = cluster.members.has(hostname)
    const stores = cluster.database ? [cluster.database] : isMember ? [...others, container] : [container]
    const [from = container] = stores
    write(container.options.image, { from, into: stores })
    this.#up(container, cluster)
  }

  #up(container: FakeContainer, cluster: Cluster): void {
    const { hostname } = container.options
    cluster.up.set(hostname, container)
    this.#look(cluster)
    void container.untilStopped(new AbortController().signal).then(() => {
      if (cluster.up.get(hostname) === container) cluster.up.delete(hostname)
      this.#look(cluster)
    })
  }

  /** Seen from the host: through what publishes the port. */
  #look(cluster: Cluster): void {
    const isPublished = [...cluster.up.values()].some(({ options }) => options.labels['dev.sampan.api-port'])
    cluster.api.readiness = isPublished && this.#isServed(cluster) ? 'ready' : 'refused'
  }

  /** Some server is up, and most of those that etcd counts. */
  #isServed(cluster: Cluster): boolean {
    const { up, members, database } = cluster
    if (database && !isUp(database, cluster)) return false
    const servers = [...up.values()].filter(({ options }) => options.labels['dev.sampan.role'] === 'server')
    const present = [...members].filter((name) => up.has(name)).length
    return servers.length > 0 && (members.size === 0 || present > members.size / 2)
  }

  #of(cluster: string): Cluster {
    const known: Cluster = this.#clusters.get(cluster) ?? {
      api: new FakeKubeApi(),
      up: new Map(),
      members: new Set(),
      token: undefined,
      database: undefined,
    }
    this.#clusters.set(cluster, known)
    return known
  }
}

const isUp = (container: FakeContainer | undefined, { up }: Cluster) =>
  container !== undefined && up.get(container.options.hostname) === container

/** It is at a fixed address of the cluster's network. */
const usesOwnDatabase = (config: string) => /^datastore-endpoint: \S+@(tcp\()?\d+\.\d+\.\d+\.3:/m.test(config)

function k3sYaml(cluster: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'default', cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority-data': 'Q0E=' } },
    ],
    contexts: [{ name: 'default', context: { cluster: 'default', user: 'default' } }],
    'current-context': 'default',
    users: [{ name: 'default', user: { 'client-certificate-data': 'Q0VSVA==', 'client-key-data': cluster } }],
  })
}
