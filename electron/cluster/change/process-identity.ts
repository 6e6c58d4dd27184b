import { readFileSync, readlinkSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

/** Clocks are read one after the other. */
const slackMs = 5000

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

/** Whether a process of this machine that signed at `sinceMs` still runs. Another that has its number now is not it. */
export function isProcessRunning(maker: string, sinceMs: number): boolean {
  const pid = Number(maker.split('/')[1])
  if (!Number.isInteger(pid) || pid <= 0 || sinceMs < bootMs() - slackMs) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process cannot be signaled, but it is there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const startedMs = startOf(pid)
  return startedMs === undefined || startedMs <= sinceMs + slackMs
}

const bootMs = () => Date.now() - uptime() * 1000

/** When a process began; only Linux tells without asking a program. Ticks are hundredths of a second on all of its platforms. */
function startOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const ticks = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19])
    return Number.isFinite(ticks) ? bootMs() + ticks * 10 : undefined
  } catch {
    return undefined
  }
}
