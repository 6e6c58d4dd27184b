import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dataFolder } from '../../../electron/kubeconfig/data-folder.ts'
import { kubeconfigPaths } from '../../../electron/kubeconfig/kubeconfig-paths.ts'
import { unmeant } from '../../../electron/kubeconfig/meant-path.ts'
import { UserKubeconfig } from '../../../electron/kubeconfig/user-kubeconfig.ts'
import { demo } from './entry.ts'

const options = { isCurrent: true, onClash: 'fail' } as const

let folder = ''
let home = ''
let data = ''
const startedIn = process.cwd()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-paths-'))
  home = join(folder, 'home')
  data = join(folder, 'data')
  await mkdir(join(folder, 'cwd'))
  await mkdir(join(home, '.kube'), { recursive: true })
  process.chdir(join(folder, 'cwd'))
})
afterEach(async () => {
  process.chdir(startedIn)
  await rm(folder, { recursive: true, force: true })
})

const filesOf = (KUBECONFIG: string) =>
  new UserKubeconfig({ env: { KUBECONFIG, XDG_DATA_HOME: data }, home, platform: 'linux' })

const unmeantValues: readonly (readonly [what: string, value: string, character: string])[] = [
  ['a tilde', '~/.kube/config', '~'],
  ['two tildes', '~/.kube/config:~/.kube/work', '~'],
  ['another user’s tilde', '~ann/.kube/config', '~'],
  ['a tilde behind a good path', '/srv/config:~/.kube/work', '~'],
  ['a Windows path', 'C:\\Users\\dev\\.kube\\config', '\\'],
  ['a list of Windows paths', 'C:\\Users\\dev\\.kube\\config;D:\\work', '\\'],
  ['a Windows path with slashes', 'c:/Users/dev/.kube/config', ':'],
  ['a Windows path behind a good one', '/srv/config:D:/kube/config', ':'],
  ['a path of WSL’s share', '\\\\wsl$\\Ubuntu\\home\\ann\\.kube\\config', '\\'],
  ['what is left of a drive', '\\Users\\dev\\.kube\\config', '\\'],
  ['an escaped blank', '/home/ann/my\\ files/config', '\\'],
  ['a list with semicolons', '/home/ann/.kube/config;/home/ann/.kube/work', ';'],
  ['double quotes', '"/home/ann/.kube/config"', '"'],
  ['single quotes', "'/home/ann/.kube/config'", "'"],
  ['quotes around a list', '"/home/ann/.kube/config:/home/ann/.kube/work"', '"'],
  ['typographic quotes', '“/home/ann/.kube/config”', '“'],
  ['half a pair of quotes', '/home/ann/.kube/config"', '"'],
  ['a carriage return', '/home/ann/.kube/config\r', '\\r (U+000D)'],
  ['a line break', '/home/ann/.kube/config\n/home/ann/.kube/work', '\\n (U+000A)'],
  ['a tab', '\t/home/ann/.kube/config', '\\t (U+0009)'],
  ['a blank behind', '/home/ann/.kube/config ', '␣ (U+0020)'],
  ['a blank before', ' /home/ann/.kube/config', '␣ (U+0020)'],
  ['a blank behind the colon', '/home/ann/.kube/config: /home/ann/.kube/work', '␣ (U+0020)'],
  ['a blank that does not break', '/home/ann/.kube/config\u00A0', 'U+00A0 (U+00A0)'],
  ['a byte order mark', '\uFEFF/home/ann/.kube/config', 'U+FEFF (U+FEFF)'],
  ['paths with blanks between them', '/home/ann/.kube/config /home/ann/.kube/work', '␣ (U+0020)'],
  ['paths with commas between them', '/home/ann/.kube/config,/home/ann/.kube/work', ','],
  ['a variable', '$HOME/.kube/config', '$'],
  ['a variable in braces', '$' + '{HOME}/.kube/config', '$'],
  ['a variable within', '/home/$USER/.kube/config', '$'],
  ['a command', '$(pwd)/config', '$'],
  ['a variable of cmd', '%USERPROFILE%/.kube/config', '%'],
  ['a variable of PowerShell', '$env:USERPROFILE/.kube/config', '$'],
  ['a pattern', '/home/ann/.kube/*', '*'],
  ['an address', 'file:///home/ann/.kube/config', ':'],
  ['the whole line of a .env file', 'export KUBECONFIG=/home/ann/.kube/config', '='],
  ['a folder', '/home/ann/.kube/', '/'],
]

describe('a path that cannot be meant', () => {
  it.each(unmeantValues)('is refused by the variable’s name and its character: %s', async (_, value, character) => {
    const files = filesOf(value)
    const refused = { code: 'kubeconfig.path_refused', params: { variable: 'KUBECONFIG', character } }
    await expect(files.merge(demo, options)).rejects.toMatchObject({ problem: refused })
    await expect(files.preview(demo, options)).rejects.toMatchObject({ problem: refused })
    expect((await files.status()).files.filter((each) => each.problem)).toMatchObject([{ problem: refused }])
    await files.renew(demo, async () => undefined)
    expect([await readdir('.'), (await readdir(folder)).sort()]).toEqual([[], ['cwd', 'home']])
  })

  it.each(['~/config', '"config"', 'C:\\config', 'config ', '-', '$HOME/config'])(
    'is refused by the option’s name where a shell did not expand it: --into=%s',
    async (into) => {
      const refused = { problem: { code: 'kubeconfig.path_refused', params: { variable: '--into' } } }
      const files = filesOf(join(home, '.kube', 'config'))
      await expect(files.merge(demo, { ...options, into })).rejects.toMatchObject(refused)
      await expect(files.unmerge(demo, { into })).rejects.toMatchObject(refused)
      expect(await readdir('.')).toEqual([])
    },
  )

  it('does not take the good paths beside it along: what is there is still read', async () => {
    const good = join(home, '.kube', 'config')
    await filesOf(good).merge(demo, options)
    const { files, currentContext } = await filesOf(`${good}:~/work`).status()
    expect([files.map(({ path }) => path), currentContext]).toEqual([[good, '~/work'], 'sampan-demo'])
  })

  it('is no path of a folder for data either: the specification has relative ones ignored', () => {
    for (const XDG_DATA_HOME of ['~/.local/share', '"/home/ann/data"', 'data', ''])
      expect(dataFolder({ env: { XDG_DATA_HOME }, home: '/home/ann', platform: 'linux' })).toBe(
        '/home/ann/.local/share/sampan',
      )
  })
})

describe('a path that may be meant', () => {
  it.each([
    '/home/ann/.kube/config',
    'config',
    './~/config',
    '.kube/config',
    "/home/o'brien/.kube/config",
    '/home/ann/My Files/config',
    '/home/ann/kube~/config~',
    '/home/ann/päckchen/配置',
    '/home/ann/a=b/config',
    '/home/ann/100%/config,v',
    '/home/ann/cash$/config',
    '/mnt/c/Users/dev/.kube/config',
  ])('is taken as it is: %s', (path) => {
    expect(kubeconfigPaths({ env: { KUBECONFIG: path }, home, platform: 'linux' })).toEqual({ paths: [path] })
  })

  it.each(['', ':', '::', undefined])('is the usual one where the variable names none: %s', (KUBECONFIG) => {
    expect(kubeconfigPaths({ env: { KUBECONFIG }, home: '/home/ann', platform: 'linux' })).toEqual({
      paths: ['/home/ann/.kube/config'],
    })
  })

  it('has drive letters, backslashes and semicolons on Windows', () => {
    const at = (KUBECONFIG: string) => kubeconfigPaths({ env: { KUBECONFIG }, home, platform: 'win32' })
    expect(at('C:\\Users\\ann\\.kube\\config;\\\\server\\share\\work').paths).toEqual([
      'C:\\Users\\ann\\.kube\\config',
      '\\\\server\\share\\work',
    ])
    for (const path of ['%USERPROFILE%\\.kube\\config', '"C:\\config"', '~\\.kube\\config', 'C:\\config '])
      expect(unmeant(path, { variable: 'KUBECONFIG', platform: 'win32' })?.code).toBe('kubeconfig.path_refused')
  })
})

const mine = 'kind: Config\ncontexts:\n- name: prod\n  context: {}\ncurrent-context: prod\n'

/** Each gives a file `real` another name. */
const otherNames: readonly (readonly [what: string, make: (real: string) => Promise<string>])[] = [
  [
    'a link',
    async (real) => {
      await symlink('real', `${real}-link`)
      return `${real}-link`
    },
  ],
  [
    'a link to a link',
    async (real) => {
      await symlink('real', `${real}-1`)
      await symlink(`${real}-1`, `${real}-2`)
      return `${real}-2`
    },
  ],
  [
    'a hard link',
    async (real) => {
      await link(real, `${real}-hard`)
      return `${real}-hard`
    },
  ],
  [
    'a linked folder',
    async (real) => {
      await symlink(join(real, '..'), `${folder}/linked`)
      return `${folder}/linked/real`
    },
  ],
  ['a relative path', async (real) => relative(process.cwd(), real)],
  ['a longer path', async (real) => `${home}/.kube/../.kube//./${basename(real)}`],
]

describe('one file under two names', () => {
  it.each(otherNames)('is one: %s', async (_, make) => {
    const real = join(home, '.kube', 'real')
    await writeFile(real, mine)
    const other = await make(real)
    for (const list of [`${real}:${other}`, `${other}:${real}`]) {
      const files = filesOf(list)
      expect((await files.status()).files).toHaveLength(1)
      await files.merge(demo, options)
      expect(await filesOf(list).merge(demo, options)).toMatchObject({ name: 'sampan-demo', isChanged: false })
      expect([await readFile(real, 'utf8'), await readFile(other, 'utf8')]).toEqual(
        Array.from({ length: 2 }, () => expect.stringContaining('current-context: sampan-demo\n')),
      )
      expect((await filesOf(list).unmerge(demo)).changes).toHaveLength(1)
      expect([await readFile(real, 'utf8'), await readFile(other, 'utf8')]).toEqual([mine, mine])
    }
  })
})
