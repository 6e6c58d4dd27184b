interface Shell {
  /** PowerShell; everywhere else a POSIX shell. */
  readonly isWindows: boolean
}

export function exportCommand(path: string, shell: Shell): string {
  return shell.isWindows ? `$env:KUBECONFIG = ${quote(path, shell)}` : `export KUBECONFIG=${quote(path, shell)}`
}

export function kubectlCommand(path: string, shell: Shell): string {
  return `kubectl --kubeconfig ${quote(path, shell)} get nodes`
}

function quote(path: string, { isWindows }: Shell): string {
  if (/^[\w./:\\-]+$/.test(path) && (isWindows || !path.includes('\\'))) return path
  return isWindows ? `'${path.replaceAll("'", "''")}'` : `'${path.replaceAll("'", "'\\''")}'`
}
