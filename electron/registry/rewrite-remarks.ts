import type { Pair, YAMLMap } from 'yaml'
import { keyOf, resolved, textOf, writing } from './registries-document.ts'
import { type Checking, refuseCollection } from './registries-file.ts'
import type { Rewrite } from './registries-model.ts'

/**
 * Go's syntax is mostly that of JavaScript, but it has flags in groups, and (?P<name>. Undefined for what is no regular expression, or
 * what only Go understands.
 */
function goPattern(pattern: string): RegExp | undefined {
  if (isForJavaScriptAlone(pattern)) return undefined
  try {
    return new RegExp(
      pattern.replace(/\(\?[a-zA-Z-]+([:)])/g, (_, end) => (end === ':' ? '(?:' : '')).replaceAll('(?P<', '(?<'),
    )
  } catch {
    return undefined
  }
}

/** Go has no look-around and no backreferences; `\12` is an octal number to both. In a class, brackets are characters like others. */
function isForJavaScriptAlone(pattern: string): boolean {
  const tokens = pattern.matchAll(/\\(?:[1-7][0-7]+|.)|\[\^?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\(\?<?[=!]/gs)
  return [...tokens].some(([token]) => token.startsWith('(') || /^\\[1-9k]$/.test(token))
}

/** As Go's ReplaceAllString: `$1` and `${1}`, `$name` and `${name}`; what there is no group for becomes nothing. */
function goReplace(path: string, pattern: RegExp, replacement: string): string {
  return path.replace(new RegExp(pattern, 'g'), (...match) => {
    const named: unknown = match.at(-1)
    const groups = typeof named === 'object' && named !== null ? Object.entries(named) : []
    const words = match.slice(0, typeof named === 'object' ? -3 : -2)
    const wordOf = (name: string) =>
      /^\d+$/.test(name) ? words[Number(name)] : groups.find(([group]) => group === name)?.[1]
    return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare, braced) =>
      whole === '$$' ? '$' : String(wordOf(bare ?? braced) ?? ''),
    )
  })
}

/** Of several that fit, containerd takes one at random; the first is tried here. */
export function rewritten(path: string, rewrites: readonly Rewrite[]): string {
  for (const { pattern, replacement } of rewrites) {
    const compiled = goPattern(pattern)
    if (compiled?.test(path)) return goReplace(path, compiled, replacement).replace(/^\/+/, '')
  }
  return path
}

export function checkRewrites(checking: Checking, mirror: string, rules: YAMLMap): void {
  const seen: { pattern: string; compiled: RegExp }[] = []
  for (const pair of rules.items) {
    const pattern = keyOf(pair)
    if (!refuseCollection(checking, resolved(pair.value), pattern)) continue
    const compiled = goPattern(pattern)
    if (!compiled) {
      checking.report('warning', 'rewrite_not_regex', pair.key, pattern)
      continue
    }
    checkRewrite(checking, { mirror, pair, pattern, compiled })
    // containerd takes whichever it meets first, and meets them in no order (tried with v1.36.3: 18 to 2, 14 to 4).
    const other = seen.find((each) => overlap(each, { pattern, compiled }))
    if (other) checking.report('warning', 'rewrites_overlap', pair.key, pattern, { becomes: other.pattern })
    seen.push({ pattern, compiled })
  }
}

function checkRewrite(
  { text, report }: Checking,
  { mirror, pair, pattern, compiled }: { mirror: string; pair: Pair; pattern: string; compiled: RegExp },
): void {
  const replacement = textOf(resolved(pair.value))
  const missing = missingGroup(compiled, replacement)
  const rename = (name: string) => writing(text, pair.key, name)
  const bare = pattern.replace(/^\^/, '').replace(/\/?\$?$/, '')
  if (missing !== undefined) {
    const fix = missing === '$1' ? rename(`^${bare}/(.*)`) : undefined
    report('warning', 'rewrite_without_group', pair.key, missing, { becomes: goReplace('', /^/, replacement), fix })
  }
  if (replacement.startsWith('/')) {
    const fix = writing(text, pair.value, replacement.replace(/^\/+/, ''))
    report('warning', 'rewrite_leading_slash', pair.key, replacement, { fix })
  }
  const registry = mirror === '*' ? undefined : registryOf(pattern, mirror)
  if (registry !== undefined) {
    report('warning', 'rewrite_has_registry', pair.key, pattern, { fix: rename(`^${pattern.slice(registry)}`) })
    return
  }
  if (pattern.includes('\\')) {
    const plain = withoutBackslash(pattern)
    report('warning', 'rewrite_has_backslash', pair.key, pattern, {
      fix: plain === undefined ? undefined : rename(plain),
    })
  }
  if (/:(?![^[]*\])/.test(pattern.replace(/\(\?[^)]*?:|\[:\w+:\]/g, ''))) {
    report('warning', 'rewrite_has_tag', pair.key, pattern)
    return
  }
  const shown = `other/${sampleOf(pattern)}`
  if (!/^(\^|\.\*|\(\.\*\)|\(\?)/.test(pattern) && compiled.test(shown))
    report('warning', 'rewrite_unanchored', pair.key, pattern, { becomes: shown, fix: rename(`^${pattern}`) })
}

const classes: Readonly<Record<string, string>> = { d: '[0-9]', w: '[A-Za-z0-9_]', s: '[ ]' }

/**
 * k3s writes a pattern into hosts.toml as it is, where a backslash begins an escape of TOML's: containerd then cannot read the file, and
 * asks none of the mirrors (tried with v1.36.3: "failed to decode …: invalid escaped character"). Undefined for what has no other spelling.
 */
function withoutBackslash(pattern: string): string | undefined {
  const plain = pattern.replace(/\\(.)/g, (whole, letter: string) =>
    letter === '/' || letter === '-' || letter === ':' || letter === '_'
      ? letter
      : (classes[letter] ?? (/[\w\\]/.test(letter) ? whole : letter === '^' ? whole : `[${letter}]`)),
  )
  return plain.includes('\\') || !goPattern(plain) ? undefined : plain
}

/** The first group that the replacement names and the pattern does not have. */
function missingGroup(compiled: RegExp, replacement: string): string | undefined {
  const groups = new RegExp(`${compiled.source}|`).exec('')
  const names = Object.keys(groups?.groups ?? {})
  for (const [whole, bare, braced] of replacement.matchAll(/\$(?:\$|(\w+)|\{(\w+)\})/g)) {
    const name = bare ?? braced
    if (name === undefined) continue
    const isThere = /^\d+$/.test(name) ? Number(name) < (groups?.length ?? 1) : names.includes(name)
    if (!isThere) return whole
  }
  return undefined
}

/** How much of the pattern is the registry's name, which is no part of what it is compared with. */
function registryOf(pattern: string, mirror: string): number | undefined {
  for (const name of [mirror, mirror.replaceAll('.', '\\.')]) {
    const start = pattern.startsWith('^') ? 1 : 0
    if (pattern.startsWith(`${name}/`, start)) return start + name.length + 1
  }
  return undefined
}

/** A path that the pattern is likely meant for. */
function sampleOf(pattern: string): string {
  return pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\(\?P?<\w+>/g, '(')
    .replace(/\(\?[a-zA-Z-]*:/g, '(')
    .replace(/(\.|\[[^\]]*\]|\\w)[*+]/g, 'x')
    .replace(/[()]/g, '')
    .replace(/\|.*$/, '')
    .replace(/\\(.)/g, '$1')
    .replace(/[?*+]/g, '')
}

interface Rule {
  readonly pattern: string
  readonly compiled: RegExp
}

function overlap(one: Rule, other: Rule): boolean {
  const both = (path: string) => one.compiled.test(path) && other.compiled.test(path)
  return both(sampleOf(one.pattern)) || both(sampleOf(other.pattern))
}
