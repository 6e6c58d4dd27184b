import { execFileSync } from 'node:child_process'
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeInPlace } from '../../../electron/files/write-in-place.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { demo } from './entry.ts'

const mine = 'apiVersion: v1\nkind: Config\n# mine\ncontexts:\n- name: prod\n  context: {}\ncurrent-context: prod\n'
const options = { isCurrent: true, onClash: 'fail' } as const

let folder = ''
let kube = ''
let path = ''
let real = ''
let data = ''
let mounts: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-in-place-'))
  kube = join(folder, '.kube')
  path = join(kube, 'config')
  real = join(folder, 'host')
  data = join(folder, 'data')
  mounts = []
  await mkdir(kube)
  await writeFile(real, mine)
})
afterEach(async () => {
  for (const mount of mounts.toReversed()) execFileSync('umount', [mount])
  await rm(folder, { recursive: true, force: true })
})

const filesOf = (KUBECONFIG: string) => new UserKubeconfig({ env: { KUBECONFIG, XDG_DATA_HOME: data }, home: folder })
function mount(...args: readonly [...options: string[], target: string]): void {
  execFileSync('mount', args)
  const target = args.at(-1) ?? ''
  if (!mounts.includes(target)) mounts.push(target)
}
const mounted = async () => {
  await writeFile(path, '')
  mount('--bind', real, path)
}
/** What nobody else may be left with. */
const left = async () => (await readdir(kube)).sort()

const cannotMount =
  process.getuid?.() === 0 && process.platform === 'linux' ? undefined : 'mounting takes root on Linux'

describe.skipIf(cannotMount)(
  `a kubeconfig that is a mount of its own${cannotMount ? ` (skipped: ${cannotMount})` : ''}`,
  () => {
    it('is written in place, which is said, and gives its bytes back', async () => {
      await mounted()
      const { ino } = await stat(real)
      const files = filesOf(path)
      const change = await files.merge(demo, options)
      expect([change.isInPlace, await readFile(change.backup ?? '', 'utf8')]).toEqual([true, mine])
      expect(await readFile(real, 'utf8')).toContain('current-context: sampan-demo\n')
      expect(await left()).toEqual(['config'])
      expect((await files.unmerge(demo)).changes).toMatchObject([{ isInPlace: true }])
      expect([await readFile(real, 'utf8'), (await stat(real)).ino, await left()]).toEqual([mine, ino, ['config']])
    })

    it('is renewed and put back by undo in the same way', async () => {
      await mounted()
      const files = filesOf(path)
      await files.merge(demo, options)
      await files.undo(demo.cluster)
      expect(await readFile(real, 'utf8')).toBe(mine)
      await files.merge(demo, options)
      await files.renew({ ...demo, clientCertificate: 'bmV3' }, async () => undefined)
      expect(await readFile(real, 'utf8')).toContain('bmV3')
      await files.unmerge(demo)
      expect([await readFile(real, 'utf8'), await left()]).toEqual([mine, ['config']])
    })

    it('was empty: it is empty again', async () => {
      await writeFile(real, '')
      await mounted()
      const files = filesOf(path)
      await files.merge(demo, options)
      expect(await readFile(real, 'utf8')).toContain('sampan-demo')
      await files.unmerge(demo)
      expect([await readFile(real, 'utf8'), await left()]).toEqual(['', ['config']])
    })

    it('is behind a link', async () => {
      await mounted()
      const linked = join(folder, 'linked')
      await symlink(path, linked)
      const files = filesOf(linked)
      expect((await files.merge(demo, options)).isInPlace).toBe(true)
      await files.unmerge(demo)
      expect([await readFile(real, 'utf8'), await left()]).toEqual([mine, ['config']])
    })

    it('lies in a folder that takes no new files: the lock lies elsewhere meanwhile', async () => {
      const before = `${mine}clusters: []\nusers: []\n`
      await writeFile(real, before)
      await writeFile(path, '')
      mount('--bind', kube, kube)
      mount('--bind', real, path)
      execFileSync('mount', ['-o', 'remount,bind,ro', kube])
      const files = filesOf(path)
      await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          filesOf(path).merge(
            { ...demo, cluster: { ...demo.cluster, name: `c${index}` } },
            { ...options, isCurrent: false },
          ),
        ),
      )
      const text = await readFile(real, 'utf8')
      for (let index = 0; index < 6; index += 1) {
        expect(text).toContain(`name: sampan-c${index}\n`)
        await files.unmerge({ cluster: { ...demo.cluster, name: `c${index}` } })
      }
      expect([await readFile(real, 'utf8'), await left()]).toEqual([before, ['config']])
      expect(
        (await readdir(join(data, 'sampan', 'kubeconfig-backups'))).filter((name) => name.endsWith('.lock')),
      ).toEqual([])
    })

    it('is mounted read-only: that is a Problem, and nothing is left', async () => {
      await mounted()
      execFileSync('mount', ['-o', 'remount,bind,ro', path])
      await expect(filesOf(path).merge(demo, options)).rejects.toMatchObject({ problem: { code: 'file.read_only' } })
      expect([await readFile(real, 'utf8'), await left()]).toEqual([mine, ['config']])
    })

    it('lies on a disk that gets full: it is as it was', async () => {
      const disk = join(folder, 'disk')
      await mkdir(disk)
      mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk)
      real = join(disk, 'host')
      const before = `${mine}# ${'x'.repeat(20_000)}\n`
      await writeFile(real, before)
      await writeFile(join(disk, 'rest'), Buffer.alloc(40_000))
      await mounted()
      await expect(filesOf(path).merge({ ...demo, clientKey: 'QUJD'.repeat(10_000) }, options)).rejects.toMatchObject({
        problem: { code: 'disk.full' },
      })
      expect([await readFile(real, 'utf8'), await left()]).toEqual([before, ['config']])
    })
  },
)

describe('a kubeconfig that has several names', () => {
  it('is the same file under each of them afterwards, with the backup made before', async () => {
    await link(real, path)
    const files = filesOf(path)
    const change = await files.merge(demo, options)
    expect([change.isInPlace, await readFile(change.backup ?? '', 'utf8')]).toEqual([true, mine])
    expect(await readFile(real, 'utf8')).toBe(await readFile(path, 'utf8'))
    await files.unmerge(demo)
    expect([await readFile(real, 'utf8'), await left()]).toEqual([mine, ['config']])
  })

  it('is replaced as a whole, as ever, when it has one', async () => {
    await writeFile(path, mine)
    const { ino } = await stat(path)
    expect((await filesOf(path).merge(demo, options)).isInPlace).toBeUndefined()
    expect((await stat(path)).ino).not.toBe(ino)
  })
})

it.each([
  ['longer', 'a', 'abc'.repeat(100_000)],
  ['shorter', 'abc'.repeat(100_000), 'a'],
  ['empty', 'abc', ''],
  ['filled', '', 'abc'],
])('writing in place makes a file %s', async (_, before, after) => {
  await writeFile(path, before)
  await writeInPlace(path, Buffer.from(after), Buffer.from(before))
  expect(await readFile(path, 'utf8')).toBe(after)
})
