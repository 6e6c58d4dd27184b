import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createArgs } from './cli-create.ts'
import { type CliRun, sampan } from './cli-process.ts'
import { dockerMissing, sweep, uniqueName } from './docker.ts'
import { DockerProxy } from './docker-proxy.ts'

const missing = await dockerMissing()

/** What comes after the first few requests is asked at once, in any order. */
const most = 4

describe.skipIf(missing)(`sampan that is interrupted${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const name = uniqueName()
  beforeAll(async () => {
    await sampan(createArgs(name))
  })
  afterAll(() => sweep(name))

  /** Runs a command whose n-th request to Docker is not answered and, instead, the command is sent the signal. */
  async function interruptedAt(n: number, args: readonly string[], signal: 'SIGINT' | 'SIGTERM' = 'SIGINT') {
    const proxy = await DockerProxy.open()
    let interrupt = () => false
    let isReached = false
    proxy.withhold = (request) => {
      if (request === n) {
        isReached = true
        interrupt()
      }
      return request >= n
    }
    const run: CliRun = await sampan(
      args,
      undefined,
      (child) => {
        interrupt = () => child.kill(signal)
      },
      { more: { DOCKER_HOST: `unix://${proxy.path}`, PATH: '/nowhere' } },
    )
    await proxy.close()
    const { exitCode, stdout, stderr } = run
    return { exitCode, stdout, stderr, isReached }
  }

  it.each([
    [['list']],
    [['list', '--json']],
    [['status', name]],
    [['status', name, '--json']],
    [['logs', name]],
    [['get', name]],
    [['kubeconfig', name]],
    [['env', name]],
    [['kubectl', name, 'get', 'nodes']],
    [['delete', name]],
    [['doctor']],
  ])(
    'ends %j quietly with 130, whatever it waits for',
    async (args) => {
      let tried = 0
      for (let n = 1; n <= most; n += 1) {
        const { isReached, exitCode, stdout, stderr } = await interruptedAt(n, args)
        if (!isReached) break
        tried += 1
        expect({ n, exitCode, stdout, stderr }).toEqual({ n, exitCode: 130, stdout: '', stderr: '' })
      }
      expect(tried).toBeGreaterThan(1)
    },
    120_000,
  )

  it('says nothing of an operation that had not begun', async () => {
    const { exitCode, stdout, stderr } = await interruptedAt(1, ['restart', name])
    expect([exitCode, stdout, stderr]).toEqual([130, '', ''])
  })

  it('ends with 143 by SIGTERM', async () => {
    const { exitCode, stdout, stderr } = await interruptedAt(2, ['list'], 'SIGTERM')
    expect([exitCode, stdout, stderr]).toEqual([143, '', ''])
  })

  it('does so when a log is followed that says nothing', async () => {
    const { exitCode, stderr } = await interruptedAt(7, ['logs', name, '-f'])
    expect([exitCode, stderr]).toEqual([130, ''])
  })
})
