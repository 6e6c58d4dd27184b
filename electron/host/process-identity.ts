import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process, as it signs what it holds, so that others can tell whether it still runs. */
export interface ProcessIdentity {
  /** `host/pid`. */
  readonly maker: string
  /** Where that number means a process on its machine: a container and its host count apart. */
  readonly place: string
  /** Its machine's last boot, a space, and its own beginning; each is left out where it is not known. */
  readonly started: string
}

/** This process as people read it: `host/pid`. */
export function thisProcess(): string {
  return `${hostname()}/${process.pid}`
}

export function thisIdentity(): ProcessIdentity {
  return { maker: thisProcess(), place: thisPlace(), started: startOf(process.pid) }
}

/** The first process numbers of all Linux machines lie in a namespace of one and the same number: alone it says nothing. */
export function thisPlace(): string {
  try {
    return `${process.platform} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return process.platform
  }
}

/** When a process of this place began, after the machine's boot, in a form that no other process has. */
export function startOf(pid: number): string {
  return `${thisBoot()} ${ticksOf(pid)}`.trimEnd()
}

/**
 * Whether a process still runs, by the table of processes; undefined where that cannot tell: it belongs to another machine, another
 * container, another boot, or there is a process of its number and nobody knows since when. Only what both sides know is compared.
 */
export function isRunning(other: ProcessIdentity, own: ProcessIdentity = thisIdentity()): boolean | undefined {
  if (!isSamePlace(other, own)) return undefined
  const pid = Number(other.maker.split('/')[1])
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process cannot be signaled, but it is there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const [began, begins] = [other.started.split(' ')[1], startOf(pid).split(' ')[1]]
  return began === undefined || begins === undefined ? undefined : began === begins
}

/** The boot belongs to one machine alone. A host's name follows the network it is in, and so only counts where a boot is unknown. */
export function isSamePlace(other: ProcessIdentity, own: ProcessIdentity): boolean {
  if (other.place === '' || other.place !== own.place) return false
  const [theirs = '', ours = ''] = [other.started.split(' ')[0], own.started.split(' ')[0]]
  if (theirs !== '' && ours !== '') return theirs === ours
  return other.maker.split('/')[0] === own.maker.split('/')[0]
}

/** Names this boot of this machine, on Windows only the machine; empty where the system does not tell. */
function thisBoot(): string {
  try {
    switch (process.platform) {
      case 'linux':
        return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      case 'darwin':
        return ask('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid']).trim()
      case 'win32': {
        const key = 'HKLM\\SOFTWARE\\Microsoft\\Cryptography'
        return /[0-9a-f-]{36}/i.exec(ask('reg', ['query', key, '/v', 'MachineGuid']))?.[0] ?? ''
      }
      default:
        return ''
    }
  } catch {
    return ''
  }
}

/** Some milliseconds, and only when something is claimed or locked. */
const ask = (program: string, args: readonly string[]) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    timeout: 2000,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })

/** Linux only, and not of other users' processes where those are hidden (hidepid). */
function ticksOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
