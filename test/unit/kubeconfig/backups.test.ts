import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { demo } from './entry.ts'

const mine = 'apiVersion: v1\nkind: Config\ncontexts:\n- name: prod\n  context: {}\ncurrent-context: prod\n'
const options = { isCurrent: false, onClash: 'fail' } as const

let folder = ''
let kube = ''
let data = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-backups-'))
  kube = join(folder, '.kube')
  data = join(folder, 'data')
  await mkdir(kube)
  await writeFile(join(kube, 'config'), mine, { mode: 0o644 })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const filesOf = (...paths: string[]) =>
  new UserKubeconfig({ env: { KUBECONFIG: paths.join(':'), XDG_DATA_HOME: data }, home: folder })
/** As a shell gives it for `~/.kube/*`. */
const everythingIn = async (place: string) => (await readdir(place)).sort().map((name) => join(place, name))
const merged = (namespace: string) => filesOf(join(kube, 'config')).merge(demo, { ...options, namespace })

describe('a backup', () => {
  it('lies in Sampan’s own folder under the name of its file, for its owner only, and nothing comes beside the file', async () => {
    const { backup = '' } = await merged('one')
    expect(dirname(dirname(backup))).toBe(join(data, 'sampan', 'kubeconfig-backups'))
    expect(dirname(backup)).toMatch(/_\.kube_config-[0-9a-f]{8}$/)
    expect(await readFile(backup, 'utf8')).toBe(mine)
    expect([(await stat(backup)).mode & 0o777, (await stat(dirname(backup))).mode & 0o777]).toEqual([0o600, 0o700])
    expect(await readdir(kube)).toEqual(['config'])
  })

  it('is made at every change, also two in one moment, and the last five stay', async () => {
    const made: (string | undefined)[] = []
    for (let round = 0; round < 7; round += 1) made.push((await merged(`n${round}`)).backup)
    expect(new Set(made).size).toBe(7)
    const last = made.at(-1) ?? ''
    expect((await readdir(dirname(last))).map((name) => join(dirname(last), name)).sort()).toEqual(
      made.slice(-5).sort(),
    )
    expect(await readFile(last, 'utf8')).toContain('namespace: n5')
  })

  it('is none where there was no file, and where nothing is written', async () => {
    await rm(join(kube, 'config'))
    expect((await merged('one')).backup).toBeUndefined()
    expect((await merged('one')).backup).toBeUndefined()
    await expect(readdir(join(data, 'sampan', 'kubeconfig-backups'))).rejects.toThrow('ENOENT')
  })

  it('of one name in two folders does not mix with the other', async () => {
    const other = join(folder, 'team')
    await mkdir(other)
    await writeFile(join(other, 'config'), 'kind: Config\n')
    const [first, second] = [await merged('one'), await filesOf(join(other, 'config')).merge(demo, options)]
    expect(dirname(first.backup ?? '')).not.toBe(dirname(second.backup ?? ''))
    expect(await readFile(second.backup ?? '', 'utf8')).toBe('kind: Config\n')
  })

  it('of a link is that of the file behind it, whichever name was used', async () => {
    await symlink('config', join(kube, 'link'))
    const { backup } = await filesOf(join(kube, 'link')).merge(demo, options)
    expect(dirname(backup ?? '')).toBe(dirname((await merged('two')).backup ?? ''))
  })

  it('that cannot be made keeps the file as it was', async () => {
    await mkdir(join(data, 'sampan'), { recursive: true })
    await writeFile(join(data, 'sampan', 'kubeconfig-backups'), 'a file where a folder must be')
    await expect(merged('one')).rejects.toMatchObject({
      problem: { code: 'kubeconfig.backup_failed', params: { path: join(kube, 'config') } },
    })
    expect([await readFile(join(kube, 'config'), 'utf8'), await readdir(kube)]).toEqual([mine, ['config']])
  })
})

/** What a folder full of files may hold: what the first versions left beside the file, and what people and other tools leave. */
const strays = [
  'config.bak-sampan-20251120T101500.123Z',
  'config.bak-sampan-20251120T101500.124Z',
  'aaa-work.yaml.bak-sampan-20240101T000000.000Z',
  'config.bak-sampan-20251120T101500.123Z (conflicted copy)',
  'zzz.bak-sampan-20251120T101500.123Z',
]

describe('backups among the files that kubectl reads', () => {
  it.each([
    ['in order', (paths: string[]) => paths],
    ['in reverse order', (paths: string[]) => paths.toReversed()],
  ])('are neither read nor changed, %s', async (_, order) => {
    await merged('one')
    const before = await readFile(join(kube, 'config'), 'utf8')
    for (const name of strays) await writeFile(join(kube, name), before)
    await chmod(join(kube, strays[0] ?? ''), 0o444)
    const files = filesOf(...order(await everythingIn(kube)))
    expect((await files.status()).files.map(({ path }) => path)).toEqual([join(kube, 'config')])
    expect((await files.merge(demo, { ...options, namespace: 'two' })).path).toBe(join(kube, 'config'))
    await files.renew({ ...demo, clientCertificate: 'bmV3' }, async () => undefined)
    expect((await files.unmerge(demo)).changes.map(({ path }) => path)).toEqual([join(kube, 'config')])
    expect(await readFile(join(kube, 'config'), 'utf8')).toBe(mine)
    for (const name of strays) expect(await readFile(join(kube, name), 'utf8')).toBe(before)
    expect((await readdir(kube)).sort()).toEqual(['config', ...strays].sort())
  })

  it('are refused where nothing else is named, by the variable, by hand or by a link', async () => {
    const backup = join(kube, strays[0] ?? '')
    await writeFile(backup, mine)
    await symlink(backup, join(kube, 'link'))
    const refused = { problem: { code: 'kubeconfig.is_backup' } }
    await expect(filesOf(backup).merge(demo, options)).rejects.toMatchObject(refused)
    await expect(filesOf(join(kube, 'config')).merge(demo, { ...options, into: backup })).rejects.toMatchObject(refused)
    await expect(filesOf(join(kube, 'link')).merge(demo, options)).rejects.toMatchObject(refused)
    expect((await filesOf(backup).status()).files).toMatchObject([{ problem: { code: 'kubeconfig.is_backup' } }])
    expect([await readFile(backup, 'utf8'), await readFile(join(kube, 'config'), 'utf8')]).toEqual([mine, mine])
  })

  it('that somebody made without Sampan are files like others: the same cluster in a copy is in nobody’s way', async () => {
    await merged('one')
    const copy = await readFile(join(kube, 'config'), 'utf8')
    await writeFile(join(kube, 'config-2025-11-20'), copy)
    const files = filesOf(...(await everythingIn(kube)))
    expect(await files.merge(demo, { ...options, name: 'sampan-demo', namespace: 'two' })).toMatchObject({
      isChanged: true,
    })
    expect((await files.unmerge(demo)).changes.map(({ path }) => path)).toEqual(await everythingIn(kube))
    expect(await readFile(join(kube, 'config-2025-11-20'), 'utf8')).toBe(mine)
  })
})
