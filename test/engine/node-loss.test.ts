import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { addressOf } from '../../electron/docker/docker-endpoint.ts'
import {
  dockerConnection,
  dockerMissing,
  execute,
  leanComponents,
  quickBoot,
  sweep,
  testImage,
  uniqueName,
  until,
} from './docker.ts'
import { LiveApp } from './live-app.ts'

const missing = await dockerMissing()

describe.skipIf(missing)(`a Ready cluster that loses a node${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const name = uniqueName()
  let app: LiveApp

  beforeAll(async () => {
    app = await LiveApp.open(addressOf(dockerConnection()))
    await until('the engine is connected', async () => app.snapshot().engine.kind === 'connected')
  })
  afterAll(async () => {
    await app?.close()
    await sweep(name)
  })

  const cluster = () => app.snapshot().clusters.find((each) => each.name === name)

  it('says which, without being asked, and that it is whole again', async () => {
    const spec = parseSpec({
      ...{ version: 1, name, image: testImage, agents: 1, apiPort: 35_000 + Math.floor(Math.random() * 1000) },
      ...{ disable: leanComponents, env: quickBoot },
      // By default it takes Kubernetes 40 s. A kubelet renews its lease every 10 s.
      k3sArgs: [{ flag: '--kube-controller-manager-arg=node-monitor-grace-period=16s', on: 'server' }],
    })
    await app.run('create', name, (engine, options) => engine.create(spec, options))
    await until('it is Ready', async () => cluster()?.state === 'ready')
    expect(cluster()?.problem).toBeUndefined()
    const agent = `sampan-${name}-agent-0`
    // Frozen, as a machine that has run out of memory is. Docker goes on saying that it runs.
    await signalK3s(agent, 'STOP')
    await until('the node is said to be lost', async () => cluster()?.problem !== undefined, 60_000)
    expect(cluster()).toMatchObject({
      state: 'ready',
      problem: { code: 'k3s.nodes_not_ready', params: { nodes: agent } },
    })
    await signalK3s(agent, 'CONT')
    await until(
      'it is whole again',
      async () => cluster()?.state === 'ready' && cluster()?.problem === undefined,
      60_000,
    )
  }, 240_000)
})

/** To the k3s of a node: PID 1 is docker-init. */
async function signalK3s(container: string, signal: 'STOP' | 'CONT'): Promise<void> {
  const isK3s = 'case $(tr "\\0" " " < $p/cmdline) in /bin/k3s*|k3s*)'
  const script = `for p in /proc/[0-9]*; do ${isK3s} kill -${signal} ${'$'}{p#/proc/};; esac; done`
  await execute('docker', ['exec', container, 'sh', '-c', script])
}
