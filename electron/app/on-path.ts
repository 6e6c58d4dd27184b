import { existsSync } from 'node:fs'
import { join, win32 } from 'node:path'

interface Place {
  readonly platform: NodeJS.Platform
  readonly resourcesPath: string
  readonly env: Readonly<NodeJS.ProcessEnv>
}

/** What the deb and rpm packages install beside the app (electron-builder.yml). */
const installed = { app: '/opt/Sampan/', command: '/usr/bin/sampan' }

/** The line for a terminal that puts the packaged app's `sampan` onto PATH; null where a package manager has done it. */
export function lineForPath({ platform, resourcesPath, env }: Place, exists = existsSync): string | null {
  if (platform === 'win32') {
    const folder = win32.join(resourcesPath, 'bin').replaceAll("'", "''")
    return `[Environment]::SetEnvironmentVariable('Path', [Environment]::GetEnvironmentVariable('Path', 'User') + ';${folder}', 'User')`
  }
  if (resourcesPath.startsWith(installed.app) && exists(installed.command)) return null
  const target = '/usr/local/bin/sampan'
  const folder = 'sudo mkdir -p /usr/local/bin'
  if (!env.APPIMAGE) return `${folder} && sudo ln -sf ${quoted(join(resourcesPath, 'bin', 'sampan'))} ${target}`
  // An AppImage is mounted somewhere else each time: what stays is the file itself.
  const launcher = `#!/bin/sh\nexec ${quoted(env.APPIMAGE)} --no-sandbox --no-zygote --log-level=3 --sampan-cli -- "$@"`
  const write = `printf '%s\\n' ${launcher.split('\n').map(quoted).join(' ')} | sudo tee ${target} > /dev/null`
  return `${folder} && ${write} && sudo chmod 755 ${target}`
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
