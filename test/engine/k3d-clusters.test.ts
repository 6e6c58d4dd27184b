import { afterAll, describe, expect, it } from 'vitest'
import { k3dClusters } from '../../electron/cluster/read/k3d-clusters.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { docker, dockerConnection, dockerMissing, removeByHand, testImage, uniqueName } from './docker.ts'

const missing = await dockerMissing()

describe.skipIf(missing !== undefined)('on a real engine', () => {
  const cluster = uniqueName()
  const made: string[] = []
  const make = async (role: string, isStarted: boolean) => {
    const container = await docker.createContainer({
      name: `k3d-${cluster}-${role}-0`,
      Image: testImage,
      Entrypoint: ['/bin/sleep', '600'],
      Cmd: [],
      Labels: { app: 'k3d', 'k3d.cluster': cluster, 'k3d.role': role },
    })
    made.push(container.id)
    if (isStarted) await container.start()
  }
  afterAll(() => Promise.all(made.map((id) => removeByHand(docker.getContainer(id)))))

  it('clusters of k3d are found by what k3d writes on its containers', async () => {
    const runtime = new DockerRuntime(dockerConnection())
    try {
      const found = async () => (await k3dClusters(runtime)).filter(({ name }) => name === cluster)
      expect(await found()).toEqual([])
      await make('agent', true)
      await make('server', false)
      expect(await found()).toEqual([{ name: cluster, servers: 1, agents: 1, isRunning: false }])
      await docker.getContainer(`k3d-${cluster}-server-0`).start()
      expect(await found()).toEqual([{ name: cluster, servers: 1, agents: 1, isRunning: true }])
    } finally {
      runtime.leave()
    }
  })
})
