import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { Server, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineStatus } from '#shared/engine.ts'
import { problemOf } from '#shared/problem.ts'
import { EngineConnection } from '../../../electron/docker/engine-connection.ts'
import { serveEngine, stopEngine } from './engine-server.ts'

describe('the connection to the Docker Engine', () => {
  let home: string
  let connection: EngineConnection
  const socket = () => join(home, 'var/run/docker.sock')

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'sampan-engine-'))
    await mkdir(join(home, 'var/run'), { recursive: true })
    connection = new EngineConnection({ env: {}, home, platform: 'linux', root: home })
  })
  afterEach(async () => {
    connection.close()
    await rm(home, { recursive: true, force: true })
  })

  it('says that there is none, and refuses to give one', async () => {
    const status = await connection.connect()
    expect(status).toEqual({ kind: 'unavailable', problem: { code: 'docker.not_found', params: {} } })
    expect(problemOf(thrownBy(() => connection.runtime())).code).toBe('docker.not_found')
  })

  it('notices at once when the engine goes away, and connects by itself when it is back', async () => {
    const first = await serveEngine(socket())
    const status = await connection.connect()
    expect(status).toMatchObject({
      kind: 'connected',
      address: `unix://${socket()}`,
      name: 'Docker',
      version: '26.1.0',
    })
    expect(connection.runtime()).toBe(connection.runtime())
    const changes = connection.watch(AbortSignal.timeout(10_000))
    await changes[Symbol.asyncIterator]().next()
    await stopEngine(first)
    const lost = await next(connection, ({ kind }) => kind === 'unavailable')
    expect(lost).toMatchObject({ problem: { code: 'docker.lost' } })
    const second = await serveEngine(socket())
    expect(await next(connection, ({ kind }) => kind === 'connected')).toEqual(status)
    await stopEngine(second)
  })

  it('waits for the engine that it was connected to, also while another one answers', async () => {
    const chosen = await serveEngine(socket(), { id: 'CHOSEN' })
    expect(await connection.connect()).toMatchObject({ engineId: 'CHOSEN' })
    await mkdir(join(home, '.rd'))
    const other = await serveEngine(join(home, '.rd/docker.sock'), { id: 'OTHER' })
    const servers = [other]
    const seen: EngineStatus[] = []
    const back = (async () => {
      for await (const status of connection.watch(AbortSignal.timeout(10_000))) {
        seen.push(status)
        if (status.kind === 'connected' && seen.length > 1) return
        // Looked for in vain more than once before it is back.
        if (seen.length === 4) servers.push(await serveEngine(socket(), { id: 'CHOSEN' }))
      }
    })()
    await stopEngine(chosen)
    await back
    expect(seen.map((status) => [status.address, status.kind === 'connected' && status.engineId])).toEqual([
      [`unix://${socket()}`, 'CHOSEN'],
      [`unix://${socket()}`, false],
      [`unix://${socket()}`, false],
      [`unix://${socket()}`, false],
      [`unix://${socket()}`, 'CHOSEN'],
    ])
    connection.close()
    await Promise.all(servers.map(stopEngine))
  })

  it('says so when another engine answers at the address of the one before', async () => {
    const before = await serveEngine(socket(), { id: 'BEFORE' })
    await connection.connect()
    await stopEngine(before)
    const after = await serveEngine(socket(), { id: 'AFTER' })
    const status = await next(connection, (one) => one.kind === 'connected' && one.engineId !== 'BEFORE')
    expect(status).toMatchObject({ engineId: 'AFTER', address: `unix://${socket()}` })
    connection.close()
    await stopEngine(after)
  })

  it('takes an event stream that just ends for a loss, and asks for one only, whoever else wants to hear of events', async () => {
    const streams: ServerResponse[] = []
    const server = await serveEngine(socket(), {
      handle: (request, response) => {
        if (!/\/events/.test(request.url ?? '')) return false
        response.writeHead(200).flushHeaders()
        streams.push(response)
        return true
      },
    })
    await connection.connect()
    const runtime = connection.runtime()
    const reading = ['a', 'b'].map(async (label) => {
      for await (const _ of runtime.events({ label }, AbortSignal.timeout(10_000))) {
        // Only the end matters.
      }
    })
    const broken = Promise.allSettled(reading)
    streams[0]?.end()
    expect((await broken).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await next(connection, ({ kind }) => kind === 'unavailable')).toMatchObject({
      problem: { code: 'docker.lost' },
    })
    expect(await next(connection, ({ kind }) => kind === 'connected')).toBeDefined()
    expect(streams).toHaveLength(2)
    connection.close()
    await openConnections(server, 0)
    await stopEngine(server)
  })

  it('goes over to the engine that the user selects and stays there', async () => {
    const usual = await serveEngine(socket())
    const other = join(home, '.rd/docker.sock')
    await mkdir(join(home, '.rd'))
    const rancher = await serveEngine(other)
    await connection.connect()
    expect(await connection.select(`unix://${other}`)).toMatchObject({ kind: 'connected', name: 'Rancher Desktop' })
    const engines = await connection.engines(AbortSignal.timeout(5000))
    expect(engines.map(({ label, isSelected }) => [label, isSelected])).toEqual([
      ['Docker', false],
      ['Rancher Desktop', true],
    ])
    connection.close()
    await Promise.all([stopEngine(usual), stopEngine(rancher)])
  })

  it('lets what was begun on an engine come to its end there when another one is selected, and keeps no line to it', async () => {
    const waiting: ServerResponse[] = []
    const usual = await serveEngine(socket(), {
      handle: (request, response) => {
        if (!/\/networks\?/.test(request.url ?? '')) return false
        waiting.push(response)
        return true
      },
    })
    const other = join(home, '.rd/docker.sock')
    await mkdir(join(home, '.rd'))
    const rancher = await serveEngine(other)
    await connection.connect()
    const runtime = connection.runtime()
    const first = runtime.listNetworks()
    await sooner(() => waiting.length === 1)

    await connection.select(`unix://${other}`)
    waiting.shift()?.end('[]')
    expect(await first).toEqual([])
    const next = runtime.listNetworks()
    await sooner(() => waiting.length === 1)
    waiting.shift()?.end('[]')
    expect(await next).toEqual([])

    await openConnections(usual, 0)
    connection.close()
    await Promise.all([stopEngine(usual), stopEngine(rancher)])
  })
})

async function sooner(isTrue: () => boolean): Promise<void> {
  const endMs = Date.now() + 5000
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error('It did not come')
    await new Promise(setImmediate)
  }
}

async function next(
  connection: EngineConnection,
  isIt: (status: EngineStatus) => boolean,
): Promise<EngineStatus | undefined> {
  for await (const status of connection.watch(AbortSignal.timeout(10_000))) {
    if (isIt(status)) return status
  }
  return undefined
}

async function openConnections(server: Server, count: number): Promise<void> {
  const endMs = Date.now() + 5000
  const open = () => new Promise<number>((resolve) => server.getConnections((_, number) => resolve(number)))
  while ((await open()) !== count) {
    if (Date.now() > endMs) throw new Error(`${await open()} connections instead of ${count}`)
    await new Promise(setImmediate)
  }
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
