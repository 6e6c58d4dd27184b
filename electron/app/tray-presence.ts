import { execFile } from 'node:child_process'

/** Longer than any session bus takes that answers at all. */
const limitMs = 1500

const name = 'org.kde.StatusNotifierWatcher'
const property = 'IsStatusNotifierHostRegistered'

/** The same question to the session bus, by whichever of its usual programs is installed. */
const questions: readonly (readonly [file: string, args: readonly string[]])[] = [
  [
    'gdbus',
    [
      'call',
      '--session',
      '--dest',
      name,
      '--object-path',
      '/StatusNotifierWatcher',
      '--method',
      'org.freedesktop.DBus.Properties.Get',
      name,
      property,
    ],
  ],
  ['busctl', ['--user', 'get-property', name, '/StatusNotifierWatcher', name, property]],
  [
    'dbus-send',
    [
      '--session',
      '--print-reply',
      `--dest=${name}`,
      '/StatusNotifierWatcher',
      'org.freedesktop.DBus.Properties.Get',
      `string:${name}`,
      `string:${property}`,
    ],
  ],
]

export type Ask = (file: string, args: readonly string[]) => Promise<string>

/**
 * Whether somebody shows what is put into the tray. On Linux making a tray icon always succeeds, also where no panel shows it (GNOME
 * without its extension, no session bus at all); then the watcher is not there or has no host. What cannot be asked counts as no: nobody
 * can come back to an app that hides in a tray that is not there.
 */
export async function isTrayShown(platform: NodeJS.Platform, ask: Ask = askProgram): Promise<boolean> {
  if (platform !== 'linux') return true
  for (const [file, args] of questions) {
    try {
      return /\btrue\b/.test(await ask(file, args))
    } catch (error) {
      // Another program may be there. One that ran has said no.
      if (!isMissing(error)) return false
    }
  }
  return false
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const askProgram: Ask = (file, args) =>
  new Promise((resolve, reject) => {
    execFile(file, [...args], { timeout: limitMs }, (error, stdout) => (error ? reject(error) : resolve(stdout)))
  })
