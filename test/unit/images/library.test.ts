import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { k3sVersionOfImage } from '#shared/image-reference.ts'
import { problemOf } from '#shared/problem.ts'
import { readArchiveFile } from '../../../electron/images/archive-file.ts'
import { ImageLibrary } from '../../../electron/images/library.ts'
import { dockerArchive, ociArchive } from '../../fakes/image-archives.ts'

const { signal } = new AbortController()

describe('the image library', () => {
  let folder: string
  let library: ImageLibrary
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sampan-library-'))
    library = new ImageLibrary(join(folder, 'library'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const fileOf = async (name: string, tar: Buffer | Promise<{ readonly tar: Buffer }>) => {
    writeFileSync(join(folder, name), Buffer.isBuffer(tar) ? tar : (await tar).tar)
    return join(folder, name)
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error) => problemOf(error).code,
    )

  it('knows the version from the image of k3s, and keeps what Docker takes apart from what the nodes take', async () => {
    const k3s = await fileOf('a.tar', dockerArchive(['rancher/k3s:v1.36.2-k3s1']))
    const parts = await fileOf(
      'b.tar',
      dockerArchive(['rancher/mirrored-pause:3.6', 'rancher/mirrored-coredns-coredns:1.14.4']),
    )
    const added = await library.add([k3s, parts], {}, signal)
    expect(added).toMatchObject([
      { k3sVersion: 'v1.36.2+k3s1', platform: 'linux/amd64', forEngine: ['rancher/k3s:v1.36.2-k3s1'], forNodes: [] },
      {
        k3sVersion: 'v1.36.2+k3s1',
        forEngine: [],
        forNodes: ['rancher/mirrored-pause:3.6', 'rancher/mirrored-coredns-coredns:1.14.4'],
      },
    ])
    const byId = (entries: readonly { readonly id: string }[]) => [...entries].sort((a, b) => a.id.localeCompare(b.id))
    expect(byId(await library.list())).toEqual(byId(added))
    const [nodes, ...others] = await library.forNodes('v1.36.2+k3s1', 'linux/amd64')
    expect(others).toEqual([])
    expect((await readArchiveFile(nodes?.path ?? '', signal)).images.flatMap(({ names }) => names)).toEqual([
      'docker.io/rancher/mirrored-pause:3.6',
      'docker.io/rancher/mirrored-coredns-coredns:1.14.4',
    ])
    const engine = await library.forEngine('docker.io/rancher/k3s:v1.36.2-k3s1', 'linux/amd64')
    expect((await readArchiveFile(engine?.path ?? '', signal)).images.flatMap(({ names }) => names)).toEqual([
      'docker.io/rancher/k3s:v1.36.2-k3s1',
    ])
  })

  it('gives nothing to another version or architecture', async () => {
    await library.add(
      [await fileOf('a.tar', dockerArchive(['rancher/mirrored-pause:3.6']))],
      { k3sVersion: 'v1.36.2+k3s1' },
      signal,
    )
    expect(await library.forNodes('v1.36.3+k3s1', 'linux/amd64')).toEqual([])
    expect(await library.forNodes('v1.36.2+k3s1', 'linux/arm64')).toEqual([])
    expect(await library.forEngine('rancher/k3s:v1.36.2-k3s1', 'linux/amd64')).toBeUndefined()
  })

  it('keeps the same content once, whatever its file is called', async () => {
    const archive = await dockerArchive(['rancher/mirrored-pause:3.6'])
    const [first, ...others] = await library.add(
      [await fileOf('a.tar', archive.tar), await fileOf('b.tar', archive.tar)],
      { k3sVersion: 'v1.36.2+k3s1' },
      signal,
    )
    expect([others, (await library.list()).length]).toEqual([[], 1])
    await library.remove(first?.id ?? '')
    expect([await library.list(), readdirSync(join(folder, 'library'))]).toEqual([[], []])
    expect(await codeOf(library.remove(first?.id ?? ''))).toBe('library.not_found')
  })

  it('names an entry once that has what several archives have', async () => {
    const same = { layer: Buffer.alloc(3000, 'x') }
    const both = await fileOf('both.tar', dockerArchive(['rancher/mirrored-pause:3.6', 'own/app:1'], same))
    const pause = await fileOf('pause.tar', dockerArchive(['rancher/mirrored-pause:3.6'], same))
    const added = await library.add([both, pause], { k3sVersion: 'v1.36.2+k3s1' }, signal)
    expect(added).toEqual(await library.list())
    expect(added.length).toBe(1)
  })

  it('gives the same entry to all who add one archive at the same time', async () => {
    const path = await fileOf('a.tar', dockerArchive(['rancher/mirrored-pause:3.6']))
    const add = () => new ImageLibrary(join(folder, 'library')).add([path], { k3sVersion: 'v1.36.2+k3s1' }, signal)
    const added = await Promise.all([add(), add(), add(), add()])
    const [entry] = await library.list()
    expect(added).toEqual(Array.from({ length: 4 }, () => [entry]))
    expect(readdirSync(join(folder, 'library'))).toEqual([entry?.id])
  })

  it('clears away what a killed process left half-made, and nothing that is still being made', async () => {
    const [old, young] = [
      '.0123456789ab-b3f0c1de-0000-4000-8000-000000000000',
      '.0123456789ab-b3f0c1de-0000-4000-8000-000000000001',
    ]
    for (const name of [old, young, 'mine', '.mine']) {
      mkdirSync(join(folder, 'library', name), { recursive: true })
      writeFileSync(join(folder, 'library', name, 'nodes.tar'), 'half')
      const when = new Date(Date.now() - 2 * 3_600_000)
      if (name !== young) utimesSync(join(folder, 'library', name, 'nodes.tar'), when, when)
      utimesSync(join(folder, 'library', name), when, when)
    }
    const path = await fileOf('a.tar', dockerArchive(['rancher/mirrored-pause:3.6']))
    const [entry] = await library.add([path], { k3sVersion: 'v1.36.2+k3s1' }, signal)
    expect(readdirSync(join(folder, 'library')).sort()).toEqual([young, '.mine', entry?.id, 'mine'].sort())
  })

  it('keeps no archive all of whose images are there, and says of a former one that a new one has all of it', async () => {
    const k3sVersion = 'v1.36.2+k3s1'
    const add = (path: string) => library.add([path], { k3sVersion }, signal)
    const same = { layer: Buffer.alloc(3000, 'x') }
    const [pause, both] = [
      await fileOf('pause.tar', dockerArchive(['rancher/mirrored-pause:3.6'], same)),
      await fileOf('both.tar', dockerArchive(['rancher/mirrored-pause:3.6', 'own/app:1'], same)),
    ]
    const duplicates = async () =>
      (await library.list()).map(({ forNodes, isDuplicate }) => [forNodes.length, isDuplicate])
    await add(pause)
    const [large] = await add(both)
    expect(await duplicates()).toEqual([
      [1, true],
      [2, false],
    ])
    // A node is not given the same image twice.
    expect((await library.forNodes(k3sVersion, 'linux/amd64')).map(({ id }) => id)).toEqual([large?.id])
    for (const { id, isDuplicate } of await library.list()) if (isDuplicate) await library.remove(id)
    expect(await add(pause)).toEqual([large])
    expect(await duplicates()).toEqual([[2, false]])
  })

  it('asks for the version that nothing says, and leaves nothing of an archive that is damaged', async () => {
    const layer = Buffer.alloc(3000, 'x')
    const { tar } = await dockerArchive(['rancher/mirrored-pause:3.6'], { layer })
    expect(await codeOf(library.add([await fileOf('k3s-airgap-images-amd64.tar', tar)], {}, signal))).toBe(
      'library.version_unknown',
    )
    tar.writeUInt8(0, tar.indexOf(layer))
    expect(await codeOf(library.add([await fileOf('a.tar', tar)], { k3sVersion: 'v1.36.2+k3s1' }, signal))).toBe(
      'images.archive_damaged',
    )
    expect(readdirSync(join(folder, 'library'))).toEqual([])
  })

  it('makes of an OCI layout what Docker and containerd both read', async () => {
    const names = { 'io.containerd.image.name': 'docker.io/rancher/k3s:v1.36.2-k3s1' }
    const { tar, ids } = await ociArchive(names)
    await library.add([await fileOf('a.tar', tar)], {}, signal)
    const kept = await library.forEngine('rancher/k3s:v1.36.2-k3s1', 'linux/amd64')
    expect((await readArchiveFile(kept?.path ?? '', signal)).images.map(({ id }) => id)).toEqual([ids.amd64])
  })

  it.each([
    ['rancher/k3s:v1.36.2-k3s1', 'v1.36.2+k3s1'],
    ['ghcr.io/k3s-io/k3s:v1.36.2-rc1-k3s2', 'v1.36.2-rc1+k3s2'],
    ['own/k3s-with-images:v1.36.3-k3s1', 'v1.36.3+k3s1'],
    ['rancher/mirrored-pause:3.6', undefined],
    ['own/app:v1.36.2', undefined],
  ])('takes %s for k3s %s', (name, version) => {
    expect(k3sVersionOfImage(name)).toBe(version)
  })
})
