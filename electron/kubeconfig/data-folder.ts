import { createHash } from 'node:crypto'
import { isAbsolute, join } from 'node:path'

/** Whose files are meant: the environment and the home of a user. */
export interface UserPlace {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** Left out: the one that this runs on. */
  readonly platform?: NodeJS.Platform
}

/** Sampan's own folder, where each system keeps such things. */
export function dataFolder({ env, home, platform = process.platform }: UserPlace): string {
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Sampan')
    case 'win32':
      return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Sampan')
    default:
      // The specification has relative paths ignored. One that begins with `~` would be a folder of that name somewhere.
      return join(
        isAbsolute(env.XDG_DATA_HOME ?? '') ? (env.XDG_DATA_HOME ?? '') : join(home, '.local', 'share'),
        'sampan',
      )
  }
}

/** Where archives of images are kept for clusters without a network. */
export const libraryFolder = (place: UserPlace): string => join(dataFolder(place), 'images')

/** What new clusters begin with, for the window and the terminal. */
export const defaultRegistriesFile = (place: UserPlace): string => join(dataFolder(place), 'default-registries.json')

const longestReadable = 60
const digestLength = 8

/** A folder's name for a file, by its path: a person recognizes it, and no two files have the same. */
export function folderNameFor(path: string): string {
  const readable = path.replaceAll(/[^\w.-]+/g, '_').replace(/^[_.]+/, '')
  const digest = createHash('sha256').update(path).digest('hex').slice(0, digestLength)
  return `${readable.slice(-longestReadable)}-${digest}`
}
