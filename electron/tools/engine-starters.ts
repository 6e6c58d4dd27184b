import { spawn } from 'node:child_process'
import { posix, win32 } from 'node:path'
import type { EngineStarter } from '#shared/engine.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { findExecutable, firstThere, type ToolPlace } from './tool-place.ts'

/** A program that goes on this long has started. systemd itself gives a service 90 s. */
const longestStartMs = 120_000
/** An app of Windows is not gone until it is quit. */
const appStartMs = 1500
/** As much of what a command complained about as anybody reads. */
const keptChars = 2000

interface FoundStarter extends EngineStarter {
  readonly file: string
  readonly args: readonly string[]
  /** The command ends when the engine has been started, or was told to. */
  readonly ends: boolean
}

/** What can start an engine on this machine without the rights of an administrator, as the window sees it. */
export function engineStarters(place: ToolPlace) {
  return {
    startable: async (signal: AbortSignal): Promise<EngineStarter[]> => {
      const found = await findStarters(place)
      signal.throwIfAborted()
      return found.map(({ id, name, command }) => ({ id, name, command }))
    },
    /** Fails with `engine.not_started`; whether the engine then answers is seen by whoever waits for it. */
    start: async (id: EngineStarter['id'], signal: AbortSignal): Promise<void> => {
      const starter = (await findStarters(place)).find((each) => each.id === id)
      if (!starter) throw new ProblemError(problem('engine.not_started', { engine: id, command: '' }))
      signal.throwIfAborted()
      await run(starter, place, signal)
    },
  }
}

async function findStarters(place: ToolPlace): Promise<FoundStarter[]> {
  switch (place.platform) {
    case 'darwin':
      return (await Promise.all(macApps.map((app) => macStarter(place, app)))).flat()
    case 'win32':
      return windowsStarters(place)
    case 'linux':
      return userServices(place)
    default:
      return []
  }
}

const macApps = [
  { id: 'docker-desktop', name: 'Docker Desktop', app: 'Docker' },
  { id: 'orbstack', name: 'OrbStack', app: 'OrbStack' },
  { id: 'rancher-desktop', name: 'Rancher Desktop', app: 'Rancher Desktop' },
] as const

async function macStarter(place: ToolPlace, { id, name, app }: (typeof macApps)[number]): Promise<FoundStarter[]> {
  const folders = ['/Applications', posix.join(place.home, 'Applications')]
  const path = await firstThere(
    place,
    folders.map((folder) => posix.join(folder, `${app}.app`)),
  )
  if (path === undefined) return []
  const command = `open -a ${app.includes(' ') ? `"${app}"` : app}`
  return [{ id, name, command, file: '/usr/bin/open', args: ['-a', app], ends: true }]
}

async function windowsStarters(place: ToolPlace): Promise<FoundStarter[]> {
  const { ProgramFiles } = place.env
  if (!ProgramFiles) return []
  const file = win32.join(ProgramFiles, 'Docker', 'Docker', 'Docker Desktop.exe')
  if (!(await place.canExecute(file))) return []
  return [{ id: 'docker-desktop', name: 'Docker Desktop', command: `"${file}"`, file, args: [], ends: false }]
}

/** Units of the user's own systemd, which needs no password. The system's Docker is not one of them. */
async function userServices(place: ToolPlace): Promise<FoundStarter[]> {
  const systemctl = await findExecutable(place, ['systemctl'])
  if (systemctl === undefined) return []
  const config = place.env.XDG_CONFIG_HOME || posix.join(place.home, '.config')
  const folders = [
    posix.join(config, 'systemd/user'),
    posix.join(place.home, '.local/share/systemd/user'),
    '/etc/systemd/user',
    '/usr/local/lib/systemd/user',
    '/usr/lib/systemd/user',
  ]
  const services = [
    { id: 'docker-desktop', name: 'Docker Desktop', unit: 'docker-desktop' },
    { id: 'docker-rootless', name: 'Docker (rootless)', unit: 'docker' },
  ] as const
  const found = await Promise.all(
    services.map(async ({ id, name, unit }): Promise<FoundStarter[]> => {
      const isThere = await Promise.all(folders.map((folder) => place.isThere(posix.join(folder, `${unit}.service`))))
      if (!isThere.includes(true)) return []
      const args = ['--user', 'start', unit]
      return [{ id, name, command: `systemctl ${args.join(' ')}`, file: systemctl, args, ends: true }]
    }),
  )
  return found.flat()
}

/** The engine lives on when Sampan ends, and so does a start that nobody waits for any more. */
function run(
  { name, command, file, args, ends }: FoundStarter,
  { env }: ToolPlace,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { detached: true, stdio: ['ignore', 'ignore', ends ? 'pipe' : 'ignore'], env })
    let complaint = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(-keptChars)
    })
    const leave = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stopWaiting)
      child.stderr?.destroy()
      child.unref()
    }
    const fail = (detail: string, cause?: unknown) => {
      leave()
      reject(new ProblemError(problem('engine.not_started', { engine: name, command }, { detail }), { cause }))
    }
    const timer = setTimeout(
      () => {
        leave()
        resolve()
      },
      ends ? longestStartMs : appStartMs,
    )
    const stopWaiting = () => {
      leave()
      reject(signal.reason)
    }
    signal.addEventListener('abort', stopWaiting, { once: true })
    child.once('error', (error) => fail(error.message, error))
    child.once('close', (code, killedBy) => {
      if (code !== 0) return fail(complaint.trim() || (killedBy ?? `exit ${code}`))
      leave()
      resolve()
    })
  })
}
