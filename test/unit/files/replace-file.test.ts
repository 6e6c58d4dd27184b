import { execFileSync } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceFile } from '../../../electron/files/replace-file.ts'

const isLinuxRoot = process.platform === 'linux' && process.getuid?.() === 0
let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-files-'))
  path = join(folder, 'config')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a file that is replaced', () => {
  it('can be read by its owner only', async () => {
    await writeFile(path, 'old', { mode: 0o644 })
    await replaceFile(path, 'secret')
    expect([(await stat(path)).mode & 0o777, await readFile(path, 'utf8')]).toEqual([0o600, 'secret'])
  })

  it('stays the link that it was', async () => {
    const target = join(folder, 'elsewhere', 'config')
    await mkdir(join(folder, 'elsewhere'))
    await writeFile(target, 'old')
    await symlink(target, path)
    await replaceFile(path, 'new')
    expect([(await lstat(path)).isSymbolicLink(), await readFile(target, 'utf8')]).toEqual([true, 'new'])
  })

  it('may lie in a folder that is not there yet', async () => {
    await replaceFile(join(folder, 'a', 'b', 'config'), 'new')
    expect(await readFile(join(folder, 'a', 'b', 'config'), 'utf8')).toBe('new')
  })

  it('is never found half-written', async () => {
    const texts = ['a'.repeat(300_000), 'b'.repeat(300_000)]
    await replaceFile(path, texts[0] ?? '')
    const writing = Promise.all(Array.from({ length: 20 }, (_, at) => replaceFile(path, texts[at % 2] ?? '')))
    const seen = new Set<string>()
    for (let look = 0; look < 50; look += 1) seen.add(await readFile(path, 'utf8'))
    await writing
    expect([...seen].filter((text) => !texts.includes(text))).toEqual([])
    expect(await readdir(folder)).toEqual(['config'])
  })

  it('takes along what a kill has left beside it, and nothing that somebody may be writing', async () => {
    const [left, fresh] = [`${path}.0123456789ab.new`, `${path}.ba9876543210.new`]
    await Promise.all([left, fresh, `${path}.mine.new`].map((file) => writeFile(file, 'torn')))
    const anHourAgo = new Date(Date.now() - 3_600_000)
    await utimes(left, anHourAgo, anHourAgo)
    await replaceFile(path, 'new')
    expect((await readdir(folder)).sort()).toEqual(['config', 'config.ba9876543210.new', 'config.mine.new'])
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

    it('says so, and is left as it is, when the disk is read-only', async () => {
      const file = join(disk, 'config')
      await replaceFile(file, 'old')
      execFileSync('mount', ['-o', 'remount,ro', disk])
      await expect(replaceFile(file, 'new')).rejects.toMatchObject({
        problem: { code: 'file.read_only', params: { path: file } },
        cause: { code: 'EROFS' },
      })
      expect(await readFile(file, 'utf8')).toBe('old')
    })
  })
})
