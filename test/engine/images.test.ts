import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationEvent } from '#shared/operation.ts'
import { problemOf } from '#shared/problem.ts'
import { Claims } from '../../electron/cluster/change/claims.ts'
import { openClusterEngine } from '../../electron/cluster/cluster-engine.ts'
import { askDatabase } from '../../electron/datastore/ask-database.ts'
import { DockerRuntime } from '../../electron/docker/docker-runtime.ts'
import { localHost } from '../../electron/host/local-host.ts'
import { connectKubeApi } from '../../electron/kubernetes/kube-client.ts'
import { dockerArchive, ociArchive, tarOf } from '../fakes/image-archives.ts'
import { sampan } from './cli-process.ts'
import { docker, dockerConnection, execute, uniqueName, until } from './docker.ts'
import { realWorld } from './real-world.ts'

const world = await realWorld()

/** One cluster of three nodes, and what is brought into them. */
describe.skipIf(world.missing)(`images${world.missing ? ` (skipped: ${world.missing})` : ''}`, () => {
  const spec = world.spec({ agents: 2 })
  const [server = '', first = '', second = ''] = ['server-0', 'agent-0', 'agent-1'].map(
    (node) => `sampan-${spec.name}-${node}`,
  )
  const nodes = [first, second, server]
  const folder = mkdtempSync(join(tmpdir(), 'sampan-images-'))
  /** An image of Docker's, too large to be on its way all at once. */
  const own = `${uniqueName()}:1`
  /** What happens when some of it has gone by. */
  let meanwhile = async () => undefined as unknown
  const runtime = new DockerRuntime(dockerConnection())
  const watched = new Proxy(runtime, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      if (name !== 'saveImages') return value.bind(target)
      return async function* (...args: Parameters<DockerRuntime['saveImages']>) {
        let bytes = 0
        for await (const chunk of target.saveImages(...args)) {
          bytes += chunk.length
          if (bytes > 1_000_000) await meanwhile()
          yield chunk
        }
      }
    },
  })
  const engine = openClusterEngine({
    claims: new Claims(),
    runtime: watched,
    connectApi: connectKubeApi,
    askDatabase,
    host: localHost(),
    entrypoint: '',
  })
  let events: OperationEvent[] = []
  const load = (references: readonly string[], archives: readonly string[] = []) => {
    events = []
    const onEvent = (event: OperationEvent) => events.push(event)
    return engine.loadImages(spec.name, { references, archives }, { signal: AbortSignal.timeout(120_000), onEvent })
  }
  const failureOf = (work: Promise<unknown>) => work.then(() => undefined, problemOf)
  const fileOf = (name: string, content: Buffer) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const inNode = async (node: string): Promise<{ id: string; repoTags: string[] }[]> =>
    JSON.parse((await execute('docker', ['exec', node, 'crictl', 'images', '-o', 'json'])).stdout).images
  /** Which nodes have an image of that name and id. */
  const having = async (name: string, id: string) => {
    const found = await Promise.all(
      nodes.map(async (node) => (await inNode(node)).some((each) => each.id === id && each.repoTags.includes(name))),
    )
    return nodes.filter((_, at) => found[at])
  }
  const idOf = async (image: string) => (await docker.getImage(image).inspect()).Id
  const full = `docker.io/library/${own}`

  beforeAll(async () => {
    const data = fileOf('data.tar', await tarOf([['data', randomBytes(8_000_000)]]))
    await execute('docker', ['import', data, own])
    await world.engine.create(spec, { signal: AbortSignal.timeout(180_000) })
  })
  afterAll(async () => {
    await world.sweep(spec.name)
    await docker
      .getImage(own)
      .remove()
      .catch(() => undefined)
    runtime.close()
    rmSync(folder, { recursive: true })
  })

  it('of the engine come into every node, and the second time nothing is sent', async () => {
    const loaded = await load([own])
    expect(loaded.map((image) => [image.name, [...image.nodes].sort(), image.had])).toEqual([[own, nodes, []]])
    expect(await having(full, await idOf(own))).toEqual(nodes)
    const amounts = events.flatMap((event) => (event.kind === 'load' ? [event.doneBytes / event.totalBytes] : []))
    expect([amounts.length > 0, amounts.every((amount) => amount > 0 && amount <= 1)]).toEqual([true, true])
    const [again] = await load([own])
    expect([again?.nodes, [...(again?.had ?? [])].sort()]).toEqual([[], nodes])
    expect(events.filter(({ kind }) => kind === 'load' || kind === 'step')).toMatchObject([{ state: 'skipped' }])
  })

  it('come only into the nodes that lack them, or that have another one of the name', async () => {
    await execute('docker', ['exec', first, 'crictl', 'rmi', full])
    const other = await dockerArchive([own])
    await execute('sh', [
      '-c',
      `docker exec -i ${second} ctr -n k8s.io images import - <${fileOf('other.tar', other.tar)}`,
    ])
    expect((await load([own])).map((image) => [[...image.nodes].sort(), image.had])).toEqual([
      [[first, second], [server]],
    ])
    expect(await having(full, await idOf(own))).toEqual(nodes)
  })

  it('come from archives, compressed or not, of one platform or of several', async () => {
    const [one, two] = [uniqueName(), uniqueName()]
    const saved = await dockerArchive([`${one}:1`])
    const layout = await ociArchive({ 'io.containerd.image.name': `docker.io/case/${two}:2` }, ['arm64', 'amd64'])
    await load([], [fileOf('saved.tar', gzipSync(saved.tar)), fileOf('layout.tar.gz', layout.tar)])
    expect(await having(`docker.io/library/${one}:1`, saved.id)).toEqual(nodes)
    expect(await having(`docker.io/case/${two}:2`, layout.ids.amd64 ?? '')).toEqual(nodes)
    const again = await load([], [join(folder, 'saved.tar'), join(folder, 'layout.tar.gz')])
    expect(again.flatMap((image) => image.nodes)).toEqual([])
  })

  it('of a damaged archive leave every node as it was', async () => {
    // One that lost its name is removed later by containerd itself.
    const named = async (node: string) =>
      (await inNode(node)).flatMap(({ id, repoTags }) => repoTags.map((tag) => [tag, id]))
    const before = await Promise.all(nodes.map(named))
    const layer = randomBytes(300_000)
    const { tar } = await dockerArchive([`${uniqueName()}:1`], { layer })
    const at = tar.indexOf(layer)
    tar.writeUInt8((tar[at] ?? 0) ^ 1, at)
    const path = fileOf('rotten.tar', tar)
    expect(await failureOf(load([], [path]))).toMatchObject({
      code: 'images.archive_damaged',
      params: { path, offset: at - 512 },
    })
    expect(await Promise.all(nodes.map(named))).toEqual(before)
  })

  it.skipIf(!world.hasFaults)(
    'that find a full disk in one node come into the others, and there once there is room',
    async () => {
      for (const node of nodes) await execute('docker', ['exec', node, 'crictl', 'rmi', full])
      const mark = '/etc/fake-k3s/disk-full'
      await execute('docker', ['exec', first, 'sh', '-c', `mkdir -p /etc/fake-k3s; touch ${mark}`])
      expect(await failureOf(load([own]))).toMatchObject({ code: 'images.node_full', params: { node: first } })
      expect(await having(full, await idOf(own))).toEqual([second, server])
      await execute('docker', ['exec', first, 'rm', mark])
      expect((await load([own])).map((image) => image.nodes)).toEqual([[first]])
      expect(await having(full, await idOf(own))).toEqual(nodes)
    },
  )

  it('whose node dies in the middle name that node, and are there after a repeat', async () => {
    for (const node of nodes) await execute('docker', ['exec', node, 'crictl', 'rmi', full])
    meanwhile = async () => {
      meanwhile = async () => undefined
      await docker.getContainer(second).kill()
    }
    expect(await failureOf(load([own]))).toMatchObject({ code: 'images.node_stopped', params: { node: second } })
    // It is known before anything is sent, too; the others have all of it.
    expect(await failureOf(load([own]))).toMatchObject({ code: 'images.node_stopped', params: { node: second } })
    await docker.getContainer(second).start()
    await until('containerd answers', () =>
      inNode(second).then(
        () => true,
        () => false,
      ),
    )
    expect((await load([own])).map((image) => image.nodes)).toEqual([[second]])
    expect(await having(full, await idOf(own))).toEqual(nodes)
  })

  it('are listed, explained where Kubernetes would not use them, and removed by the terminal', async () => {
    const latest = uniqueName()
    const path = fileOf('latest.tar', (await dockerArchive([`${latest}:latest`])).tar)
    const { exitCode, json } = await sampan(['images', 'load', spec.name, path, '--json'])
    expect([exitCode, json.map(({ kind }) => kind)]).toEqual([
      0,
      expect.arrayContaining(['started', 'load', 'step', 'warning', 'done', 'imagesLoaded']),
    ])
    expect(json.find(({ kind }) => kind === 'warning')).toMatchObject({
      code: 'images.always_pulled',
      params: { image: `${latest}:latest` },
    })
    const listed = await sampan(['images', 'list', spec.name])
    expect(listed.stdout).toMatch(new RegExp(`^${latest}:latest\\s+[0-9a-f]{12}\\s.*\\s3\\s`, 'm'))
    const dry = await sampan(['images', 'prune', spec.name, '--dry-run'])
    expect([dry.stdout.includes(own), (await having(full, await idOf(own))).length]).toEqual([true, 3])
    expect((await sampan(['images', 'prune', spec.name])).exitCode).toBe(0)
    expect(await having(full, await idOf(own))).toEqual([])
    const wrong = await sampan(['images', 'load', spec.name, `${uniqueName()}:nonsuch`, '--json'])
    expect([wrong.exitCode, wrong.json.at(-1)?.code]).toEqual([1, 'images.not_here'])
  })
})
