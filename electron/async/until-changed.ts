import type { Changes } from './changes.ts'
import { within } from './scope.ts'

/** Resolves when something has happened since `version`, after `ms`, or when aborted. */
export async function untilChanged(changes: Changes, version: number, ms: number, signal: AbortSignal): Promise<void> {
  await within(signal, { timeoutMs: ms }, (own) => changes.after(version, own)).catch(() => undefined)
}
