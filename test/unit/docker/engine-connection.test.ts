import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineStatus } from '#shared/cluster.ts'
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
})

async function next(
  connection: EngineConnection,
  isIt: (status: EngineStatus) => boolean,
): Promise<EngineStatus | undefined> {
  for await (const status of connection.watch(AbortSignal.timeout(10_000))) {
    if (isIt(status)) return status
  }
  return undefined
}

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
