import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemOf } from '#shared/problem.ts'
import { withServer } from '../../electron/cluster/read/admin-kubeconfig.ts'
import { execute, isPodmanHere, testImage } from './docker.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const signal = new AbortController().signal
const isPodman = !world.missing && (await isPodmanHere())

describe.skipIf(world.missing)(`the addresses of a cluster's API${world.missing ? ` (${world.missing})` : ''}`, () => {
  const spec = world.spec()
  const wide = world.spec({ apiAccess: 'lan' })

  beforeAll(async () => {
    await Promise.all([spec, wide].map((each) => world.engine.create(each, { signal })))
  }, 300_000)
  afterAll(() => Promise.all([spec, wide].map(({ name }) => world.sweep(name))))

  it('are tried from where they are meant for: this machine, the cluster network, other containers', async () => {
    const addresses = await world.engine.apiAddresses(spec.name, signal)
    // Podman leads other containers to this machine only through the local network's addresses.
    const problem = expect.objectContaining({ code: 'kubeconfig.closed_to_containers' })
    const closed = { isReachable: false, detail: expect.stringMatching(/refused/), problem }
    const docker = isPodman ? closed : { isReachable: true }
    expect(addresses).toEqual([
      { place: 'local', server: `https://127.0.0.1:${spec.apiPort}`, isReachable: true },
      { place: 'network', server: `https://${spec.name}-api:6443`, isReachable: true },
      { place: 'docker', server: `https://host.docker.internal:${spec.apiPort}`, ...docker },
    ])
    const [, , whereLetIn] = await world.engine.apiAddresses(wide.name, signal)
    expect(whereLetIn).toMatchObject({ place: 'docker', isReachable: true })
  })

  it('are in no kubeconfig for a place that cannot be reached', async () => {
    const of = (name: string) =>
      world.engine.kubeconfigFor(name, 'docker', signal).then(
        (text) => text.includes('https://host.docker.internal:'),
        (error: unknown) => problemOf(error).code,
      )
    const closed = isPodman ? 'kubeconfig.closed_to_containers' : true
    expect(await Promise.all([of(spec.name), of(wide.name)])).toEqual([closed, true])
  })

  it('are confirmed by a plain kubectl in containers that know nothing of Sampan', async () => {
    const kubeconfig = await world.engine.kubeconfig(spec.name)
    const onNetwork = await nodesSeen(withServer(kubeconfig, `https://${spec.name}-api:6443`), [
      '--network',
      `sampan-${spec.name}`,
    ])
    // With Podman, of the cluster that let the local network in.
    const { name, apiPort } = isPodman ? wide : spec
    const open = await world.engine.kubeconfig(name)
    const onBridge = await nodesSeen(withServer(open, `https://host.docker.internal:${apiPort}`), [
      '--add-host',
      'host.docker.internal:host-gateway',
    ])
    expect([onNetwork, onBridge]).toEqual([`node/sampan-${spec.name}-server-0`, `node/sampan-${name}-server-0`])
  })

  it('have those of the local network where it was let in, and only there', async () => {
    const places = (await world.engine.apiAddresses(wide.name, signal)).filter(({ place }) => place === 'lan')
    expect(places.length).toBeGreaterThan(0)
    expect(places.every(({ isReachable, server }) => isReachable && !server.includes('127.0.0.1'))).toBe(true)
  })

  it('are said to fail, in the words of the client, where nothing answers', async () => {
    await world.stopContainerByHand(`sampan-${spec.name}-server-0`)
    const addresses = await world.engine.apiAddresses(spec.name, signal)
    expect(addresses.map(({ isReachable, detail }) => [isReachable, detail !== undefined])).toEqual([
      [false, true],
      [false, true],
      [false, true],
    ])
  })
})

/** What `kubectl get nodes -o name` prints in a container that is started by hand. */
async function nodesSeen(kubeconfig: string, options: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sampan-addresses-'))
  try {
    await writeFile(join(folder, 'config'), kubeconfig, { mode: 0o644 })
    const mount = ['-v', `${folder}:/probe:ro`, '-e', 'KUBECONFIG=/probe/config']
    const run = [
      'run',
      '--rm',
      ...options,
      ...mount,
      '--entrypoint',
      'kubectl',
      testImage,
      'get',
      'nodes',
      '-o',
      'name',
    ]
    return (await execute('docker', run)).stdout.trim()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
