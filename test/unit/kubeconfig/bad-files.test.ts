import { execFileSync } from 'node:child_process'
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '#shared/problem.ts'
import { removeStaleLock } from '../../../electron/kubeconfig/file-lock.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { demo } from './entry.ts'

let folder = ''
let path = ''

let data = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-kubeconfig-'))
  data = await mkdtemp(join(tmpdir(), 'sampan-data-'))
  path = join(folder, 'config')
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
  await rm(data, { recursive: true, force: true })
})

const user = () => new UserKubeconfig({ env: { KUBECONFIG: path, XDG_DATA_HOME: data }, home: folder })
const merge = (options = {}) => user().merge(demo, { isCurrent: false, onClash: 'fail', ...options })

async function problemOfMerge(options = {}) {
  try {
    await merge(options)
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('The merge succeeded')
}

const text = (value: string) => Buffer.from(value)
const unparsable = (line: number, column: number) => ({ code: 'kubeconfig.unparsable', params: { line, column } })
const foreign = { code: 'kubeconfig.not_kubeconfig' }

const badFiles: [what: string, bytes: Buffer, problem: object][] = [
  ['an unclosed bracket', text('clusters: [\n'), unparsable(2, 1)],
  ['an unclosed quote', text('kind: "Config\n'), unparsable(2, 1)],
  ['a tab as indentation', text('clusters:\n\t- name: a\n'), unparsable(2, 1)],
  [
    'wrong indentation',
    text('clusters:\n- name: a\n  cluster:\n    server: x\n   y: z\n'),
    { code: 'kubeconfig.unparsable' },
  ],
  ['two values on a line', text('kind: Config: x\n'), { code: 'kubeconfig.unparsable' }],
  ['an alias of nothing', text('clusters: *gone\n'), unparsable(1, 11)],
  ['broken JSON', text('{"kind": "Config",, }'), { code: 'kubeconfig.unparsable' }],
  [
    'a merge conflict',
    text('<<<<<<< HEAD\nkind: Config\n=======\nkind: Config\n>>>>>>> x\n'),
    { code: 'kubeconfig.unparsable' },
  ],
  ['a list', text('- a\n- b\n'), foreign],
  ['a word', text('hello\n'), foreign],
  ['a number', text('42\n'), foreign],
  ['another kind', text('apiVersion: v1\nkind: Pod\n'), foreign],
  ['another version', text('apiVersion: v2\nkind: Config\n'), foreign],
  ['clusters as a map', text('clusters:\n  a: b\n'), foreign],
  ['clusters as a word', text('clusters: none\n'), foreign],
  ['contexts with a word in the list', text('contexts:\n- a\n'), foreign],
  ['users as a number', text('users: 3\n'), foreign],
  ['a list as the current context', text('current-context: [a]\n'), foreign],
  ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]), foreign],
  ['invalid UTF-8', Buffer.concat([text('kind: Config # '), Buffer.from([0xc3, 0x28])]), foreign],
  ['half of a character in UTF-16', Buffer.from([0xff, 0xfe, 0x6b]), foreign],
  ['NUL characters', text('kind: Config\0\n'), foreign],
  ['eleven megabytes', text(`# ${'x'.repeat(11_000_000)}\n`), foreign],
  ['a first key beside a question mark', text('? kind\n: Config\n'), { code: 'kubeconfig.not_editable' }],
]

describe('a file that is not to be written to', () => {
  it.each(badFiles)('gives its Problem and stays as it is: %s', async (_, bytes, problem) => {
    await writeFile(path, bytes, { mode: 0o640 })
    const before = await stat(path)
    expect(await problemOfMerge()).toMatchObject(problem)
    const after = await stat(path)
    expect((await readFile(path)).equals(bytes)).toBe(true)
    expect([after.mode, after.uid, after.gid, after.ino, after.mtimeMs]).toEqual([
      before.mode,
      before.uid,
      before.gid,
      before.ino,
      before.mtimeMs,
    ])
    expect(await readdir(folder)).toEqual(['config'])
  })

  it('is a folder, a pipe, or a link that leads round in a circle', async () => {
    await mkdir(path)
    expect(await problemOfMerge()).toMatchObject({ code: 'kubeconfig.not_a_file' })
    await rm(path, { recursive: true })
    if (process.platform !== 'win32') execFileSync('mkfifo', [path])
    expect(await problemOfMerge()).toMatchObject({ code: 'kubeconfig.not_a_file' })
    await rm(path)
    await symlink(path, path)
    expect(await problemOfMerge()).toMatchObject({ code: 'file.failed' })
    expect((await lstat(path)).isSymbolicLink()).toBe(true)
  })

  it('is one that its owner has made read-only', async () => {
    await writeFile(path, 'kind: Config\n', { mode: 0o444 })
    expect(await problemOfMerge()).toMatchObject({ code: 'file.read_only' })
    expect([await readFile(path, 'utf8'), (await stat(path)).mode & 0o777]).toEqual(['kind: Config\n', 0o444])
  })

  it('is one that somebody else has locked, and the lock stays', async () => {
    await writeFile(path, 'kind: Config\n')
    await writeFile(`${path}.lock`, '')
    expect(await problemOfMerge()).toMatchObject({ code: 'kubeconfig.locked' })
    expect((await readdir(folder)).sort()).toEqual(['config', 'config.lock'])
    await expect(removeStaleLock(path)).rejects.toMatchObject({ problem: { code: 'kubeconfig.locked' } })
    const long = new Date(Date.now() - 3_600_000)
    await utimes(`${path}.lock`, long, long)
    expect(await problemOfMerge()).toMatchObject({ actions: [{ kind: 'removeLock', path }] })
    await removeStaleLock(path)
    expect((await merge()).isChanged).toBe(true)
  }, 30_000)

  it("has an entry of somebody else's with that name", async () => {
    await writeFile(path, 'contexts:\n- name: sampan-demo\n  context: {}\n')
    expect(await problemOfMerge()).toMatchObject({ code: 'kubeconfig.name_taken', params: { name: 'sampan-demo' } })
    expect((await merge({ onClash: 'rename' })).name).toBe('sampan-demo-1')
  })
})

describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')('a disk', () => {
  let disk = ''
  beforeEach(async () => {
    disk = join(folder, 'disk')
    await mkdir(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk])
    path = join(disk, 'config')
  })
  afterEach(() => {
    execFileSync('umount', [disk])
  })

  it('that is full leaves the file as it was', async () => {
    const before = `kind: Config\n# ${'x'.repeat(20_000)}\n`
    await writeFile(path, before)
    await writeFile(join(disk, 'rest'), Buffer.alloc(36_000))
    expect(await problemOfMerge()).toMatchObject({ code: 'disk.full' })
    expect(await readFile(path, 'utf8')).toBe(before)
    expect((await readdir(disk)).sort()).toEqual(['config', 'rest'])
  })

  it('that is read-only leaves the file as it was', async () => {
    await writeFile(path, 'kind: Config\n')
    execFileSync('mount', ['-o', 'remount,ro', disk])
    expect(await problemOfMerge()).toMatchObject({ code: 'file.read_only' })
    expect(await readFile(path, 'utf8')).toBe('kind: Config\n')
  })
})

describe('a file that is written to', () => {
  it('keeps its mode and its link', async () => {
    const target = join(folder, 'real')
    await writeFile(target, 'kind: Config\n', { mode: 0o640 })
    await chmod(target, 0o640)
    await symlink('real', path)
    for (let round = 0; round < 3; round += 1) {
      await merge()
      await user().unmerge(demo)
    }
    const names = await readdir(folder)
    expect([(await stat(target)).mode & 0o777, (await lstat(path)).isSymbolicLink()]).toEqual([0o640, true])
    expect(names).toEqual(['config', 'real'])
    expect(await readFile(path, 'utf8')).toBe('kind: Config\n')
  })

  it('that was not there is made for its owner only, also behind a dangling link, and goes again', async () => {
    await symlink(join(folder, 'deep', 'config'), path)
    await merge()
    const target = join(folder, 'deep', 'config')
    expect([(await stat(target)).mode & 0o777, (await stat(join(folder, 'deep'))).mode & 0o777]).toEqual([0o600, 0o700])
    await user().unmerge(demo)
    await expect(stat(target)).rejects.toThrow('ENOENT')
  })

  it('is put back by undo, unless somebody else has written since', async () => {
    await writeFile(path, 'kind: Config\n')
    const files = user()
    await files.merge(demo, { isCurrent: true, onClash: 'fail' })
    await files.undo(demo.cluster)
    expect(await readFile(path, 'utf8')).toBe('kind: Config\n')
    await files.merge(demo, { isCurrent: true, onClash: 'fail' })
    await writeFile(path, 'kind: Config\nclusters: []\n')
    await expect(files.undo(demo.cluster)).rejects.toMatchObject({ problem: { code: 'kubeconfig.changed' } })
    expect(await readFile(path, 'utf8')).toBe('kind: Config\nclusters: []\n')
  })

  it('is found as kubectl finds it when $KUBECONFIG names several, and each keeps what it had', async () => {
    const [first, second, gone] = ['first', 'second', 'gone'].map((name) => join(folder, name))
    await writeFile(first ?? '', 'kind: Config\n')
    await writeFile(second ?? '', 'kind: Config\ncontexts:\n- name: prod\n  context: {}\ncurrent-context: prod\n')
    const KUBECONFIG = [gone, first, second].join(':')
    const files = new UserKubeconfig({ env: { KUBECONFIG, XDG_DATA_HOME: data }, home: folder })
    const change = await files.merge(demo, { isCurrent: true, onClash: 'fail' })
    expect([change.path, change.currentBefore]).toEqual([first, 'prod'])
    expect(await readFile(second ?? '', 'utf8')).toContain('current-context: sampan-demo\n')
    await files.unmerge(demo)
    expect([await readFile(first ?? '', 'utf8'), await readFile(second ?? '', 'utf8')]).toEqual([
      'kind: Config\n',
      'kind: Config\ncontexts:\n- name: prod\n  context: {}\ncurrent-context: prod\n',
    ])
  })
})
