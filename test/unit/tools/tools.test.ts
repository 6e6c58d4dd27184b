import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ShellTarget } from '#shared/access.ts'
import { ProblemError } from '#shared/problem.ts'
import type { ToolId } from '#shared/tool.ts'
import { openCommand } from '../../../electron/tools/open-command.ts'
import { toolsOf } from '../../../electron/tools/open-tool.ts'
import { type ToolPlace, thisMachine } from '../../../electron/tools/tool-place.ts'
import { findTools } from '../../../electron/tools/tools.ts'

const linux = (files: readonly string[], env: ToolPlace['env'] = {}): ToolPlace => ({
  env: { PATH: '/usr/bin', ...env },
  home: '/home/ann',
  platform: 'linux',
  canExecute: async (path) => files.includes(path),
  isThere: async (path) => files.includes(path),
})

describe('the tools of a machine', () => {
  it('are found on the PATH and where package managers put theirs', async () => {
    const place = linux(['/usr/bin/konsole', '/home/ann/go/bin/k9s', '/snap/bin/code', '/usr/bin/freelens'])
    const found = (await findTools(place)).map(({ id, path, needsMerge }) => [id, path, needsMerge])
    expect(found).toEqual([
      ['terminal', '/usr/bin/konsole', false],
      ['k9s', '/home/ann/go/bin/k9s', false],
      ['vscode', '/snap/bin/code', false],
      ['freelens', '/usr/bin/freelens', true],
    ])
  })

  it('have the terminal that the user chose, where it is known', async () => {
    const files = ['/usr/bin/x-terminal-emulator', '/usr/bin/kitty']
    const nameWith = async (env: ToolPlace['env']) => (await findTools(linux(files, env)))[0]?.name
    expect([await nameWith({}), await nameWith({ TERMINAL: 'kitty' }), await nameWith({ TERMINAL: 'rxvt' })]).toEqual([
      'Terminal',
      'kitty',
      'Terminal',
    ])
  })

  it('have no k9s where there is no terminal to run it in', async () => {
    expect(await findTools(linux(['/usr/bin/k9s']))).toEqual([])
  })

  it('are applications on macOS and installed programs on Windows', async () => {
    const mac: ToolPlace = {
      ...linux(['/Applications/Headlamp.app', '/home/ann/Applications/Visual Studio Code.app']),
      platform: 'darwin',
    }
    const windows: ToolPlace = {
      env: { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local', PATH: 'C:\\bin' },
      home: 'C:\\Users\\ann',
      platform: 'win32',
      canExecute: async (path) =>
        ['C:\\bin\\powershell.exe', 'C:\\Users\\ann\\AppData\\Local\\Programs\\Lens\\Lens.exe'].includes(path),
      isThere: async () => false,
    }
    expect((await findTools(mac)).map(({ id }) => id)).toEqual(['vscode', 'headlamp'])
    expect((await findTools(windows)).map(({ id }) => id)).toEqual(['terminal', 'lens'])
  })

  it('are started with arguments, never with a line for a shell', async () => {
    const target = {
      kubeconfig: "/home/ann/it's; rm -rf/a b.yaml",
      workspace: '/w.code-workspace',
      script: '/s.command',
    }
    const [terminal, vscode] = await findTools(linux(['/usr/bin/gnome-terminal', '/usr/bin/code']))
    if (!terminal || !vscode) throw new Error('The tools were not found')
    const surroundings = { platform: 'linux', shell: '/usr/bin/fish' } as const
    expect([openCommand(terminal, target, surroundings), openCommand(vscode, target, surroundings)]).toEqual([
      {
        file: '/usr/bin/gnome-terminal',
        args: ['--', 'env', `KUBECONFIG=${target.kubeconfig}`, '/usr/bin/fish'],
        env: { KUBECONFIG: target.kubeconfig },
      },
      { file: '/usr/bin/code', args: ['/w.code-workspace'], env: { KUBECONFIG: target.kubeconfig } },
    ])
  })
})

describe('opening a tool', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sampan tools '))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** A program that writes down how it was called, as the real one would be called. */
  async function install(name: string, ending = ''): Promise<void> {
    const path = join(folder, name)
    await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$KUBECONFIG" "$@" > '${folder}/called'\n${ending}\n`)
    await chmod(path, 0o755)
  }

  function open(id: ToolId, signal = new AbortController().signal): Promise<void> {
    const place = thisMachine({ env: { PATH: `${folder}:/usr/bin:/bin`, SHELL: '/bin/dash' }, home: folder })
    return toolsOf(place).open(id, { kubeconfig: join(folder, 'a b.yaml'), cluster: 'demo' }, signal)
  }

  it('does not open what nobody waits for any more', async () => {
    await install('code')
    await expect(open('vscode', AbortSignal.abort())).rejects.toThrow(/abort/i)
    await expect(readFile(join(folder, 'called'))).rejects.toThrow(/ENOENT/)
  })

  it('gives a terminal the kubeconfig and the shell of the user', async () => {
    await install('x-terminal-emulator')
    await open('terminal')
    const path = join(folder, 'a b.yaml')
    expect(await readFile(join(folder, 'called'), 'utf8')).toBe(
      [path, '-e', 'env', `KUBECONFIG=${path}`, '/bin/dash', ''].join('\n'),
    )
  })

  it('gives a terminal a shell in a pod or a node in place of the user’s own, on the engine in use', async () => {
    await install('x-terminal-emulator')
    for (const name of ['kubectl', 'docker']) await install(name)
    const path = join(folder, 'a b.yaml')
    const place = thisMachine({ env: { PATH: folder }, home: folder })
    const calledFor = async (shell: ShellTarget) => {
      const target = { kubeconfig: path, cluster: 'demo', shell, dockerHost: 'unix:///run/d.sock' }
      await toolsOf(place).open('terminal', target, new AbortController().signal)
      // Behind the script that keeps the terminal open.
      return (await readFile(join(folder, 'called'), 'utf8')).trim().split('\n').slice(7)
    }
    const shell = ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash; exec sh']
    expect(await calledFor({ kind: 'pod', namespace: 'shop', pod: 'web-1', container: 'web' })).toEqual([
      ...['sh', join(folder, 'kubectl'), 'exec', '-it', '-n', 'shop', 'web-1', '-c', 'web', '--'],
      ...shell,
    ])
    expect(await calledFor({ kind: 'node', node: 'sampan-demo-server-0' })).toEqual([
      ...['sh', join(folder, 'docker'), '--host', 'unix:///run/d.sock', 'exec', '-it', 'sampan-demo-server-0'],
      ...shell,
    ])
  })

  it('says so where there is no kubectl to get into a pod with', async () => {
    await install('x-terminal-emulator')
    const place: ToolPlace = {
      ...thisMachine({ env: { PATH: folder }, home: folder }),
      canExecute: async (path) => path === join(folder, 'x-terminal-emulator'),
    }
    const shell: ShellTarget = { kind: 'pod', namespace: 'shop', pod: 'web-1' }
    const target = { kubeconfig: join(folder, 'a.yaml'), cluster: 'demo', shell }
    const failure = await toolsOf(place)
      .open('terminal', target, new AbortController().signal)
      .catch((error) => error)
    expect(failure).toMatchObject({ problem: { code: 'tool.not_found', params: { tool: 'kubectl' } } })
  })

  it('gives VS Code a workspace whose settings name the kubeconfig', async () => {
    await install('code')
    await open('vscode')
    const [, workspace = ''] = (await readFile(join(folder, 'called'), 'utf8')).split('\n')
    const kubeconfig = join(folder, 'a b.yaml')
    expect(JSON.parse(await readFile(workspace, 'utf8'))).toMatchObject({
      settings: {
        'vs-kubernetes': { 'vs-kubernetes.kubeconfig': kubeconfig },
        [`terminal.integrated.env.${process.platform === 'darwin' ? 'osx' : 'linux'}`]: { KUBECONFIG: kubeconfig },
      },
    })
  })

  it('says so when the tool ends at once with an error, or is gone', async () => {
    await install('code', 'exit 3')
    const codeOf = (opening: Promise<void>) =>
      opening.catch((error: unknown) => (error instanceof ProblemError ? error.problem : error))
    expect(await codeOf(open('vscode'))).toMatchObject({ code: 'tool.failed', detail: 'exit 3' })
    expect(await codeOf(open('headlamp'))).toMatchObject({ code: 'tool.not_found' })
  })
})
