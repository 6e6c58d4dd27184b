import type { Pair, YAMLMap } from 'yaml'
import type { RegistriesFix } from '#shared/registry.ts'
import { keyOf, writing } from './registries-document.ts'

/** What people write for a key, in lower case and without - and _. */
const meant: Readonly<Record<string, string>> = {
  mirror: 'mirrors',
  registrymirrors: 'mirrors',
  config: 'configs',
  endpoints: 'endpoint',
  url: 'endpoint',
  rewrites: 'rewrite',
  user: 'username',
  login: 'username',
  pass: 'password',
  token: 'identity_token',
  identitytoken: 'identity_token',
  ca: 'ca_file',
  cafile: 'ca_file',
  cacert: 'ca_file',
  cert: 'cert_file',
  certfile: 'cert_file',
  key: 'key_file',
  keyfile: 'key_file',
  insecure: 'insecure_skip_verify',
  skipverify: 'insecure_skip_verify',
  insecureskipverify: 'insecure_skip_verify',
}

/** Gives an unknown key the name that was meant, unless that is there already. */
export function renaming(
  { text }: { readonly text: string },
  map: YAMLMap,
  pair: Pair,
  allowed: readonly string[],
): RegistriesFix | undefined {
  const key = keyOf(pair)
  const word = key.toLowerCase().replace(/[-_]/g, '')
  const byName = Object.hasOwn(meant, word) ? meant[word] : undefined
  const near = allowed.find((name) => distance(name, key.toLowerCase()) <= 2)
  const name = byName !== undefined && allowed.includes(byName) ? byName : near
  return name === undefined ? undefined : calling({ text }, map, pair, name)
}

/** Gives a key another name, unless there is one of that name. */
export function calling(
  { text }: { readonly text: string },
  map: YAMLMap | undefined,
  pair: Pair,
  name: string,
): RegistriesFix | undefined {
  return map?.items.some((other) => keyOf(other) === name) ? undefined : writing(text, pair.key, name)
}

/** How many letters have to be added, taken away or changed. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [at, letter] of [...left].entries()) {
    const next = [at + 1]
    for (const [index, other] of [...right].entries()) {
      const same = (row[index] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(same, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
