import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { dockerArchive } from '../fakes/image-archives.ts'
import { execute } from './docker.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const missing = world.missing ?? (world.hasFaults ? undefined : 'only the stand-in can be cut off from registries')

describe.skipIf(missing)(`a cluster without a registry${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const { engine } = world
  // As slow as a real one: its kubelet tries a sandbox again after 12 s.
  const spec = world.spec({ agents: 1, env: { FAKE_K3S_FAULT: 'no-registry', FAKE_K3S_BOOT_MS: '20000' } })
  const server = `sampan-${spec.name}-server-0`

  afterEach(() => world.sweep(spec.name))

  it('says so within 15 s of the first pull that fails, names the image, and is well once it has its images', async () => {
    const events: OperationEvent[] = []
    await engine.create(spec, { signal: AbortSignal.timeout(180_000), onEvent: (event) => events.push(event) })
    const saidMs = Date.now()
    const said = events.at(-1)
    const failedMs = (await kubeSystem<KubeEvent>('events'))
      .filter(({ message }) => message.includes('failed to pull image'))
      .map(({ firstTimestamp }) => Date.parse(firstTimestamp))
    const image = expect.stringContaining('mirrored-pause')
    expect(said).toMatchObject({
      kind: 'ready',
      warnings: [
        { code: 'k3s.sandbox_image_missing', params: { image }, detail: expect.stringContaining('no such host') },
      ],
    })
    expect(saidMs - Math.min(...failedMs)).toBeLessThan(15_000)
    for await (const { pods = [] } of engine.health(spec.name, AbortSignal.timeout(60_000)))
      if (pods.length > 0 && pods.every(({ explanation }) => explanation?.id === 'pause-image-missing')) break

    const own = (await kubeSystem<Pod>('pods')).flatMap((pod) => pod.spec.containers.map((one) => one.image))
    const { image: pause = '' } = (said?.kind === 'ready' && said.warnings[0]?.params) || {}
    await importImages([String(pause), ...own])
    const wrong = () => engine.whenReady(spec.name, { signal: AbortSignal.timeout(30_000) })
    await expect.poll(wrong, { timeout: 90_000 }).toEqual([])
  })

  async function kubeSystem<T>(resources: string): Promise<T[]> {
    const command = ['exec', server, 'kubectl', 'get', resources, '-n', 'kube-system', '-o', 'json']
    return (JSON.parse((await execute('docker', command)).stdout) as { items: T[] }).items
  }

  /** As `docker save … | docker exec -i NODE ctr images import -` does it. */
  async function importImages(images: readonly string[]): Promise<void> {
    const { tar } = await dockerArchive(images.map((image) => `docker.io/${image}`))
    const load = spawn('docker', ['exec', '-i', server, 'ctr', 'images', 'import', '-'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    })
    load.stdin.end(tar)
    expect(await once(load, 'close')).toEqual([0, null])
  }
})

interface KubeEvent {
  readonly message: string
  readonly firstTimestamp: string
}

interface Pod {
  readonly spec: { readonly containers: readonly { readonly image: string }[] }
}
