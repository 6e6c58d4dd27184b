// Longer than a file should be because it is one list of cases against one engine that a test plays.
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { extract, pack } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import type { ContainerOptions } from '../../../electron/docker/container-runtime.ts'
import { DockerRuntime } from '../../../electron/docker/docker-runtime.ts'
import { serveEngine, stopEngine } from './engine-server.ts'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

describe('talking to a Docker Engine', () => {
  let folder: string
  let server: Server | undefined
  let runtime: DockerRuntime
  let requests: string[]
  const signal = () => AbortSignal.timeout(5000)
  /** `handle` answers everything but the ping. */
  const serve = async (handle: Handle, headers: Record<string, string> = {}) => {
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      requests.push(`${request.method} ${request.url}`)
      if (request.url?.startsWith('/_ping')) return false
      handle(request, response)
      return true
    }
    server = await serveEngine(join(folder, 'docker.sock'), { headers, handle: answer })
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error) => problemOf(error).code,
    )

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sampan-docker-'))
    runtime = new DockerRuntime({ kind: 'socket', path: join(folder, 'docker.sock') })
    requests = []
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    runtime.close()
    if (server) await stopEngine(server)
    server = undefined
    await rm(folder, { recursive: true, force: true })
  })

  it.each([
    ['1.41', '/v1.41/'],
    ['1.45', '/v1.45/'],
    ['1.60', '/v1.47/'],
  ])('speaks the newest version that both know: to %s it says %s', async (version, prefix) => {
    await serve((_, response) => void response.end('[]'), { 'api-version': version })
    await Promise.all([runtime.listNetworks(), runtime.listNetworks()])
    expect(requests.map((request) => request.split(' ')[1]?.slice(0, 7))).toEqual(['/_ping?', prefix, prefix])
  })

  it.each([
    ['that goes on', false],
    ['that has come whole', true],
  ])('ends a log %s quietly when its reader leaves before the first piece', async (_, isWhole) => {
    let close: () => void = () => undefined
    const closed = new Promise<void>((resolve) => {
      close = resolve
    })
    await serve((request, response) => {
      if (isWhole) response.end(Buffer.alloc(500_000))
      else response.flushHeaders()
      request.socket.once('close', close)
    })
    const leaving = new AbortController()
    for await (const _piece of runtime.logChunks('1', { follow: !isWhole }, leaving.signal)) {
      leaving.abort()
      await closed
    }
  })

  it("keeps a container's environment out of the URL", async () => {
    let body = ''
    await serve(async (request, response) => {
      body = await text(request)
      response.writeHead(201).end('{"Id":"1"}')
    })
    expect(await runtime.createContainer(options)).toBe('1')
    expect(requests.at(-1)).toBe('POST /v1.45/containers/create?name=node')
    expect(JSON.parse(body)).toEqual({
      Hostname: 'host',
      Image: 'image:1',
      Entrypoint: ['/entry'],
      Cmd: ['server'],
      Env: ['SECRET=x=y'],
      Labels: { a: 'b' },
      ExposedPorts: { '6443/tcp': {}, '53/udp': {} },
      StopTimeout: 30,
      Tty: false,
      NetworkingConfig: { EndpointsConfig: { net: { IPAMConfig: { IPv4Address: '10.1.1.2' }, Aliases: ['api'] } } },
      HostConfig: {
        NetworkMode: 'net',
        Mounts: [{ Type: 'volume', Source: 'data', Target: '/data' }],
        Tmpfs: { '/run': '' },
        PortBindings: {
          '6443/tcp': [
            { HostIp: '127.0.0.1', HostPort: '6550' },
            { HostIp: '0.0.0.0', HostPort: '6551' },
          ],
          '53/udp': [{ HostIp: '127.0.0.1', HostPort: '53' }],
        },
        ExtraHosts: ['host.docker.internal:host-gateway'],
        Privileged: true,
        UsernsMode: 'host',
        Init: true,
        PidsLimit: -1,
        RestartPolicy: { Name: 'unless-stopped' },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
        Memory: 512,
        NanoCpus: 1_500_000_000,
      },
    })
  })

  it('lets a program that is not root use ports below 1024 where that is asked for', async () => {
    let body = ''
    await serve(async (request, response) => {
      body = await text(request)
      response.writeHead(201).end('{"Id":"1"}')
    })
    await runtime.createContainer({ ...options, hasLowPorts: true })
    expect(JSON.parse(body).HostConfig.Sysctls).toEqual({ 'net.ipv4.ip_unprivileged_port_start': '0' })
  })

  it('gives Podman one file for a log that holds as much as all of Docker, as it knows no other', async () => {
    let body = ''
    const handle: Handle = async (request, response) => {
      body = await text(request)
      response.writeHead(201).end('{"Id":"1"}')
    }
    await serve(handle, { 'libpod-api-version': '5.8.0' })
    await runtime.createContainer(options)
    expect(JSON.parse(body).HostConfig.LogConfig.Config).toEqual({ 'max-size': '30m', 'max-file': '1' })
  })

  it('gives Podman the volumes of a container before it, as it would make them without labels', async () => {
    const handle: Handle = async (request, response) => {
      const body = JSON.parse((await text(request)) || '{}')
      if (request.url?.includes('/volumes/create')) made.push(body)
      response.end(JSON.stringify({ Id: '1', Name: body.Name, Labels: body.Labels }))
    }
    const made: unknown[] = []
    const volumes = [{ name: 'data', path: '/data', labels: { a: 'b' } }, ...options.volumes]
    await serve(handle, { 'libpod-api-version': '5.8.0' })
    await runtime.createContainer({ ...options, volumes })
    expect(made).toEqual([{ Name: 'data', Driver: 'local', Labels: { a: 'b' } }])
    expect(requests.map((request) => /\/(volumes|containers)\//.exec(request)?.[1])).toEqual([
      undefined,
      'volumes',
      'containers',
    ])
  })

  it.each([
    ['Docker', {}, ['rancher/k3s:v1', 'localhost/own:1', 'ghcr.io/k3s-io/k3s:v1']],
    ['Podman', { 'libpod-api-version': '5.8.0' }, ['rancher/k3s:v1', 'own:1', 'ghcr.io/k3s-io/k3s:v1', 'busybox:1']],
  ])('calls images by the names that people use: %s', async (_, headers, names) => {
    const isPodman = 'libpod-api-version' in headers
    const tags = isPodman
      ? ['docker.io/rancher/k3s:v1', 'localhost/own:1', 'ghcr.io/k3s-io/k3s:v1', 'docker.io/library/busybox:1']
      : names
    await serve((_request, response) => void response.end(JSON.stringify([{ RepoTags: tags, Size: 5 }])), headers)
    expect(await runtime.listImages()).toEqual([{ names, sizeBytes: 5 }])
  })

  it('fails at once when the connection breaks in the middle of an answer', async () => {
    await serve((_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('[{')
      setTimeout(() => response.destroy(), 20)
    })
    expect(await codeOf(runtime.listNetworks())).toBe('docker.lost')
  })

  it('finds the engine again after it was away', async () => {
    expect(await codeOf(runtime.listNetworks())).toBe('docker.not_running')
    await serve((_, response) => void response.end('[]'))
    expect(await runtime.listNetworks()).toEqual([])
  })

  it('stops asking when the caller gives up, with his reason, and lets others go on', async () => {
    await serve((_, response) => void setTimeout(() => response.end('[]'), 100))
    const impatient = runtime.listNetworks(AbortSignal.timeout(30))
    const patient = runtime.listNetworks()
    await expect(impatient).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(await patient).toEqual([])
  })

  it('shows the bytes of a pull, and the reason when it fails half way', async () => {
    await serve((_, response) => {
      response.write('{"status":"Downloading","id":"a","progressDetail":{"current":10,"total":20}}\r\n{"status":"Down')
      response.end(
        'load complete","id":"a"}\r\n{"error":"manifest unknown","errorDetail":{"message":"manifest unknown"}}\r\n',
      )
    })
    const seen: object[] = []
    const work = runtime.pullImage('rancher/k3s', (progress) => seen.push(progress), signal())
    expect(await codeOf(work)).toBe('image.not_found')
    expect(seen).toEqual([
      { doneBytes: 10, totalBytes: 20 },
      { doneBytes: 20, totalBytes: 20 },
    ])
    expect(requests.at(-1)).toBe('POST /v1.45/images/create?fromImage=rancher%2Fk3s%3Alatest')
  })

  it('stops a pull when it is cancelled', async () => {
    await serve(
      (_, response) =>
        void response.write('{"status":"Downloading","id":"a","progressDetail":{"current":1,"total":2}}\n'),
    )
    const controller = new AbortController()
    const work = runtime.pullImage('x', () => controller.abort(new Error('cancelled')), controller.signal)
    await expect(work).rejects.toThrow('cancelled')
  })

  it('never takes a log that broke for one that ended', async () => {
    await serve((request, response) => {
      if (request.url?.includes('/json')) return void response.end('{"Id":"1","Config":{"Tty":false}}')
      response.writeHead(200).write(Buffer.from('\x01\0\0\0\0\0\0\x05T one', 'latin1'))
      setTimeout(() => response.destroy(), 20)
    })
    const seen: string[] = []
    const read = async () => {
      for await (const { data } of runtime.logs('1', { follow: true }, signal())) seen.push(data.toString())
    }
    expect([await codeOf(read()), seen]).toEqual(['docker.lost', ['one']])
  })

  it('reads the log of a container with a terminal, which has no frames', async () => {
    await serve((request, response) => {
      response.end(request.url?.includes('/json') ? '{"Id":"1","Config":{"Tty":true}}' : 'T1 one\r\nT2 two\r\n')
    })
    const seen = []
    for await (const { time, data } of runtime.logs('1', { follow: false }, signal())) seen.push(`${time}:${data}`)
    expect(seen).toEqual(['T1:one\r\n', 'T2:two\r\n'])
  })

  it.each([
    ['breaks', (response: ServerResponse) => void response.destroy()],
    ['ends in good order', (response: ServerResponse) => void response.end()],
  ])('says that the engine is lost when its event stream %s', async (_, finish) => {
    await serve((_request, response) => {
      response.writeHead(200).flushHeaders()
      setTimeout(() => finish(response), 20)
    })
    const seen: string[] = []
    const read = async () => {
      for await (const { kind } of runtime.events({ label: 'dev.sampan.cluster' }, signal())) seen.push(kind)
    }
    expect([await codeOf(read()), seen]).toEqual(['docker.lost', ['connected']])
  })

  it('reads a file through one link, and nothing that is no file', async () => {
    const entries: Record<string, { name: string; type: 'file' | 'symlink' | 'directory'; linkname?: string }> = {
      '/etc/k3s.yaml': { name: 'k3s.yaml', type: 'symlink', linkname: '../output/config' },
      '/output/config': { name: 'config', type: 'file' },
      '/loop': { name: 'loop', type: 'symlink', linkname: '/loop' },
      '/etc': { name: 'etc', type: 'directory' },
    }
    await serve((request, response) => {
      const path = new URL(request.url ?? '', 'http://docker').searchParams.get('path') ?? ''
      const header = entries[path]
      if (!header) return void response.writeHead(404).end('{"message":"Could not find the file"}')
      const tar = pack()
      tar.entry(header, header.type === 'file' ? 'text' : '')
      tar.finalize()
      tar.pipe(response)
    })
    const read = async (path: string) => (await runtime.readFile('1', path))?.toString()
    expect([await read('/etc/k3s.yaml'), await read('/output/config')]).toEqual(['text', 'text'])
    expect([await read('/loop'), await read('/etc'), await read('/nothing')]).toEqual([undefined, undefined, undefined])
  })

  it.each([
    [404, 'No such container: node', undefined],
    [200, '', 'text'],
  ])(
    'reads a file that Docker stumbles over while somebody removes or starts the container: then %i',
    async (status, message, found) => {
      const stumbles = [
        'RWLayer of container 0123 is unexpectedly nil',
        'error processing tar file: Error after fallback to chroot: no such file or directory: exit status 1',
      ]
      await serve((_, response) => {
        const stumble = stumbles.shift()
        if (stumble) return void response.writeHead(500).end(JSON.stringify({ message: stumble }))
        if (status === 404) return void response.writeHead(404).end(JSON.stringify({ message }))
        const tar = pack()
        tar.entry({ name: 'file' }, 'text')
        tar.finalize()
        tar.pipe(response)
      })
      expect((await runtime.readFile('node', '/file', signal()))?.toString('utf8')).toBe(found)
    },
  )

  it('tells of a file by the header of an answer without a body, and tries again where Docker stumbles', async () => {
    const answers = [
      { name: 'file', size: 7, mode: 0o644, mtime: '2026-11-28T16:48:45.0123Z', linkTarget: '' },
      undefined,
      { name: 'folder', size: 4096, mode: 2 ** 31 + 0o755, mtime: '2026-11-28T17:48:45+01:00', linkTarget: '' },
    ]
    await serve((_, response) => {
      if (answers.length === 0) return void response.writeHead(404).end()
      const told = answers.shift()
      if (!told) return void response.writeHead(500).end()
      const header = Buffer.from(JSON.stringify(told)).toString('base64')
      response.writeHead(200, { 'X-Docker-Container-Path-Stat': header }).end()
    })
    const stat = () => runtime.statFile('node', '/path', signal())
    const atMs = BigInt(Date.parse('2026-11-28T16:48:45Z'))
    expect([await stat(), await stat(), await stat()]).toEqual([
      { isFile: true, sizeBytes: 7, modifiedNs: atMs * 1_000_000n + 12_300_000n },
      { isFile: false, sizeBytes: 4096, modifiedNs: atMs * 1_000_000n },
      undefined,
    ])
    expect(requests.at(-1)).toBe('HEAD /v1.45/containers/node/archive?path=%2Fpath')
  })

  it('leaves out what it cannot read of a list, says so once, and gives the rest', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const container = (id: string) => ({ Id: id, Names: [`/${id}`], Image: 'i', State: 'running', Created: 1 })
    await serve((request, response) => {
      if (request.url?.includes('/networks')) return void response.end('[{"Id":"n","Name":"net"},{"Id":7}]')
      if (request.url?.includes('/volumes')) return void response.end('{"Volumes":[{"Name":"v"},{"Name":null}]}')
      response.end(JSON.stringify([container('a'), { ...container('b'), Created: 'yesterday' }, container('c')]))
    })
    const filter = { label: 'l' }
    const seen = [
      (await runtime.listContainers(filter)).map(({ name }) => name),
      (await runtime.listContainers(filter)).map(({ name }) => name),
      (await runtime.listNetworks()).map(({ name }) => name),
      (await runtime.listVolumes(filter)).map(({ name }) => name),
    ]
    expect(seen).toEqual([['a', 'c'], ['a', 'c'], ['net'], ['v']])
    expect(said.mock.calls.map(([, reason]) => String(reason).replace(/: .*/s, ''))).toEqual([
      'list containers',
      'list networks',
      'list volumes',
    ])
  })

  it('fails with what it could not read of a single answer', async () => {
    await serve((_, response) => void response.writeHead(201).end('{"Warnings":[]}'))
    const failure = await runtime.createNetwork({ name: 'n', subnet: 's', gateway: 'g', labels: {} }).catch(problemOf)
    expect(failure).toMatchObject({ code: 'docker.failed', detail: expect.stringContaining('at Id') })
  })

  it('has stopped a container only when the list says so, too', async () => {
    let listed = 0
    await serve((request, response) => {
      if (request.url?.includes('/stop')) return void response.writeHead(204).end()
      if (request.url?.includes('/1/json')) return void response.end(JSON.stringify(inspected('exited')))
      listed += 1
      response.end(JSON.stringify([inList(listed < 3 ? 'running' : 'exited')]))
    })
    await runtime.stopContainer('1', 1)
    expect((await runtime.listContainers({ label: 'l' })).map(({ state }) => state)).toEqual(['exited'])
    expect(listed).toBe(4)
  })

  it('has stopped a container also where the engine is too busy to say so', async () => {
    await serve((request, response) => {
      if (request.url?.includes('/stop')) return void response.writeHead(204).end()
      response.writeHead(500).end(JSON.stringify({ message: 'busy' }))
    })
    await expect(runtime.stopContainer('1', 1)).resolves.toBeUndefined()
  })

  it('tells the end of a container when the list knows of it, and a removal by either name', async () => {
    let listed = 0
    await serve((request, response) => {
      if (request.url?.includes('/events')) {
        const actor = { ID: '1', Attributes: { own: 'x' } }
        const lines = ['die', 'remove', 'destroy'].map((Action) => ({ Type: 'container', Action, Actor: actor }))
        const all = [...lines, { Type: 'volume', Action: 'remove', Actor: {} }]
        return void response.end(all.map((line) => `${JSON.stringify(line)}\n`).join(''))
      }
      if (request.url?.includes('/1/json')) return void response.end(JSON.stringify(inspected('exited')))
      listed += 1
      response.end(JSON.stringify([inList(listed < 3 ? 'running' : 'exited')]))
    })
    const seen: unknown[] = []
    const read = async () => {
      for await (const event of runtime.events({ label: 'own' }, signal()))
        if (event.kind === 'changed') seen.push([event.object, event.action, listed])
    }
    expect(await codeOf(read())).toBe('docker.lost')
    expect(seen).toEqual([
      ['container', 'die', 3],
      ['container', 'destroy', 3],
      ['container', 'destroy', 3],
      ['volume', 'destroy', 3],
    ])
    expect(decodeURIComponent(requests.find((request) => request.includes('/events')) ?? '')).toContain('"remove"')
  })

  it.each([
    ['events', () => consume(runtime.events({ label: 'l' }, never())), 30_000],
    ['the log of a container', () => consume(runtime.logChunks('1', { follow: true }, never())), 30_000],
    ['a command', () => runtime.exec('1', ['sleep'], never()), 30_000],
    ['a pull', () => runtime.pullImage('x', () => undefined, never()), 180_000],
  ])('gives up on %s that Docker never begins to answer', async (_, ask, afterMs) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const asked = signalled()
      await serve((request, response) => {
        if (/\/exec\?/.test(request.url ?? '')) return void response.writeHead(201).end('{"Id":"e"}')
        asked.now()
      })
      const failure = codeOf(ask())
      await asked.happened
      await vi.advanceTimersByTimeAsync(afterMs)
      expect(await failure).toBe('docker.unreachable')
    } finally {
      vi.useRealTimers()
    }
  })

  it('gives up on a command that never ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const runs = signalled()
      await serve((request, response) => {
        if (/\/exec\?/.test(request.url ?? '')) return void response.writeHead(201).end('{"Id":"e"}')
        if (request.url?.includes('/networks')) return void response.end('[]')
        response.writeHead(200).flushHeaders()
        runs.now()
      })
      const failure = runtime.exec('1', ['sleep', '9999']).catch(problemOf)
      await runs.happened
      // Its answer comes after the beginning of the other.
      await runtime.listNetworks()
      await vi.advanceTimersByTimeAsync(600_000)
      expect(await failure).toMatchObject({ code: 'docker.failed', detail: '> 600 s' })
    } finally {
      vi.useRealTimers()
    }
  })

  it('puts files into the volumes of a container, too, where Podman would put them beside', async () => {
    const puts: Record<string, string[]> = {}
    const handle: Handle = async (request, response) => {
      const mounts = { Mounts: [{ Destination: '/etc/rancher/node' }] }
      if (request.method === 'GET') return void response.end(JSON.stringify({ ...inspected('created'), ...mounts }))
      const names: string[] = []
      const entries = extract()
      request.pipe(entries)
      for await (const entry of entries) {
        names.push(`${entry.header.name} ${entry.header.mode?.toString(8)} ${await text(entry)}`)
      }
      puts[new URL(request.url ?? '', 'http://docker').searchParams.get('path') ?? ''] = names
      response.end()
    }
    await serve(handle, { 'libpod-api-version': '5.8.0' })
    const tar = pack()
    tar.entry({ name: 'etc/sampan/token', mode: 0o600 }, 'token')
    tar.entry({ name: 'etc/rancher/node/copy.json', mode: 0o600 }, 'copy')
    tar.finalize()
    await runtime.putArchive('1', await buffer(tar))
    expect(puts).toEqual({
      '/': ['etc/sampan/token 600 token', 'etc/rancher/node/copy.json 600 copy'],
      '/etc/rancher/node': ['copy.json 600 copy'],
    })
  })

  it.each([
    ['an address that the engine names', { Subnet: '172.17.0.0/16', Gateway: '172.17.0.9' }, '172.17.0.9'],
    ['the first of the subnet, where a fresh engine names none', { Subnet: '172.17.0.0/16' }, '172.17.0.1'],
    ['the first of a subnet that does not begin at zero', { Subnet: '10.1.2.16/28' }, '10.1.2.17'],
  ])('takes as its bridge %s', async (_, config, expected) => {
    await serve((request, response) => {
      const isNetwork = request.url?.includes('/networks/bridge')
      response.end(JSON.stringify(isNetwork ? { Id: 'b', Name: 'bridge', IPAM: { Config: [config] } } : { ID: 'e' }))
    })
    expect((await runtime.info()).bridgeAddress).toBe(expected)
  })

  it('has no bridge where the engine was started without one', async () => {
    await serve((request, response) => {
      if (request.url?.includes('/info')) return void response.end('{"ID":"e"}')
      response.writeHead(404).end('{"message":"network bridge not found"}')
    })
    expect((await runtime.info()).bridgeAddress).toBeUndefined()
  })

  it('lets a container that is paused go on', async () => {
    await serve((request, response) => {
      if (request.url?.includes('/start'))
        return void response.writeHead(409).end('{"message":"cannot start a paused container, try unpause instead"}')
      response.writeHead(204).end()
    })
    await runtime.startContainer('1')
    expect(requests.at(-1)).toMatch(/^POST \/v1.45\/containers\/1\/unpause/)
  })

  it('starts a container that Docker, just back itself, is starting', async () => {
    let asked = 0
    await serve((_, response) => {
      asked += 1
      if (asked > 1) return void response.writeHead(304).end()
      response.writeHead(500).end('{"message":"task 3f0c already exists: unknown"}')
    })
    await runtime.startContainer('1')
    expect(asked).toBe(2)
  })

  it('says of a container whose network is another one by now that it has to be made again', async () => {
    const gone = 'f'.repeat(64)
    await serve((_, response) => void response.writeHead(404).end(`{"message":"network ${gone} not found"}`))
    await expect(runtime.startContainer('1')).rejects.toMatchObject({
      problem: { code: 'docker.container_stuck', params: { container: '1' }, detail: `network ${gone} not found` },
    })
  })

  it('waits ten minutes for Docker to remove a volume', async () => {
    await serve((_, response) => void response.writeHead(204).end())
    const spied = vi.spyOn(globalThis, 'setTimeout')
    await runtime.removeVolume('data')
    expect(Math.max(...spied.mock.calls.map(([, ms = 0]) => ms))).toBe(600_000)
  })

  it('waits for a removal that somebody else has begun', async () => {
    await serve((request, response) => {
      if (request.url?.includes('/wait')) return void response.writeHead(404).end('{"message":"No such container"}')
      response.writeHead(409).end('{"message":"removal of container 1 is already in progress"}')
    })
    await runtime.removeContainer('1')
    expect(requests.at(-1)).toBe('POST /v1.45/containers/1/wait?condition=removed')
  })
})

const never = () => new AbortController().signal

async function consume(answers: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of answers);
}

function signalled(): { now: () => void; happened: Promise<void> } {
  let now: () => void = () => undefined
  const happened = new Promise<void>((resolve) => {
    now = resolve
  })
  return { now: () => now(), happened }
}

const inList = (State: string) => ({ Id: '1', Names: ['/one'], Image: 'i', State, Created: 1 })
const inspected = (Status: string) => ({ Id: '1', Name: '/one', State: { Status }, Config: {} })

const options: ContainerOptions = {
  name: 'node',
  hostname: 'host',
  image: 'image:1',
  entrypoint: ['/entry'],
  command: ['server'],
  env: { SECRET: 'x=y' },
  labels: { a: 'b' },
  network: { name: 'net', ipv4: '10.1.1.2', aliases: ['api'] },
  volumes: [{ name: 'data', path: '/data' }],
  tmpfs: ['/run'],
  ports: [
    { hostIp: '127.0.0.1', hostPort: 6550, containerPort: 6443, protocol: 'tcp' },
    { hostIp: '0.0.0.0', hostPort: 6551, containerPort: 6443, protocol: 'tcp' },
    { hostIp: '127.0.0.1', hostPort: 53, containerPort: 53, protocol: 'udp' },
  ],
  extraHosts: ['host.docker.internal:host-gateway'],
  isPrivileged: true,
  hasOwnCgroups: false,
  hasInit: true,
  restartPolicy: 'unless-stopped',
  stopTimeoutSeconds: 30,
  logLimits: { maxSizeMb: 10, maxFiles: 3 },
  memoryBytes: 512,
  cpus: 1.5,
}
