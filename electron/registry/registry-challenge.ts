/** Who is to be asked for what lets a request in: the registry itself, or a service that gives tokens. */
export type Challenge =
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer'; readonly realm: string; readonly service: string | undefined }

/** Of a `WWW-Authenticate`, which may have several: containerd prefers tokens. Undefined for what it does not know. */
export function challengeOf(header: string): Challenge | undefined {
  const [, bearer] = /(?:^|,)\s*Bearer\s+(.*)$/is.exec(header) ?? []
  if (bearer !== undefined) {
    const part = (name: string) => {
      const [, quoted, bare] = new RegExp(`(?:^|[,\\s])${name}=(?:"([^"]*)"|([^\\s,"]+))`, 'i').exec(bearer) ?? []
      return quoted ?? bare
    }
    return { kind: 'bearer', realm: part('realm') ?? '', service: part('service') }
  }
  return /(?:^|,)\s*Basic\b/i.test(header) ? { kind: 'basic' } : undefined
}
