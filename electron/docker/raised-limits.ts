import { readFileSync } from 'node:fs'

/** CAP_SYS_RESOURCE: without it, a process cannot have more open files than its parent. */
const sysResource = 24n

/**
 * Whether an engine on this machine may give containers more open files than it has itself. In a container that lacks the right, as CI
 * has them, the engine beside us lacks it, too, and would only find out when it starts one.
 */
export function mayRaiseLimits(status = ownStatus()): boolean {
  const bounds = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1]
  return bounds === undefined || ((BigInt(`0x${bounds}`) >> sysResource) & 1n) === 1n
}

function ownStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'utf8')
  } catch {
    return '' // No Linux.
  }
}
