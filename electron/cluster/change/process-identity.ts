import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** This process, as it signs its claims: `host/pid`. */
export function thisProcess(): string {
  return `${hostname()}/${process.pid}`
}

/**
 * Where a process number means a process. A host's name does not tell: a Windows and the Linux in it have the same one, and so have a
 * machine and a container on its network.
 */
export function thisPlace(): string {
  try {
    return `${process.platform} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return process.platform
  }
}

/** When a process began, in a form that only it has since the last boot; undefined where the system does not tell without asking a program. */
export function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const ticks = text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
    return ticks === undefined ? undefined : `${boot} ${ticks}`
  } catch {
    return undefined
  }
}

/** A process that is known by its number alone may be another one by now. No operation takes longer than this. */
const trustedMs = 30 * 60_000

/** Whether a process of this place still runs. Clocks are only compared where the system tells nothing better: they jump. */
export function isProcessRunning(maker: string, { started, sinceMs }: { started: string; sinceMs: number }): boolean {
  const pid = Number(maker.split('/')[1])
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process cannot be signaled, but it is there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return started === '' ? Date.now() - sinceMs < trustedMs : startOf(pid) === started
}
