import { rename } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Errors on Windows while another program (a virus scanner, an indexer, kubectl) has the file open. */
const inUse = new Set(['EACCES', 'EBUSY', 'EPERM'])

/** 310 ms in all: nobody who only reads a small file has it open for longer. */
const pausesMs = [10, 20, 40, 80, 160]

export interface RenameOver {
  readonly platform?: NodeJS.Platform
  /** The rename itself, for tests. */
  readonly move?: (from: string, to: string) => Promise<void>
}

/**
 * Renames a file over another one. Only Windows refuses that for a file that is open, so only there is it tried again: elsewhere the
 * same errors last.
 */
export async function renameOver(
  from: string,
  to: string,
  { platform = process.platform, move = rename }: RenameOver = {},
): Promise<void> {
  for (const pauseMs of platform === 'win32' ? pausesMs : []) {
    try {
      return await move(from, to)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (!inUse.has(code)) throw error
    }
    await sleep(pauseMs)
  }
  await move(from, to)
}
