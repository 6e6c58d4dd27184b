import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Claims } from '../../electron/cluster/change/claims.ts'
import { type ClusterEngine, openClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { parseSpec } from '../../electron/cluster/model/spec.ts'
import { askDatabase } from '../../electron/datastore/ask-database.ts'
import { parseAddress } from '../../electron/docker/docker-endpoint.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { localHost } from '../../electron/host/local-host.ts'
import { connectKubeApi } from '../../electron/kubernetes/kube-client.ts'
import { leanComponents, quickBoot, testImage, uniqueName } from './docker.ts'
import { SecondEngine, secondEngineMissing } from './second-engine.ts'

const missing = await secondEngineMissing()
/** Twenty take minutes. */
const rounds = process.env.SAMPAN_TEST_LONG === '1' ? 20 : 1
const options = { signal: new AbortController().signal, timeoutMs: 120_000 }

/** On an engine of its own, which writes no firewall rules: clusters of one server, whatever else they are. */
describe.skipIf(missing)(`a machine that is started again${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let docker: SecondEngine
  let nextPort = 32_000 + Math.floor(Math.random() * 1000)
  const specOf = (more: object = {}) =>
    parseSpec({
      ...{
        version: 1,
        name: uniqueName(),
        image: testImage,
        apiPort: nextPort++,
        disable: leanComponents,
        env: quickBoot,
      },
      ...more,
    })
  const specs = [
    specOf(),
    specOf({ datastore: { kind: 'etcd' } }),
    specOf({ ports: [{ hostPort: nextPort++, nodePort: 80 }], registries: 'mirrors: {}\n' }),
    specOf({ limits: { memoryBytes: 700 * 2 ** 20, cpus: 1 }, hostAliases: [{ ip: '10.0.0.5', names: ['a.local'] }] }),
    specOf({
      k3sArgs: [{ flag: '--node-label=a=b', on: 'all' }],
      env: { ...quickBoot, HTTP_PROXY: 'http://192.0.2.1:3128' },
    }),
  ]

  /** Whoever looks has just come: nothing of Sampan's ran meanwhile. */
  async function look<T>(work: (engine: ClusterEngine) => Promise<T>): Promise<T> {
    const runtime = new DockerRuntime(parseAddress(docker.address))
    try {
      const entrypoint = await readFile(new URL('../../resources/node/entrypoint.sh', import.meta.url), 'utf8')
      return await work(
        openClusterEngine({
          runtime,
          connectApi: connectKubeApi,
          askDatabase,
          host: localHost(),
          entrypoint,
          claims: new Claims(),
        }),
      )
    } finally {
      runtime.leave()
    }
  }

  const addresses = async () => {
    const all = await docker.docker.listContainers({ all: true, filters: { label: ['dev.sampan.cluster'] } })
    return all
      .map(({ Names, NetworkSettings }) => `${Names[0]} ${Object.values(NetworkSettings.Networks)[0]?.IPAddress}`)
      .sort()
  }

  beforeAll(async () => {
    docker = await SecondEngine.open()
    for (const spec of specs) await look((engine) => engine.create(spec, options))
    // Somebody's container on each network, with whatever address Docker gives it, and there again before any node.
    for (const { name } of specs) {
      const foreign = await docker.docker.createContainer({
        name: `aa-foreign-${name}`,
        Image: testImage,
        Entrypoint: ['/bin/sleep'],
        Cmd: ['100000'],
        // It heeds no other one, and Docker would wait for it.
        StopSignal: 'SIGKILL',
        HostConfig: { NetworkMode: `sampan-${name}`, RestartPolicy: { Name: 'always' } },
      })
      await foreign.start()
    }
  })
  afterAll(() => docker?.close())

  it(`has every cluster Ready again by itself, ${rounds} of ${rounds} times, with its addresses and its kubeconfig`, async () => {
    const kubeconfigs = () => look((engine) => Promise.all(specs.map(({ name }) => engine.kubeconfig(name))))
    const before = [await addresses(), await kubeconfigs()]
    for (let round = 1; round <= rounds; round += 1) {
      await docker.restart()
      await look((engine) => Promise.all(specs.map(({ name }) => engine.whenReady(name, options))))
      expect([await addresses(), await kubeconfigs()], `${round} of ${rounds}`).toEqual(before)
    }
  }, 3_600_000)
})
