import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, get, request } from 'node:http'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ForwardsEvent, PortForward } from '#shared/access.ts'
import type { ClusterRef } from '#shared/cluster.ts'
import { ClusterSpec } from '#shared/cluster.ts'
import { Forwards } from '../../electron/access/forwards.ts'
import { isStandIn, until, untilSettled } from './docker.ts'
import { problemFrom } from './problem-from.ts'
import { realWorld } from './real-world.ts'
import { kubectlWith } from './web-workload.ts'

const world = await realWorld()
const missing = world.missing ?? (isStandIn ? undefined : 'no image with an HTTP server')
const { signal } = new AbortController()

describe.skipIf(missing)(`a port-forward${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let folder: string
  let cluster: ClusterRef
  let kube: Awaited<ReturnType<typeof kubectlWith>>
  let forwards: Forwards
  const kubeconfig = (own: AbortSignal) => world.engine.kubeconfig(cluster.name, own)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sampan-forwards-'))
    const spec = ClusterSpec.parse(world.spec())
    await world.engine.create(spec, { choose: [], signal, onEvent: () => undefined })
    cluster = { engineId: await world.engine.id(signal), name: spec.name }
    kube = await kubectlWith(folder, await kubeconfig(signal))
    await kube.applyWeb()
    await until('both pods are ready', async () => (await kube.readyPods()).length === 2)
  })
  afterAll(async () => {
    await world.sweep(cluster.name)
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    forwards = new Forwards()
  })
  afterEach(async () => {
    await forwards.closeAll()
    await kube.kubectl('scale', 'deployment/web', '--replicas=2')
    await until('both pods are ready', async () => (await kube.readyPods()).length === 2)
  })

  const open = (kind: PortForward['target']['kind'], name: string, port: PortForward['port'], localPort?: number) =>
    forwards.open({ cluster, target: { kind, namespace: 'default', name }, port, localPort }, kubeconfig, signal)

  it('brings an HTTP client to a pod of a service, by the number of its port, and ends on request', async () => {
    const forward = await open('Service', 'web', 80)
    expect(forward).toMatchObject({ scheme: 'http', connections: 0, pod: expect.stringMatching(/^web-/) })
    expect(await kube.readyPods()).toContain((await fetched(forward)).trim())
    await forwards.close(forward.id)
    expect(await refusal(forward.localPort)).toBe('ECONNREFUSED')
    expect(forwards.list()).toEqual([])
  })

  it('knows ports by name, of a service, of a deployment and of a pod', async () => {
    const [pod = ''] = await kube.readyPods()
    const opened = [
      await open('Service', 'web', 'http'),
      await open('Deployment', 'web', 'http'),
      await open('Pod', pod, 'http'),
    ]
    const answers = await Promise.all(opened.map(fetched))
    const pods = await kube.readyPods()
    expect(answers.map((answer) => pods.includes(answer.trim()))).toEqual([true, true, true])
    expect(answers[2]?.trim()).toBe(pod)
  })

  it('is offered for the TCP ports of an object, and for the services behind an ingress', async () => {
    const choices = (kind: 'Service' | 'Ingress' | 'Deployment', name: string) =>
      forwards.choices({ kind, namespace: 'default', name }, kubeconfig, signal)
    const web = { kind: 'Service', namespace: 'default', name: 'web' }
    expect(await choices('Service', 'web')).toEqual([
      { target: web, port: 80, name: 'http' },
      { target: web, port: 81, name: 'closed' },
    ])
    expect(await choices('Deployment', 'web')).toEqual([
      { target: { ...web, kind: 'Deployment' }, port: 8080, name: 'http' },
    ])
    expect(await choices('Ingress', 'shop')).toEqual([
      { target: web, port: 80, name: 'http', route: 'shop.example.org/api' },
    ])
  })

  it.each([
    ['Service', 'nothing', 80, 'forward.gone'],
    ['Service', 'web', 82, 'forward.no_port'],
    ['Service', 'web', 'dns', 'forward.not_tcp'],
    ['Service', 'elsewhere', 80, 'forward.no_selector'],
  ] as const)('to %s %s, port %s, says why there cannot be one: %s', async (kind, name, port, code) => {
    expect(await problemFrom(open(kind, name, port))).toMatchObject({ code })
    expect(forwards.list()).toEqual([])
  })

  it('takes the next free port where the wished one is taken, and one forward for two clicks', async () => {
    const holder = createServer()
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
    const address = holder.address()
    const taken = typeof address === 'object' ? (address?.port ?? 0) : 0
    try {
      const [first, second] = await Promise.all([open('Service', 'web', 80, taken), open('Service', 'web', 80, taken)])
      expect(first.localPort).toBeGreaterThan(taken)
      expect(second).toEqual(first)
      expect(await open('Service', 'web', 80)).toMatchObject({ id: first.id })
    } finally {
      holder.close()
    }
  })

  it('brings 50 MB whole both ways, also an answer that only the end of the connection ends', async () => {
    const forward = await open('Service', 'web', 80)
    const size = 50 * 1024 * 1024
    const received = createHash('sha256')
    let bytes = 0
    for await (const chunk of await response(forward, `/bytes?count=${size}`)) {
      received.update(chunk)
      bytes += chunk.length
    }
    expect([bytes, received.digest('hex')]).toEqual([size, digestOfPattern(size)])

    const sent = randomBytes(size)
    const answer = await new Promise<string>((resolve, reject) => {
      const post = request({ ...place(forward), path: '/sum', method: 'POST' }, (its) =>
        text(its).then(resolve, reject),
      )
      post.on('error', reject).end(sent)
    })
    expect(answer.trim()).toBe(createHash('sha256').update(sent).digest('hex'))
  })

  it('is as slow as its client: who does not read is not written for', async () => {
    const forward = await open('Service', 'web', 80)
    const before = process.memoryUsage()
    const client = await rawClient(forward)
    client.pause()
    client.write(`GET /bytes?count=${200 * 1024 * 1024} HTTP/1.1\r\nHost: web\r\n\r\n`)
    // What is under way fills up, and then nothing more is read: 200 MB would be seen.
    await until('the first bytes wait', async () => client.readableLength > 0 || client.bytesRead > 0)
    await untilSettled('no more is read', () => process.memoryUsage().external)
    expect(process.memoryUsage().external - before.external).toBeLessThan(60 * 1024 * 1024)
    client.destroy()
    await until('the connection is gone', async () => forwards.list()[0]?.connections === 0)
  })

  it('answers a client that has said all and closed its half', async () => {
    const client = await rawClient(await open('Service', 'web', 80))
    client.end('GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n')
    expect((await buffer(client)).toString()).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\nweb-/)
  })

  it('resets a connection to a port where nothing listens, says so, and stays', async () => {
    const forward = await open('Service', 'web', 81)
    await expect(fetched(forward)).rejects.toThrow(/ECONNRESET|socket hang up/)
    await until('the reason is known', async () => forwards.list()[0]?.problem?.code === 'forward.refused')
    expect(forwards.list()).toMatchObject([
      { id: forward.id, problem: { params: { port: '9999' }, detail: expect.stringContaining('connection refused') } },
    ])
  })

  it('goes on to another pod when its own is deleted', async () => {
    const [pod = ''] = await kube.readyPods()
    const forward = await open('Pod', pod, 8080)
    expect((await fetched(forward)).trim()).toBe(pod)
    await kube.kubectl('delete', 'pod', pod, '--wait=false')
    await until('another pod is chosen', async () => forwards.list()[0]?.pod !== pod)
    const next = (await fetched(forward)).trim()
    expect(next).not.toBe(pod)
    expect(await kube.readyPods()).toContain(next)
  })

  it('waits while no pod is ready, says so, and serves the connection that has waited', async () => {
    const forward = await open('Service', 'web', 80)
    await kube.kubectl('scale', 'deployment/web', '--replicas=0')
    await until('no pod is left', async () => forwards.list()[0]?.problem?.code === 'forward.no_ready_pod')
    const waiting = fetched(forward)
    await until('the connection waits', async () => forwards.list()[0]?.connections === 1)
    expect(forwards.list()[0]).not.toHaveProperty('pod')
    await kube.kubectl('scale', 'deployment/web', '--replicas=1')
    expect((await waiting).trim()).toMatch(/^web-/)
  })

  it('outlives a restart of its cluster', async () => {
    const forward = await open('Service', 'web', 80)
    await world.engine.restart(cluster.name, { signal, onEvent: () => undefined })
    expect((await fetched(forward)).trim()).toMatch(/^web-/)
  })

  it('tells of each change and of its end, which an end of the cluster is', async () => {
    const watching = new AbortController()
    const events: ForwardsEvent[] = []
    const seen = (async () => {
      for await (const event of forwards.watch(watching.signal)) events.push(event)
    })()
    const forward = await open('Service', 'web', 80)
    await until('it is told', async () => JSON.stringify(events).includes(forward.id))
    const stopped = {
      engine: { kind: 'connected' as const, engineId: cluster.engineId, address: '', name: '', version: '' },
      clusters: [{ ...cluster, state: 'stopped' as const, image: '', nodes: [], ports: [] }],
    }
    const notSure = { ...stopped, engine: { kind: 'connecting' as const }, clusters: [] }
    await forwards.follow(snapshots(notSure))
    expect(forwards.list()).toHaveLength(1)
    await forwards.follow(snapshots(stopped))
    await until('its end is told', async () => events.some(({ kind }) => kind === 'ended'))
    expect(events).toContainEqual({
      kind: 'ended',
      end: 'stopped',
      forward: expect.objectContaining({ id: forward.id }),
    })
    expect(forwards.list()).toEqual([])
    watching.abort()
    await seen
  })

  it("leaves no socket behind, neither its own nor the API's, and no timer", async () => {
    await until('what was before is gone', async () => sockets().length === 0)
    const timers = timeouts()
    const forward = await open('Service', 'web', 80)
    const idle = await rawClient(forward)
    idle.on('error', () => undefined)
    await fetched(forward)
    await until('it is joined', async () => forwards.list()[0]?.connections === 1)
    expect(sockets().length).toBeGreaterThan(3)
    await forwards.close(forward.id)
    idle.destroy()
    await until('all is gone', async () => sockets().length === 0 && timeouts() <= timers + 1, 10_000)
  })
})

const place = ({ localPort }: PortForward) => ({ host: '127.0.0.1', port: localPort, agent: new Agent() })

function response(forward: PortForward, path: string) {
  return new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    get({ ...place(forward), path }, resolve).on('error', reject)
  })
}

async function fetched(forward: PortForward): Promise<string> {
  return text(await response(forward, '/'))
}

function rawClient({ localPort }: PortForward): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const client = connect({ port: localPort, host: '127.0.0.1', allowHalfOpen: true }, () => resolve(client))
    client.once('error', reject)
  })
}

function refusal(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const client = connect(port, '127.0.0.1', () => {
      client.destroy()
      resolve(undefined)
    })
    client.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  })
}

/** As the stand-in's pods make them: every four bytes tell where they belong. */
function digestOfPattern(size: number): string {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < size; at += 4) bytes.writeUInt32LE(at, at)
  return createHash('sha256').update(bytes).digest('hex')
}

const sockets = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS/.test(name))
/** The one that `until` waits with comes besides. */
const timeouts = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

async function* snapshots<T>(...each: T[]) {
  yield* each
}
