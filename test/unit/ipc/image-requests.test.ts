import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { problem } from '#shared/problem.ts'
import { ChosenFiles } from '../../../electron/files/chosen-files.ts'
import { ImageLibrary } from '../../../electron/images/library.ts'
import { dockerArchive } from '../../fakes/image-archives.ts'
import { fakeEngine, local, noShell, serve } from './served.ts'

const folder = mkdtempSync(join(tmpdir(), 'sampan-image-requests-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileOf = (name: string, content: Buffer | string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

async function chosen(...paths: string[]) {
  const files = new ChosenFiles()
  return { files, tokens: (await files.take(paths)).map(({ token }) => token) }
}

describe('a file that the user chose', () => {
  it('is known to the window by its name and size alone', async () => {
    const path = fileOf('shop.tar', 'x'.repeat(10))
    const [taken] = await new ChosenFiles().take([path])
    expect(taken).toEqual({ token: expect.any(String), name: 'shop.tar', sizeBytes: 10 })
    expect(taken?.token).not.toContain('shop')
  })

  it('is asked for by its token, and never by a path', async () => {
    const path = fileOf('secret', 'secret')
    const { ask } = serve(fakeEngine('engine-1'))
    for (const [name, input] of [
      ['files.look', { files: [path] }],
      ['images.load', { cluster: local('engine-1'), references: [], files: [path] }],
      ['library.add', { files: [path] }],
      ['bundles.open', { file: path }],
    ] as const)
      expect(await ask(name, input)).toMatchObject({ ok: false, problem: { code: 'ipc.invalid_input' } })
  })

  it('that is a folder, or not there, is refused', async () => {
    await expect(chosen(folder)).rejects.toMatchObject({ problem: { code: 'file.is_folder' } })
    await expect(chosen(join(folder, 'nonsuch'))).rejects.toMatchObject({ problem: { code: 'file.missing' } })
  })

  it('is told by what is in it, whatever its name', async () => {
    const { files, tokens } = await chosen(
      fileOf('shop.yaml', (await dockerArchive(['shop:1', 'shop:latest'])).tar),
      fileOf('k3s.bin', (await dockerArchive(['rancher/k3s:v1.36.2-k3s1'])).tar),
      fileOf('pause.tar', (await dockerArchive(['rancher/mirrored-pause:3.6'])).tar),
      fileOf('spec.tar', 'name: team\n'),
      fileOf('half.tar', (await dockerArchive(['shop:1'])).tar.subarray(0, 2000)),
      fileOf('zeros', Buffer.alloc(100)),
    )
    const { ask } = serve(fakeEngine('engine-1'), { files })
    expect(await ask('files.look', { files: tokens })).toMatchObject({
      ok: true,
      value: [
        { name: 'shop.yaml', kind: 'images', images: ['shop:1', 'shop:latest'], isOfK3s: false },
        { name: 'k3s.bin', kind: 'images', k3sVersion: 'v1.36.2+k3s1', isOfK3s: true },
        { name: 'pause.tar', kind: 'images', isOfK3s: true },
        { name: 'spec.tar', kind: 'text' },
        { name: 'half.tar', kind: 'problem', problem: { code: 'images.archive_damaged' } },
        { name: 'zeros', kind: 'problem', problem: { code: 'images.archive_damaged' } },
      ],
    })
  })
})

describe('images that the window loads', () => {
  it('come from where the files are, with what Kubernetes will make of them', async () => {
    const path = fileOf('app.tar', 'x')
    const { files, tokens } = await chosen(path)
    const images = [{ name: 'app:latest', nodes: ['sampan-local-server-0'], had: [] }]
    const warning = problem('images.always_pulled', { image: 'app:latest' })
    const engine = fakeEngine('engine-1', {
      loadImages: async (name, what, { onEvent }) => {
        expect([name, what]).toEqual(['local', { references: ['shop:1'], archives: [path] }])
        onEvent?.({ kind: 'warning', ...warning, cluster: name, atMs: 1 })
        return images
      },
    })
    const { ask, operations } = serve(engine, { files })
    const asked = { cluster: local('engine-1'), references: ['shop:1'], files: tokens }
    expect(await ask('images.load', asked)).toEqual({ ok: true, value: { images, warnings: [warning] } })
    expect(operations.list()).toMatchObject([{ operation: 'load', isRunning: false }])
  })
})

describe('a bundle', () => {
  it('is saved by an operation of its cluster, where the user says', async () => {
    const engine = fakeEngine('engine-1', {
      saveBundle: async ({ cluster, path }) => ({
        description: { version: 1, k3sVersion: 'v1.36.2+k3s1', forEngine: ['rancher/k3s:v1.36.2-k3s1'], spec: {} },
        forNodes: [cluster, path],
        sizeBytes: 7,
      }),
    })
    const { ask, operations } = serve(engine, {
      shell: { ...noShell, askSavePath: async (name) => join('/home/me', name) },
    })
    const path = join('/home/me', 'local.sampan-bundle.tar')
    expect(await ask('clusters.saveBundle', { cluster: local('engine-1') })).toEqual({
      ok: true,
      value: { path, sizeBytes: 7, count: 3 },
    })
    expect(operations.list()).toMatchObject([{ operation: 'bundle' }])
  })

  it('is opened as the form of a new cluster; an archive that is none says so', async () => {
    const library = new ImageLibrary(join(folder, 'library'))
    const { files, tokens } = await chosen(fileOf('plain.tar', (await dockerArchive(['shop:1'])).tar))
    const { ask } = serve(fakeEngine('engine-1'), { files, library })
    expect(await ask('bundles.open', { file: tokens[0] })).toMatchObject({
      ok: false,
      problem: { code: 'library.not_a_bundle' },
    })
    expect(await library.list()).toEqual([])
  })
})
