import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ProblemError } from '#shared/problem.ts'
import { engineStarters } from '../../../electron/tools/engine-starters.ts'
import { type ToolPlace, thisMachine } from '../../../electron/tools/tool-place.ts'

const { signal } = new AbortController()

const machine = (platform: NodeJS.Platform, files: readonly string[], env: ToolPlace['env'] = {}): ToolPlace => ({
  env: { PATH: '/usr/bin', ...env },
  home: '/home/ann',
  platform,
  canExecute: async (path) => files.includes(path),
  isThere: async (path) => files.includes(path),
})

const commands = async (place: ToolPlace) =>
  (await engineStarters(place).startable(signal)).map(({ id, command }) => [id, command])

describe('what can start an engine', () => {
  it('on Linux are services of the user, and never one that needs an administrator', async () => {
    const system = ['/usr/bin/systemctl', '/usr/bin/sudo', '/usr/lib/systemd/system/docker.service']
    expect(await commands(machine('linux', system))).toEqual([])
    const own = [
      ...system,
      '/usr/lib/systemd/user/docker-desktop.service',
      '/home/ann/.config/systemd/user/docker.service',
    ]
    expect(await commands(machine('linux', own))).toEqual([
      ['docker-desktop', 'systemctl --user start docker-desktop'],
      ['docker-rootless', 'systemctl --user start docker'],
    ])
    const moved = ['/usr/bin/systemctl', '/home/ann/conf/systemd/user/docker.service']
    expect(await commands(machine('linux', moved, { XDG_CONFIG_HOME: '/home/ann/conf' }))).toEqual([
      ['docker-rootless', 'systemctl --user start docker'],
    ])
    // A unit is of no use where there is no systemd.
    expect(await commands(machine('linux', ['/home/ann/.config/systemd/user/docker.service']))).toEqual([])
  })

  it('on macOS are the apps that are there', async () => {
    const apps = [
      '/Applications/Docker.app',
      '/home/ann/Applications/OrbStack.app',
      '/Applications/Rancher Desktop.app',
    ]
    expect(await commands(machine('darwin', apps))).toEqual([
      ['docker-desktop', 'open -a Docker'],
      ['orbstack', 'open -a OrbStack'],
      ['rancher-desktop', 'open -a "Rancher Desktop"'],
    ])
    expect(await commands(machine('darwin', []))).toEqual([])
  })

  it('on Windows is Docker Desktop', async () => {
    const file = 'C:\\Program Files\\Docker\\Docker\\Docker Desktop.exe'
    expect(await commands(machine('win32', [file], { ProgramFiles: 'C:\\Program Files' }))).toEqual([
      ['docker-desktop', `"${file}"`],
    ])
    expect(await commands(machine('win32', [file]))).toEqual([])
  })
})

describe.skipIf(process.platform !== 'linux')('starting an engine', () => {
  let home: string
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'sampan-starters-'))
  })
  afterEach(() => rm(home, { recursive: true }))

  /** A machine with a rootless Docker, whose systemctl does this. */
  async function rootless(script: string) {
    await writeFile(join(home, 'systemctl'), `#!/bin/sh\n${script}\n`)
    await chmod(join(home, 'systemctl'), 0o755)
    const unit = join(home, 'docker.service')
    await writeFile(unit, '[Service]\n')
    const place = thisMachine({ env: { ...process.env, PATH: `${home}:${process.env.PATH}` }, home })
    return engineStarters({ ...place, isThere: async (path) => path.endsWith('/.config/systemd/user/docker.service') })
  }

  it('runs what it said it would run, to its end', async () => {
    const starters = await rootless(`echo "$@" > "${home}/arguments"`)
    await starters.start('docker-rootless', signal)
    expect(await readFile(join(home, 'arguments'), 'utf8')).toBe('--user start docker\n')
  })

  it('that fails says so, in the words of what was run', async () => {
    const starters = await rootless('echo "Unit docker.service is masked." >&2; exit 1')
    const failure = await starters.start('docker-rootless', signal).catch((error: unknown) => error)
    expect(failure instanceof ProblemError && failure.problem).toEqual({
      code: 'engine.not_started',
      params: { engine: 'Docker (rootless)', command: 'systemctl --user start docker' },
      detail: 'Unit docker.service is masked.',
    })
  })

  it('is not waited for any more once nobody wants to know', async () => {
    const pidFile = join(home, 'pid')
    const starters = await rootless(`echo $$ > "${pidFile}.new"; mv "${pidFile}.new" "${pidFile}"; exec sleep 60`)
    const leaving = new AbortController()
    const started = starters.start('docker-rootless', leaving.signal).catch((error: unknown) => error)
    const pid = Number(await vi.waitFor(() => readFile(pidFile, 'utf8'), { timeout: 10_000 }))
    leaving.abort('gone')
    expect(await started).toBe('gone')
    // It goes on: half a start would be none. The test ends it.
    process.kill(pid)
  })

  it('that is not there is none', async () => {
    const starters = await rootless('exit 0')
    await expect(starters.start('docker-desktop', signal)).rejects.toThrow('engine.not_started')
  })
})
