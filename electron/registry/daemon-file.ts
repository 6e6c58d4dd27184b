import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface DaemonPlace {
  readonly home: string
  readonly platform: NodeJS.Platform
}

/** Where Docker's daemon.json lies on this machine: of a rootless Docker or Docker Desktop first, which would be the user's own. */
export function daemonPaths({ home, platform }: DaemonPlace): string[] {
  const own = [join(home, '.config/docker/daemon.json'), join(home, '.docker/daemon.json')]
  return [...own, platform === 'win32' ? 'C:\\ProgramData\\docker\\config\\daemon.json' : '/etc/docker/daemon.json']
}

/** The first one that is there and can be read. */
export async function readDaemonFile(place: DaemonPlace): Promise<{ path: string; text: string } | undefined> {
  for (const path of daemonPaths(place)) {
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text !== undefined) return { path, text }
  }
  return undefined
}
