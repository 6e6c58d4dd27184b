import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { dockerArchive } from '../fakes/image-archives.ts'
import { sampan } from './cli-process.ts'
import { docker, execute, isStandIn, quickBoot, testImage, uniqueName } from './docker.ts'
import { partsOf } from './k3s-parts.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()
const why = world.missing ?? (isStandIn ? undefined : 'the images of a real k3s are not here')

/** A cluster, all that it needs in one file, and another computer's worth of having nothing but that. */
describe.skipIf(why)(`without a network${why ? ` (skipped: ${why})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sampan-offline-'))
  const tag = testImage.slice(testImage.lastIndexOf(':') + 1)
  /** The image under a name that nothing else has, so that it can be taken away. */
  const image = `${uniqueName()}/k3s:${/^v[\d.]+-k3s\d+/.exec(tag)?.[0]}`
  const [spec, copy] = [world.spec({ image }), uniqueName()]
  const bundle = join(folder, 'bundle.tar')
  const noted = join(folder, 'connections')
  const env = {
    NODE_OPTIONS: `--require ${fileURLToPath(new URL('refuse-network.cjs', import.meta.url))}`,
    SAMPAN_NOTED_CONNECTIONS: noted,
  }
  const alone = (args: readonly string[]) => sampan([...args, '--json'], undefined, undefined, { more: env })
  const idOf = async (name: string) => (await docker.getImage(name).inspect()).Id
  const fileOf = async (name: string, ...names: string[]) => {
    const { tar, id } = await dockerArchive(names)
    writeFileSync(join(folder, name), tar)
    return { path: join(folder, name), id }
  }

  afterAll(async () => {
    await Promise.all([spec.name, copy].map((name) => world.sweep(name)))
    await docker
      .getImage(image)
      .remove()
      .catch(() => undefined)
    rmSync(folder, { recursive: true })
  })

  it('a cluster is made from a bundle, whose DNS runs, and whose nodes have the images of its user', async () => {
    await execute('docker', ['tag', testImage, image])
    await world.engine.create(spec, { signal: AbortSignal.timeout(180_000) })
    const own = `${uniqueName()}:1`
    const app = await fileOf('app.tar', own)
    // A stand-in runs its components without images, and asks for these where it is told that there is no network.
    const parts = await fileOf('parts.tar', ...partsOf(tag))
    expect((await sampan(['images', 'load', spec.name, app.path, parts.path])).exitCode).toBe(0)
    const packed = await sampan(['bundle', spec.name, '-o', bundle, '--json'])
    expect(packed.json.at(-1)).toMatchObject({ kind: 'bundle', path: bundle, forEngine: [image] })
    const id = await idOf(image)
    await world.sweep(spec.name)
    await execute('docker', ['rmi', '--no-prune', image])

    const envs = Object.entries({ ...quickBoot, FAKE_K3S_FAULT: 'no-registry' }).flatMap(([name, value]) => [
      '--env',
      `${name}=${value}`,
    ])
    const made = await alone(['create', copy, '--bundle', bundle, '--agents', '1', ...envs])
    expect(made.json.at(-1)).toMatchObject({ kind: 'ready', warnings: [], cluster: { name: copy, image } })
    expect(await idOf(image)).toBe(id)
    for (const node of ['server-0', 'agent-0']) {
      const { stdout } = await execute('docker', ['exec', `sampan-${copy}-${node}`, 'crictl', 'images', '-o', 'json'])
      const { images }: { images: { id: string; repoTags: string[]; pinned: boolean }[] } = JSON.parse(stdout)
      expect(images.find((each) => each.id === app.id)).toMatchObject({
        repoTags: [`docker.io/library/${own}`],
        pinned: true,
      })
    }
    expect(existsSync(noted) ? readFileSync(noted, 'utf8') : '').toBe('')
  })

  it('is refused what is not here, with the file that is missing and where it is published', async () => {
    const release = await alone(['create', uniqueName(), '--offline', '--image', 'rancher/k3s:v1.30.1-k3s1'])
    expect([release.exitCode, release.json.at(-1)]).toEqual([
      1,
      expect.objectContaining({
        code: 'offline.archive_missing',
        params: {
          version: 'v1.30.1+k3s1',
          file: expect.stringMatching(/^k3s-airgap-images-\w+\.tar\.zst$/),
          source: expect.stringMatching(
            /^https:\/\/github\.com\/k3s-io\/k3s\/releases\/download\/v1\.30\.1%2Bk3s1\/k3s-airgap/,
          ),
        },
        undone: true,
      }),
    ])
    const own = `${uniqueName()}/k3s:v1.30.1-k3s1`
    const absent = await alone(['create', uniqueName(), '--offline', '--image', own])
    expect(absent.json.at(-1)).toMatchObject({ code: 'offline.image_missing', params: { image: own } })
    const unbundled = await alone(['create', uniqueName(), '--bundle', (await fileOf('plain.tar', 'app:1')).path])
    expect(unbundled.json.at(-1)).toMatchObject({ code: 'library.not_a_bundle' })
    expect(existsSync(noted) ? readFileSync(noted, 'utf8') : '').toBe('')
  })

  it('a change and a start do without a network, too, or say what is missing before they touch anything', async () => {
    const name = uniqueName()
    const own = `${uniqueName()}/k3s:${tag}`
    const file = join(folder, 'sampan.yaml')
    const apply = (more: object) => {
      writeFileSync(file, JSON.stringify({ name, image: own, env: quickBoot, ...more }))
      return alone(['apply', '-f', file, '--offline'])
    }
    const code = ({ json }: Awaited<ReturnType<typeof alone>>) => json.at(-1)?.code ?? json.at(-1)?.kind
    try {
      const before = await apply({})
      await execute('docker', ['tag', testImage, own])
      const made = await apply({})
      const other = await apply({ image: `${own}x`, agents: 1 })
      const more = await apply({ agents: 1 })
      await execute('docker', ['rmi', '--no-prune', own])
      // Docker starts what is there without it.
      const restart = await alone(['restart', name, '--offline'])
      expect((await alone(['stop', name])).exitCode).toBe(0)
      const start = await alone(['start', name, '--offline'])
      await world.removeContainerByHand(`sampan-${name}-agent-0`)
      const lacking = await alone(['restart', name, '--offline'])
      expect(lacking.json.at(-1)).toMatchObject({ params: { image: own } })
      const containers = (await world.containers(name)).map(({ state }) => state)
      await execute('docker', ['tag', testImage, own])
      const again = await alone(['start', name, '--offline'])
      const missing = 'offline.image_missing'
      expect([before, made, other, more, restart, start, lacking, again].map(code)).toEqual([
        ...[missing, 'ready', missing, 'ready', 'ready', 'ready', missing, 'ready'],
      ])
      expect(containers).toEqual(['running'])
      expect(existsSync(noted) ? readFileSync(noted, 'utf8') : '').toBe('')
    } finally {
      await world.sweep(name)
      await execute('docker', ['rmi', '--no-prune', own]).catch(() => undefined)
    }
  })

  it('the refusal of connections is real: what would pull says which it tried', async () => {
    const script = `fetch('http://repo.example/').catch(() => require('net').connect(80, '192.0.2.1').on('error', () => undefined))`
    await execute(process.execPath, ['-e', script], { env: { ...process.env, ...env } })
    expect(readFileSync(noted, 'utf8').trim().split('\n').sort()).toEqual(['192.0.2.1:80', 'repo.example:80'])
  })
})
