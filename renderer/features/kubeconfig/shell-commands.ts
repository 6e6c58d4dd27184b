export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd'

/** Points a terminal to a kubeconfig. */
export function exportCommand(path: string, shell: Shell): string {
  switch (shell) {
    case 'posix':
      return `export KUBECONFIG=${quote(path, shell)}`
    case 'fish':
      return `set -gx KUBECONFIG ${quote(path, shell)}`
    case 'powershell':
      return `$env:KUBECONFIG = ${quote(path, shell)}`
    case 'cmd':
      return `set "KUBECONFIG=${path}"`
  }
}

export function kubectlCommand(path: string, shell: Shell): string {
  return `kubectl --kubeconfig ${quote(path, shell)} get nodes`
}

function quote(path: string, shell: Shell): string {
  const isPlain = /^[\w./:\\-]+$/.test(path) && (shell === 'powershell' || shell === 'cmd' || !path.includes('\\'))
  if (isPlain && shell !== 'powershell') return path
  switch (shell) {
    case 'cmd':
      return `"${path}"`
    case 'powershell':
      return `'${path.replaceAll("'", "''")}'`
    case 'fish':
      return `'${path.replace(/[\\']/g, '\\$&')}'`
    case 'posix':
      return `'${path.replaceAll("'", "'\\''")}'`
  }
}
