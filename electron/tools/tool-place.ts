import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { posix, win32 } from 'node:path'

/** The machine on which tools are looked for: this one, or that of a test. */
export interface ToolPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: NodeJS.Platform
  /** Whether a file is there and may be executed (a folder, for an application of macOS). */
  canExecute(path: string): Promise<boolean>
  isThere(path: string): Promise<boolean>
}

export function thisMachine({ env, home }: { env: NodeJS.ProcessEnv; home: string }): ToolPlace {
  return {
    env,
    home,
    platform: process.platform,
    canExecute: (path) => canAccess(path, constants.X_OK),
    isThere: (path) => canAccess(path, constants.F_OK),
  }
}

const canAccess = (path: string, mode: number) =>
  access(path, mode).then(
    () => true,
    () => false,
  )

/** The first of several executables that is there, looked for as a shell would, and where package managers put theirs. */
export async function findExecutable(place: ToolPlace, names: readonly string[]): Promise<string | undefined> {
  const { join } = place.platform === 'win32' ? win32 : posix
  const folders = searchFolders(place)
  return firstThere(
    place,
    names.flatMap((name) => folders.map((folder) => join(folder, name))),
  )
}

/** The first of several absolute paths that is there. */
export async function firstThere(place: ToolPlace, paths: readonly string[]): Promise<string | undefined> {
  const found = await Promise.all(paths.map((path) => place.canExecute(path)))
  return paths.find((_, index) => found[index])
}

/** An app started from a desktop has a shorter PATH than a shell: what is usually missing from it is looked at too. */
function searchFolders({ env, home, platform }: ToolPlace): string[] {
  const isWindows = platform === 'win32'
  const onPath = (env.PATH ?? env.Path ?? '').split(isWindows ? ';' : ':').filter((folder) => folder !== '')
  if (isWindows) return onPath
  const at = (...parts: string[]) => posix.join(home, ...parts)
  const usual = ['/usr/local/bin', '/usr/bin', '/bin', at('.local/bin'), at('bin'), at('go/bin')]
  const managers =
    platform === 'darwin'
      ? ['/opt/homebrew/bin', '/opt/local/bin']
      : [
          '/snap/bin',
          '/var/lib/flatpak/exports/bin',
          at('.local/share/flatpak/exports/bin'),
          '/home/linuxbrew/.linuxbrew/bin',
        ]
  return [...new Set([...onPath, ...usual, ...managers])]
}
