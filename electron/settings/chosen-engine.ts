import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Preferences } from '#shared/preferences.ts'

/** Where Electron keeps the window's files, as far as other programs can tell (app.getPath('userData')). */
function windowFolder({ env, home, platform }: Place): string {
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Sampan')
    case 'win32':
      return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Sampan')
    default:
      return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'Sampan')
  }
}

interface Place {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: NodeJS.Platform
}

/** The address of the engine that was chosen in the window; undefined without a choice, or where it cannot be read. */
export async function engineOfWindow(place: Place): Promise<string | undefined> {
  try {
    return Preferences.parse(JSON.parse(await readFile(join(windowFolder(place), 'preferences.json'), 'utf8'))).engine
  } catch {
    // The file is the window's: it says itself what is wrong with it.
    return undefined
  }
}
