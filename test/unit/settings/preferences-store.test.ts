import { execFileSync } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { replaceFile } from '../../../electron/files/replace-file.ts'
import { PreferencesStore } from '../../../electron/settings/preferences-store.ts'

const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0
let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-files-'))
  path = join(folder, 'preferences.json')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

describe('preferences', () => {
  it('are remembered', async () => {
    await (await PreferencesStore.open(path)).set({ theme: 'dark', language: 'zh-CN' })
    expect((await PreferencesStore.open(path)).get()).toEqual({ theme: 'dark', language: 'zh-CN' })
  })

  it('that are damaged are put aside, and the defaults used', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await writeFile(path, '{ "theme": ')
    expect((await PreferencesStore.open(path)).get()).toEqual({ theme: 'system', language: 'system' })
    expect(await readdir(folder)).toEqual(['preferences.json.bad'])
  })

  it('of another version keep what is understood', async () => {
    await writeFile(path, '{ "theme": "dark", "language": "tlh", "window": { "width": 1 } }')
    expect((await PreferencesStore.open(path)).get()).toEqual({ theme: 'dark', language: 'system' })
  })

  it('set at the same time are all kept', async () => {
    const store = await PreferencesStore.open(path)
    await Promise.all([store.set({ theme: 'dark' }), store.set({ language: 'en' }), store.set({ engine: 'unix:///x' })])
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ theme: 'dark', language: 'en', engine: 'unix:///x' })
  })
})

describe('a file that is replaced', () => {
  it('can be read by its owner only', async () => {
    await replaceFile(path, 'secret')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('stays the link that it was', async () => {
    const target = join(folder, 'elsewhere', 'config')
    await mkdir(join(folder, 'elsewhere'))
    await writeFile(target, 'old')
    await symlink(target, path)
    await replaceFile(path, 'new')
    expect([(await lstat(path)).isSymbolicLink(), await readFile(target, 'utf8')]).toEqual([true, 'new'])
  })

  it.skipIf(process.platform !== 'linux')('that is a device is written to, not replaced', async () => {
    await replaceFile('/dev/null', 'x')
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
    await expect(replaceFile('/dev/full', 'x')).rejects.toMatchObject({ problem: { code: 'disk.full' } })
  })

  describe.skipIf(!isLinuxRoot)(`on a small disk${isLinuxRoot ? '' : ' (skipped: only root can mount one)'}`, () => {
    let disk = ''
    beforeEach(async () => {
      disk = join(folder, 'disk')
      await mkdir(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'sampan-test', disk])
    })
    afterEach(() => {
      execFileSync('umount', [disk])
    })

    it('is the old one, byte for byte, when the disk is full', async () => {
      const file = join(disk, 'config')
      await replaceFile(file, 'old')
      await expect(replaceFile(file, 'x'.repeat(200_000))).rejects.toMatchObject({ problem: { code: 'disk.full' } })
      expect([await readFile(file, 'utf8'), await readdir(disk)]).toEqual(['old', ['config']])
    })

    it('says so when the disk is read-only', async () => {
      execFileSync('mount', ['-o', 'remount,ro', disk])
      await expect(replaceFile(join(disk, 'config'), 'x')).rejects.toMatchObject({
        problem: { code: 'file.read_only' },
      })
    })
  })
})
