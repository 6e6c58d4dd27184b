import { basename } from 'node:path'

export const shells = ['sh', 'bash', 'zsh', 'fish', 'powershell', 'cmd'] as const
export type Shell = (typeof shells)[number]

/** The shell that the user sits in, as far as its environment tells. */
export function shellOf(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): Shell {
  const named = shells.find((shell) => shell === basename(env.SHELL ?? ''))
  if (named) return named
  return platform === 'win32' ? (env.PSModulePath === undefined ? 'cmd' : 'powershell') : 'sh'
}

/** The line that sets an environment variable there, whatever stands in its value. */
export function setVariable(shell: Shell, name: string, value: string): string {
  switch (shell) {
    case 'fish':
      return `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`
    case 'powershell':
      return `$env:${name} = '${value.replaceAll("'", "''")}'`
    case 'cmd':
      return `set "${name}=${value}"`
    default:
      return `export ${name}='${value.replaceAll("'", `'\\''`)}'`
  }
}
