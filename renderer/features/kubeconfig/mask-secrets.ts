const secretLine = /^(\s*(?:-\s+)?(?:client-key-data|token|password):[ \t]*).+$/gm

/** The same YAML with what would let somebody in replaced by dots. */
export function maskSecrets(kubeconfig: string): string {
  return kubeconfig.replace(secretLine, `$1${'•'.repeat(16)}`)
}
