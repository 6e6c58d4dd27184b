import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer, type Server as TcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discoverEngines } from '../../../electron/docker/discovery.ts'
import type { DiscoveryPlace } from '../../../electron/docker/known-sockets.ts'
import { openRuntime } from '../../../electron/docker/open-runtime.ts'
import { certificates } from '../kubernetes/certificates.ts'
import { serveEngine, stopEngine } from './engine-server.ts'

const signal = new AbortController().signal

describe('finding Docker Engines', () => {
  let home: string
  let servers: Server[]
  let closing: TcpServer[]
  const at = (...parts: string[]) => join(home, ...parts)
  const place = (env: Record<string, string> = {}): DiscoveryPlace => ({
    env,
    home,
    platform: 'linux',
    root: at('root'),
  })
  const serve = async (path: string, options: Parameters<typeof serveEngine>[1] = {}) => {
    await mkdir(join(path, '..'), { recursive: true })
    servers.push(await serveEngine(path, options))
    return path
  }
  const writeContext = async (name: string, host: string, folder = createHash('sha256').update(name).digest('hex')) => {
    await mkdir(at('.docker/contexts/meta', folder), { recursive: true })
    const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host } } }
    await writeFile(at('.docker/contexts/meta', folder, 'meta.json'), JSON.stringify(meta))
  }
  const found = async (env: Record<string, string> = {}, preferred?: string) =>
    (await discoverEngines({ ...place(env), preferred }, signal)).map(({ label, source, isSelected, status }) => ({
      label,
      source,
      isSelected,
      status: status.kind === 'available' ? status.version : status.problem.code,
    }))

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'sampan-home-'))
    servers = []
    closing = []
  })
  afterEach(async () => {
    await Promise.all(servers.map(stopEngine))
    for (const server of closing) server.close()
    await rm(home, { recursive: true, force: true })
  })

  it('finds none where there is none', async () => {
    expect(await found()).toEqual([])
  })

  it('finds the usual socket and says what answers there', async () => {
    const path = await serve(at('root/var/run/docker.sock'))
    expect(await discoverEngines(place(), signal)).toEqual([
      {
        id: `unix://${path}`,
        source: 'socket',
        label: 'Docker',
        address: `unix://${path}`,
        isSelected: true,
        status: {
          kind: 'available',
          isPodman: false,
          version: '26.1.0',
          apiVersion: '1.45',
          operatingSystem: 'Test Linux',
          architecture: 'x86_64',
        },
      },
    ])
  })

  it('prefers DOCKER_HOST to the contexts and the contexts to the sockets, each engine once', async () => {
    const socket = await serve(at('root/var/run/docker.sock'))
    const colima = await serve(at('.colima/default/docker.sock'))
    await mkdir(at('run'))
    await symlink(socket, at('run/docker.sock'))
    await writeContext('colima', `unix://${colima}`)
    await writeContext('forged', `unix://${socket}`, 'not-the-hash')
    const env = { DOCKER_HOST: `unix://${at('run/docker.sock')}`, DOCKER_CONTEXT: 'colima' }
    expect(await found(env)).toEqual([
      { label: 'DOCKER_HOST', source: 'environment', isSelected: true, status: '26.1.0' },
      { label: 'colima', source: 'context', isSelected: false, status: '26.1.0' },
    ])
  })

  it('selects the context that docker uses, by DOCKER_CONTEXT or config.json', async () => {
    for (const name of ['one', 'two']) await writeContext(name, `unix://${await serve(at(`${name}.sock`))}`)
    const selected = async (env: Record<string, string> = {}) =>
      (await found(env)).find(({ isSelected }) => isSelected)?.label
    expect(await selected({ DOCKER_CONTEXT: 'two' })).toBe('two')
    await writeFile(at('.docker/config.json'), JSON.stringify({ currentContext: 'two' }))
    expect(await selected()).toBe('two')
    expect(await selected({ DOCKER_CONTEXT: 'one' })).toBe('one')
  })

  it('selects what answers when the context that docker uses does not, but stays with the choice of the user, in the window or by DOCKER_CONTEXT', async () => {
    await serve(at('root/var/run/docker.sock'))
    await writeContext('gone', `unix://${at('gone.sock')}`)
    await writeFile(at('.docker/config.json'), JSON.stringify({ currentContext: 'gone' }))
    const [gone, socket] = await found({})
    expect([gone?.isSelected, socket?.isSelected]).toEqual([false, true])
    const chosen = { label: 'gone', source: 'context', isSelected: true, status: 'docker.not_running' }
    expect((await found({}, `unix://${at('gone.sock')}`))[0]).toEqual(chosen)
    expect((await found({ DOCKER_CONTEXT: 'gone' }))[0]).toEqual(chosen)
  })

  it('stays with the choice of the user when its socket is gone, whatever else answers', async () => {
    const gone = `unix://${await serve(at('.rd/docker.sock'))}`
    await serve(at('root/var/run/docker.sock'))
    // Closing takes the socket along, like a dockerd whose socket no systemd unit keeps.
    for (const server of servers.splice(0, 1)) await stopEngine(server)
    expect(await found({}, gone)).toEqual([
      { label: 'Docker', source: 'socket', isSelected: false, status: '26.1.0' },
      { label: 'Rancher Desktop', source: 'socket', isSelected: true, status: 'docker.not_running' },
    ])
  })

  it('knows the choice of the user by another name of its socket', async () => {
    const socket = await serve(at('root/var/run/docker.sock'))
    await symlink(socket, at('link.sock'))
    await writeContext('one', `unix://${await serve(at('one.sock'))}`)
    expect((await found({}, `unix://${at('link.sock')}`)).map(({ label, isSelected }) => [label, isSelected])).toEqual([
      ['one', false],
      ['Docker', true],
    ])
  })

  it('gives the chosen engine more time than the others, and none of them has to load anything meanwhile', async () => {
    const slowly: Parameters<typeof serveEngine>[1] = {
      handle: (request, response) => {
        if (!request.url?.startsWith('/_ping')) return false
        setTimeout(() => response.writeHead(200, { 'api-version': '1.45', ostype: 'linux' }).end('OK'), 2000)
        return true
      },
    }
    const one = await serve(at('one.sock'), slowly)
    await writeContext('one', `unix://${one}`)
    await writeContext('two', `unix://${await serve(at('two.sock'), slowly)}`)
    expect((await found({}, `unix://${one}`)).map(({ label, status }) => `${label}: ${status}`)).toEqual([
      'one: 26.1.0',
      'two: docker.silent',
    ])
  })

  it('waits for an engine that takes connections but does not answer yet, and not for one that is not running', async () => {
    let pings = 0
    const path = await serve(at('root/var/run/docker.sock'), {
      handle: ({ url }) => {
        if (!url?.startsWith('/_ping')) return false
        pings += 1
        return pings === 1
      },
    })
    const patient = (more: object) => openRuntime({ ...place(), patienceMs: 15_000, ...more }, signal)
    const { engine, runtime } = await patient({})
    runtime.close()
    expect([engine.id, pings]).toEqual([`unix://${path}`, 2])
    const startedMs = performance.now()
    await expect(patient({ preferred: `unix://${at('gone.sock')}` })).rejects.toMatchObject({
      problem: { code: 'docker.not_running' },
    })
    expect(performance.now() - startedMs).toBeLessThan(3000)
  }, 20_000)

  it('says of each engine why it cannot be used', async () => {
    await writeContext('a nothing there', `unix://${at('nothing.sock')}`)
    await writeContext('b ssh', 'ssh://me@elsewhere')
    await writeContext('c old', `unix://${await serve(at('old.sock'), { headers: { 'api-version': '1.40' } })}`)
    await writeContext('d windows', `unix://${await serve(at('windows.sock'), { headers: { ostype: 'windows' } })}`)
    await writeContext('e nonsense', 'gopher://x')
    await writeContext('f silent', `unix://${await serve(at('silent.sock'), { handle: () => true })}`)
    const startedMs = performance.now()
    const engines = await found()
    expect(performance.now() - startedMs).toBeLessThan(4000)
    expect(engines.map(({ label, status }) => `${label}: ${status}`)).toEqual([
      'a nothing there: docker.not_running',
      'b ssh: docker.remote',
      'c old: docker.api_too_old',
      'd windows: docker.windows_containers',
      'e nonsense: docker.address_invalid',
      'f silent: docker.silent',
    ])
  })

  it('says of a DOCKER_HOST whether it is the port, the name of the context or the certificates', async () => {
    const { ca, serverCert, serverKey } = certificates
    const openAt = async (server: Server | TcpServer) => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      closing.push(server)
      return (server.address() as AddressInfo).port // it listens on a port
    }
    const tls = { cert: serverCert, key: serverKey }
    const plain = await openAt(createHttpServer((_request, response) => response.end('OK')))
    const secured = await openAt(createHttpsServer(tls, (_request, response) => response.end('OK')))
    const mutual = await openAt(createHttpsServer({ ...tls, ca, requestCert: true, rejectUnauthorized: true }))
    const shut = await openAt(createServer((socket) => socket.destroy()))
    const gone = createServer()
    const free = await openAt(gone)
    await new Promise((resolve) => gone.close(resolve))
    await mkdir(at('certs'))
    await writeFile(at('certs/ca.pem'), ca)
    const codeOf = async (port: number, env: Record<string, string> = {}) =>
      (await found({ DOCKER_HOST: `tcp://127.0.0.1:${port}`, ...env }))[0]?.status
    const verified = { DOCKER_TLS_VERIFY: '1' }
    expect([
      await codeOf(free),
      await codeOf(shut),
      await codeOf(plain, verified),
      await codeOf(secured, verified),
      await codeOf(mutual, { ...verified, DOCKER_CERT_PATH: at('certs') }),
      (await found({ DOCKER_CONTEXT: 'no-such' }))[0],
    ]).toEqual([
      'docker.port_closed',
      'docker.unreachable',
      'docker.tls_unexpected',
      'docker.tls_untrusted',
      'docker.tls_refused',
      { label: 'no-such', source: 'context', isSelected: true, status: 'docker.context_missing' },
    ])
  })

  it('lists the socket of a stopped product as not running', async () => {
    await mkdir(at('root/var/run'), { recursive: true })
    await symlink(at('.docker/run/docker.sock'), at('root/var/run/docker.sock'))
    expect(await found()).toEqual([
      { label: 'Docker', source: 'socket', isSelected: true, status: 'docker.not_running' },
    ])
  })

  it('calls Podman by its name where it listens in the place of Docker', async () => {
    await serve(at('root/var/run/docker.sock'), { headers: { 'libpod-api-version': '5.2.0' } })
    expect((await found()).map(({ label }) => label)).toEqual(['Docker (Podman)'])
    expect((await discoverEngines(place(), signal)).map(({ status }) => status)).toMatchObject([{ isPodman: true }])
  })

  it('names the profile of a colima that is not the default one', async () => {
    await serve(at('.colima/work/docker.sock'))
    await serve(at('.colima/default/docker.sock'))
    expect((await found()).map(({ label }) => label)).toEqual(['colima', 'colima (work)'])
  })

  it('reaches an engine over TCP', async () => {
    const engine = await serveEngine(at('behind.sock'))
    const door = createServer((socket) => void engine.emit('connection', socket))
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
    const address = door.address()
    const port = typeof address === 'object' ? address?.port : 0
    expect(await found({ DOCKER_HOST: `tcp://127.0.0.1:${port}` })).toMatchObject([
      { label: 'DOCKER_HOST', status: '26.1.0' },
    ])
    door.close()
    await stopEngine(engine)
  })
})
