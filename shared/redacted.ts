/** Tokens, keys and passwords blackened, for what is shown to others. */
export function redacted(text: string): string {
  return text
    .replace(/\bK10[0-9a-f]{64}::\S+/g, '<token>')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '<token>')
    .replace(
      /((?:token|password|passwd|secret|authorization|api[-_]?key)["']?\s*[:=]\s*["']?)(?:Bearer\s+)?[^\s"',}]+/gi,
      '$1<hidden>',
    )
    .replace(/\/\/[^/\s:@]+:[^/\s@]+@/g, '//<hidden>@')
    .replace(/-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----/g, '<key>')
}
