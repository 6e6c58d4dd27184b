import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { docker, leftovers, sweep, testImage, uniqueName } from '../engine/docker.ts'
import { packageApp } from './package-app.ts'

test.skip(process.platform !== 'linux', 'Of the three launchers, this machine can run the one of Linux.')

let folder = ''
let home = ''
let sampan = ''

/** Installed where a path has a blank in it, and reached by a link on PATH, as README says. */
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sampan-packaged-'))
  home = join(folder, 'home')
  await mkdir(home)
  const installed = join(folder, 'Sampan App')
  await rename(await packageApp(folder), installed)
  sampan = join(folder, 'sampan')
  await symlink(join(installed, 'resources', 'bin', 'sampan'), sampan)
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** In a session without any display, in a process group of its own, as a terminal has it. */
function start(command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): ChildProcess {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, XDG_RUNTIME_DIR: ___, ...env } = process.env
  return spawn(command, args, {
    detached: true,
    cwd: folder,
    env: {
      ...env,
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      KUBECONFIG: join(home, 'kubeconfig'),
      SAMPAN_LANG: 'en',
      ...more,
    },
  })
}

async function ended(child: ChildProcess, input = ''): Promise<Ended> {
  const read = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      read[name] += text
    })
  child.stdin?.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, ...read }))
  })
}

const run = (...args: string[]) => ended(start(sampan, args))
const shell = (script: string) => ended(start('bash', ['-o', 'pipefail', '-c', script], { sampan }))

test('the packaged app lists clusters in a terminal without a display, and leaves nothing at home', async () => {
  const { code, stdout, stderr } = await run('list', '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'clusters' })
  expect(await readdir(home)).toEqual([])
})

test('the packaged app says its version and its help as the terminal front end does', async () => {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(await run('--version')).toEqual({ code: 0, signal: null, stdout: `${version}\n`, stderr: '' })
  const help = await run('--help')
  expect({ ...help, stdout: help.stdout.split('\n')[0] }).toEqual({
    code: 0,
    signal: null,
    stdout: 'Usage: sampan [options] [command]',
    stderr: '',
  })
})

test('the packaged app leaves to the command what Chromium, Electron or Node would take for itself', async () => {
  expect((await run('--lang', 'zh-CN', '--help')).stdout.split('\n')[0]).toBe('用法：sampan [options] [command]')
  const taken = ['-v', '--enable-logging', '--inspect', '--no-sandbox', '--sampan-cli']
  for (const option of taken) {
    const { code, stdout, stderr } = await run('list', option, 'zh-CN', '--json')
    expect({ option, code, stderr }).toEqual({ option, code: 2, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      code: 'usage.invalid',
      params: { reason: expect.stringContaining(option) },
    })
  }
})

test('what looks like an address does not stop the packaged app, and a blank argument stays one', async () => {
  const { code, stdout } = await run('status', 'http://example.org/ x', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ kind: 'problem' })
  expect(stdout).toContain('http://example.org/ x')
})

test('the packaged app ends in peace when the other end of a pipe goes', async () => {
  expect(await shell('"$sampan" help --all | head -1')).toEqual({
    code: 0,
    signal: null,
    stdout: '# sampan\n',
    stderr: '',
  })
  // Gone before the first word.
  const child = start(sampan, ['help', '--all'])
  child.stdout?.destroy()
  expect(await ended(child)).toMatchObject({ code: 0, stderr: '' })
})

test('the packaged app reads its standard input, from a pipe and from a file', async () => {
  const name = uniqueName()
  const wanted = { code: 0, stdout: expect.stringContaining(`${name} does not exist and would be created`), stderr: '' }
  expect(await ended(start(sampan, ['apply', '-f', '-', '--dry-run']), `name: ${name}\n`)).toMatchObject(wanted)
  await writeFile(join(folder, 'spec.yaml'), `name: ${name}\n`)
  expect(await shell('"$sampan" apply -f - --dry-run < spec.yaml')).toMatchObject(wanted)
})

test('a program that the packaged app runs has its standard input, its output and its exit code', async () => {
  const name = uniqueName()
  const kubectl = join(folder, 'kubectl')
  await writeFile(kubectl, '#!/bin/sh\ncat\nexit 7\n')
  await chmod(kubectl, 0o755)
  try {
    const made = await run('create', name, '--image', testImage, '--env', 'FAKE_K3S_BOOT_MS=100')
    expect(made.code).toBe(0)
    const child = start(sampan, ['kubectl', name, 'apply', '-f', '-'], { PATH: `${folder}:${process.env.PATH}` })
    expect(await ended(child, 'all of it\n')).toMatchObject({ code: 7, stdout: 'all of it\n', stderr: '' })
  } finally {
    await sweep(name)
  }
})

test('Ctrl-C in the packaged app takes back what was being made', async () => {
  const name = uniqueName()
  try {
    const child = start(sampan, ['create', name, '--image', testImage, '--env', 'FAKE_K3S_BOOT_MS=120000', '--json'])
    const end = ended(child)
    await expect.poll(() => isRunning(name), { timeout: 60_000 }).toBe(true)
    process.kill(-(child.pid ?? 0), 'SIGINT')
    const { code, signal, stdout, stderr } = await end
    expect({ code, signal, stderr }).toEqual({ code: 130, signal: null, stderr: '' })
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ kind: 'problem', undone: true })
    expect(await leftovers(name)).toEqual([])
  } finally {
    await sweep(name)
  }
})

test('a second signal that nobody waits for ends the packaged app by itself', async () => {
  const name = uniqueName()
  try {
    const child = start(sampan, ['create', name, '--image', testImage, '--env', 'FAKE_K3S_BOOT_MS=120000'])
    const end = ended(child)
    await expect.poll(() => isRunning(name), { timeout: 60_000 }).toBe(true)
    process.kill(-(child.pid ?? 0), 'SIGTERM')
    process.kill(-(child.pid ?? 0), 'SIGTERM')
    const { code, signal } = await end
    // The two may have come as one, which takes back what was made.
    expect([
      { code: null, signal: 'SIGTERM' },
      { code: 143, signal: null },
    ]).toContainEqual({ code, signal })
  } finally {
    await sweep(name)
  }
})

async function isRunning(cluster: string): Promise<boolean> {
  const filters = { label: [`dev.sampan.cluster=${cluster}`], status: ['running'] }
  return (await docker.listContainers({ filters })).length > 0
}
