import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { type Problem, problemOf } from '#shared/problem.ts'
import { readArchiveFile } from '../../../electron/images/archive-file.ts'
import { archiveFiles } from '../../../electron/images/archive-files.ts'
import { imagesIn } from '../../../electron/images/archive-index.ts'
import { archiveSource } from '../../../electron/images/image-source.ts'
import { tarEntries } from '../../../electron/images/tar-entries.ts'
import { dockerArchive, inChunks, ociArchive, sharedLayer, tarOf } from '../../fakes/image-archives.ts'

const folder = mkdtempSync(join(tmpdir(), 'sampan-archives-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (name: string, content: Buffer | string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const failureOf = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => Promise.reject(new Error('It did not fail')),
    (error) => problemOf(error),
  )
const never = new AbortController().signal
/** Blocks of one repeated byte, as many as that takes, and no end. */
const zstdOfZeros = (bytes: number) =>
  Buffer.concat([
    Buffer.from('28b52ffd0038', 'hex'),
    Buffer.alloc((bytes / 2 ** 17) * 4, Buffer.from([0x02, 0x00, 0x10, 0x00])),
  ])
const namesIn = async (tar: Buffer) => {
  const names: string[] = []
  for await (const { name } of tarEntries(inChunks(tar))) names.push(name)
  return names
}
const sent = async (path: string, names: readonly string[]) => {
  const source = await archiveSource(path, 'linux/amd64', never)
  return buffer((await source.open(new Set(names), never)).chunks)
}

describe('an archive of images', () => {
  it('of docker save tells the full names, the platform and the digest of the configuration', async () => {
    const { tar, id } = await dockerArchive(['app:1', 'ghcr.io/a/b:2'])
    const { images } = await readArchiveFile(fileOf('saved.tar', tar), never)
    expect(images.map((image) => [image.names, image.platform, image.id])).toEqual([
      [['docker.io/library/app:1', 'ghcr.io/a/b:2'], 'linux/amd64', id],
    ])
  })

  it('is read whatever its name says of its compression', async () => {
    const { tar, id } = await dockerArchive(['app:1'])
    // zstd of the same tar is in the engine suite, where the archive of a release is.
    for (const [name, content] of [
      ['plain.tar.gz', tar],
      ['compressed.tar', gzipSync(tar)],
    ] as const)
      expect((await readArchiveFile(fileOf(name, content), never)).images.map((image) => image.id)).toEqual([id])
  })

  it('in OCI layout is sent with the platform of the node alone, under its full name', async () => {
    const names = { 'org.opencontainers.image.ref.name': 'docker.io/library/app:1' }
    const { tar, ids } = await ociArchive(names, ['arm64', 'amd64', 's390x'])
    const path = fileOf('oci.tar', tar)
    const source = await archiveSource(path, 'linux/amd64', never)
    expect(source.images).toEqual([{ name: 'docker.io/library/app:1', digests: [ids.amd64] }])
    const part = await sent(path, ['docker.io/library/app:1'])
    const [image, ...others] = imagesIn(await archiveFiles(inChunks(part))) ?? []
    expect([image?.id, image?.names, others]).toEqual([ids.amd64, ['docker.io/library/app:1'], []])
    // Manifest, configuration and layer.
    expect((await namesIn(part)).filter((name) => name.startsWith('blobs/'))).toHaveLength(3)
    expect(part.length).toBeLessThanOrEqual(source.size(new Set(['docker.io/library/app:1'])) + 4096)
  })

  it('of docker save is sent with what the images consist of that are wanted', async () => {
    const { tar, id } = await dockerArchive(['app:1', 'app:2'])
    const part = await sent(fileOf('same.tar', tar), ['docker.io/library/app:1'])
    expect((await namesIn(part)).sort()).toEqual([`${id.slice(7)}.json`, 'manifest.json', 'one/layer.tar'])
    const [image] = imagesIn(await archiveFiles(inChunks(part))) ?? []
    expect([image?.id, image?.names]).toEqual([id, ['docker.io/library/app:1', 'docker.io/library/app:2']])
  })

  it('has the offset of its end named wherever it was cut off', async () => {
    const { tar } = await dockerArchive(['app:1'])
    const end = tar.length - 1024
    for (const length of [513, 600, 2000, 3000, end - 600, end - 1]) {
      const found = await failureOf(readArchiveFile(fileOf('cut.tar', tar.subarray(0, length)), never))
      expect([found.code, found.params.offset]).toEqual(['images.archive_damaged', length])
    }
    const found = await failureOf(readArchiveFile(fileOf('cut.tar.gz', gzipSync(tar).subarray(0, 2000)), never))
    expect([found.code, found.params.offset]).toEqual(['images.archive_damaged', 2000])
  })

  it('has the part named that is not what its digest says, before the whole is taken for complete', async () => {
    const layer = Buffer.alloc(3000, 'x')
    const { tar } = await dockerArchive(['app:1'], { layer })
    const at = tar.indexOf(layer)
    tar.writeUInt8(0, at + 100)
    const found = await failureOf(sent(fileOf('rotten.tar', tar), ['docker.io/library/app:1']))
    expect([found.code, found.params.offset]).toEqual(['images.archive_damaged', at - 512])
    const damaged = Buffer.from(tar)
    damaged.write('garbage', at - 512)
    expect(await failureOf(readArchiveFile(fileOf('header.tar', damaged), never))).toMatchObject({
      code: 'images.archive_damaged',
      params: { offset: at - 512 },
    })
  })

  it.each([
    ['a text', Buffer.from('{"name": "sampan"}'.repeat(100))],
    ['an empty file', Buffer.alloc(0)],
    ['another tar', undefined],
  ])('is not what it is taken for: %s', async (_, content) => {
    const path = fileOf('other', content ?? (await tarOf([['docs/readme', 'Hello']])))
    expect(await failureOf(readArchiveFile(path, never))).toMatchObject({
      code: 'images.not_an_archive',
      params: { path },
    })
  })

  it('is refused before anything is sent where no node could run it, or no pod could ask for it', async () => {
    const { tar: arm } = await dockerArchive(['app:1'], { architecture: 'arm64' })
    const { tar: nameless } = await dockerArchive([])
    const { tar: onlyTag } = await ociArchive({ 'org.opencontainers.image.ref.name': 'latest' })
    const codes = [arm, nameless, onlyTag].map(
      async (tar, at) => (await failureOf(archiveSource(fileOf(`${at}.tar`, tar), 'linux/amd64', never))).code,
    )
    expect(await Promise.all(codes)).toEqual(['images.wrong_platform', 'images.no_name', 'images.no_name'])
    expect(
      await failureOf(readArchiveFile(fileOf('a.tar.xz', Buffer.from('fd377a585a000000', 'hex')), never)),
    ).toMatchObject({
      code: 'images.unknown_compression',
      params: { format: 'xz' },
    })
    expect((await failureOf(readArchiveFile(join(folder, 'nonsuch.tar'), never))).code).toBe('file.missing')
  })

  it('is refused where it is no regular file, which might never end', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const codes = [pipe, '/dev/zero', folder].map(async (path) => (await failureOf(readArchiveFile(path, never))).code)
    expect(await Promise.all(codes)).toEqual(['images.not_an_archive', 'images.not_an_archive', 'file.is_folder'])
  })

  it.each([
    ['as it is', () => fileOf('zeros.tar', '')],
    ['gzip', () => fileOf('zeros.tar.gz', gzipSync(Buffer.alloc(2 ** 26)))],
    ['zstd', () => fileOf('zeros.tar.zst', zstdOfZeros(2 ** 36))],
  ])('is read no further once nobody waits for it: %s', async (_, made) => {
    const path = made()
    if (path.endsWith('.tar')) truncateSync(path, 2 ** 40)
    const control = new AbortController()
    const reading = readArchiveFile(path, control.signal)
    setTimeout(() => control.abort(new Error('Enough')), 20)
    await expect(reading).rejects.toThrow('Enough')
  })

  it('of docker save may have a layer that several images share', async () => {
    const { tar, ids } = await sharedLayer(['one:1', 'two:1'])
    const path = fileOf('shared.tar', tar)
    expect((await readArchiveFile(path, never)).images.map((image) => image.id)).toEqual(ids)
    const part = await sent(path, ['docker.io/library/two:1'])
    const [two, ...others] = imagesIn(await archiveFiles(inChunks(part))) ?? []
    expect([two?.id, others]).toEqual([ids[1], []])
  })

  it('may have long names, as GNU tar and PAX write them', async () => {
    const long = `${'folder/'.repeat(40)}layer.tar`
    const tar = await tarOf([
      [long, 'x'],
      ['short', 'y'],
    ])
    expect(await namesIn(tar)).toEqual([long, 'short'])
    expect(await buffer(inChunks(tar))).toEqual(tar)
  })
})
