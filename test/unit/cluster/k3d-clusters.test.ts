import { describe, expect, it } from 'vitest'
import { k3dClusters } from '../../../electron/cluster/read/k3d-clusters.ts'
import { FakeRuntime } from '../../fakes/fake-runtime.ts'

const image = 'rancher/k3s:v1.36.2-k3s1'

let made = 1

/** As k3d v5 leaves them; its labels are all that is looked at. */
async function k3dNode(runtime: FakeRuntime, name: string, labels: Readonly<Record<string, string>>, isRunning = true) {
  made += 1
  const id = await runtime.createContainer({
    name,
    hostname: name,
    image,
    entrypoint: [],
    command: [],
    env: {},
    labels,
    network: { name: 'k3d', ipv4: `172.30.0.${made}`, aliases: [] },
    volumes: [],
    tmpfs: [],
    ports: [],
    extraHosts: [],
    isPrivileged: false,
    hasOwnCgroups: false,
    hasInit: false,
    restartPolicy: 'no',
    stopTimeoutSeconds: 1,
    logLimits: { maxSizeMb: 1, maxFiles: 1 },
    memoryBytes: undefined,
    cpus: undefined,
  })
  if (isRunning) await runtime.startContainer(id)
}

const node = (cluster: string, role: string) => ({ app: 'k3d', 'k3d.cluster': cluster, 'k3d.role': role })

describe('the clusters of k3d', () => {
  it('are told by their labels, with their nodes and whether they run', async () => {
    const runtime = new FakeRuntime()
    runtime.images.set(image, { id: 'sha256:1' })
    await runtime.createNetwork({ name: 'k3d', subnet: '172.30.0.0/24', gateway: '172.30.0.1', labels: { app: 'k3d' } })
    await k3dNode(runtime, 'k3d-demo-server-0', node('demo', 'server'))
    await k3dNode(runtime, 'k3d-demo-agent-0', node('demo', 'agent'))
    await k3dNode(runtime, 'k3d-demo-agent-1', node('demo', 'agent'))
    await k3dNode(runtime, 'k3d-demo-serverlb', node('demo', 'loadbalancer'))
    await k3dNode(runtime, 'k3d-c10-server-0', node('c10', 'server'), false)
    await k3dNode(runtime, 'k3d-c9-server-0', node('c9', 'server'), false)
    // A registry, a load balancer that was left behind, Sampan's own, and an app of somebody's that is called so.
    await k3dNode(runtime, 'k3d-registry', { app: 'k3d', 'k3d.role': 'registry' })
    await k3dNode(runtime, 'k3d-left-serverlb', node('left', 'loadbalancer'))
    await k3dNode(runtime, 'sampan-dev-server-0', { 'dev.sampan.cluster': 'dev', 'dev.sampan.role': 'server' })
    await k3dNode(runtime, 'web', { app: 'k3d-docs', 'k3d.cluster': 'web', 'k3d.role': 'server' })
    expect(await k3dClusters(runtime)).toEqual([
      { name: 'c9', servers: 1, agents: 0, isRunning: false },
      { name: 'c10', servers: 1, agents: 0, isRunning: false },
      { name: 'demo', servers: 1, agents: 2, isRunning: true },
    ])
  })
})
