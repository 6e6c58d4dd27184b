import { type Document, isCollection, isMap, isScalar, isSeq, visit, type YAMLMap } from 'yaml'
import { applyFix, type RegistriesFinding, type RegistriesFix } from '#shared/registry.ts'
import { isMessageKey } from '#shared/translate.ts'
import { checkConfigs, checkWildcard } from './config-remarks.ts'
import { checkEndpoints } from './endpoint-remarks.ts'
import { renaming } from './key-fixes.ts'
import { checkMirrorKey, misplacedParts, moving } from './mirror-remarks.ts'
import {
  isNothing,
  keyOf,
  laterDocuments,
  mergeKey,
  offsetOf,
  pairOf,
  parseRegistriesText,
  resolved,
  textOf,
  writing,
} from './registries-document.ts'
import { secretMask, touchesSecret } from './registry-secrets.ts'
import { settleRepeatedKeys } from './repeated-keys.ts'
import { checkRewrites } from './rewrite-remarks.ts'

export interface CheckOptions {
  /** As k3s writes it. Undefined: what holds for every version is said. */
  readonly k3sVersion?: string | undefined
  /** Whether a file of this machine is taken along into the nodes. Default: none is. */
  readonly isTaken?: (path: string) => boolean
}

/** What a remark says besides where and what. */
export interface Remark {
  readonly becomes?: string | undefined
  readonly fix?: RegistriesFix | undefined
}

/** What the parts of the check share. */
export interface Checking extends CheckOptions {
  readonly text: string
  readonly document: Document
  readonly lineOf: (at: unknown) => number
  readonly report: (
    severity: RegistriesFinding['severity'],
    rule: RegistriesFinding['rule'],
    at: unknown,
    subject: string,
    remark?: Remark,
  ) => void
}

/** What is no YAML at all has one in each line. */
const mostErrors = 20

const top = ['mirrors', 'configs', 'auths']
const mirrorKeys = ['endpoint', 'rewrite']

/**
 * What k3s would make of a registries.yaml (k3s.md 6). Errors are what it stumbles over: it then loops for ever and the API never
 * comes up. Warnings are what it takes without a word and then ignores. Pure; never throws.
 */
export function checkRegistries(text: string, options: CheckOptions = {}): RegistriesFinding[] {
  const { document, counter } = parseRegistriesText(text)
  const findings: RegistriesFinding[] = []
  const placeOf = (offset: number) => {
    const { line, col } = counter.linePos(Math.min(Math.max(offset, 0), text.length))
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const checking: Checking = {
    ...options,
    text,
    document,
    lineOf: (at) => placeOf(offsetOf(at)).line,
    report: (severity, rule, at, subject, { becomes, fix } = {}) => {
      const place = placeOf(typeof at === 'number' ? at : offsetOf(at))
      const isSecret = fix?.kind === 'write' && touchesSecret(text, fix.edits)
      const shown = fix && { ...fix, subject: isSecret ? secretMask : withoutLogin(fix.subject) }
      const more = {
        ...(becomes === undefined ? {} : { becomes: withoutLogin(becomes) }),
        ...(shown ? { fix: shown } : {}),
      }
      findings.push({ severity, rule, ...place, subject: withoutLogin(subject), ...more })
    },
  }
  const errors = document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS')
  for (const { code, pos } of errors.slice(0, mostErrors)) reportError(checking, code, pos[0])
  const [next] = errors.slice(mostErrors)
  if (next) checking.report('error', 'more_errors', next.pos[0], String(errors.length - mostErrors))
  if (errors.length > 0) return findings
  const later = laterDocuments(document, text)
  if (!isEmptyDocument(later)) checking.report('warning', 'second_document', text.length - later.length, '---')
  for (const { first, second: last, isMerged } of settleRepeatedKeys(document))
    checking.report('warning', isMerged ? 'key_merged' : 'key_repeated', first.key, keyOf(first), {
      becomes: String(checking.lineOf(last.key)),
    })
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document)) checking.report('error', 'not_yaml', alias, `*${alias.source}`)
    },
    // The parser of k3s ends a bare word there; others do not.
    Scalar: (_, scalar, path) => {
      const isBare = scalar.type === 'PLAIN' && path.some((node) => isCollection(node) && node.flow)
      if (!isBare || !scalar.source?.includes('?')) return
      const fix = asWritten(writing(text, scalar, JSON.stringify(scalar.source)))
      checking.report('error', 'not_yaml', scalar, 'BAD_SCALAR_START', { fix })
    },
  })
  checkTop(checking)
  return findings.sort((a, b) => a.line - b.line || a.column - b.column)
}

/** Nothing but marks and comments. */
const isEmptyDocument = (text: string) => /^(?:(?:---|\.\.\.)?[ \t]*(?:#.*)?(?:\r?\n|$))*$/.test(text)

/** What is said lands in logs and reports. */
const withoutLogin = (words: string) => words.replace(/\/\/[^/\s@]*@/g, '//')

function reportError({ text, report }: Checking, code: string, offset: number): void {
  if (code === 'TAB_AS_INDENT') report('error', 'tab_indentation', offset, 'OTHER', { fix: indenting(text) })
  else if (code === 'BAD_DQ_ESCAPE') report('error', 'bad_escape', offset, code, { fix: singleQuoting(text, offset) })
  else report('error', 'not_yaml', offset, isMessageKey(`yaml.${code}`) ? code : 'OTHER')
}

/** A tab goes one step further in than the line above, where that opens something, else as far. */
function indenting(text: string): RegistriesFix | undefined {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => /^ *\t/.test(line))
  const above = lines.slice(0, first).findLast((line) => line.trim() !== '') ?? ''
  const tabsOfFirst = /^[ \t]*/.exec(lines[first] ?? '')?.[0].split('\t').length ?? 2
  const depth = (/^ */.exec(above)?.[0].length ?? 0) + (/:\s*$/.test(above) ? 2 : 0)
  const width = Math.max(2, Math.round(depth / Math.max(1, tabsOfFirst - 1)))
  const edits = [...text.matchAll(/^[ \t]*\t[ \t]*/gm)].map(({ index, 0: blanks }) => ({
    start: index,
    end: index + blanks.length,
    text: blanks.replaceAll('\t', ' '.repeat(width)),
  }))
  const fix = { kind: 'indent' as const, subject: '', edits }
  return edits.length > 0 && parseRegistriesText(applyFix(text, fix)).document.errors.length === 0 ? fix : undefined
}

/** In single quotes a backslash is one. */
function singleQuoting(text: string, offset: number): RegistriesFix | undefined {
  const start = text.lastIndexOf('"', offset)
  const end = /(?<!\\)(?:\\\\)*"/.exec(text.slice(start + 1))
  if (start < 0 || !end || text.slice(start, offset).includes('\n')) return undefined
  const inner = text.slice(start + 1, start + end.index + end[0].length)
  const subject = `'${inner.replaceAll("'", "''")}'`
  return { kind: 'write', subject, edits: [{ start, end: start + inner.length + 2, text: subject }] }
}

function checkTop(checking: Checking): void {
  const { document, report } = checking
  const all = mapOrNothing(checking, document.contents, 'registries.yaml')
  if (!all) return
  checkKeys(checking, all, top)
  const endpoints = new Map<string, ReturnType<typeof checkEndpoints>>()
  const mirrors = mapOrNothing(checking, pairOf(all, 'mirrors')?.value, 'mirrors')
  for (const pair of mirrors?.items ?? []) {
    checkMirrorKey(checking, pair, mirrors)
    endpoints.set(keyOf(pair), checkMirror(checking, keyOf(pair), pair.value))
  }
  if (mirrors) checkWildcard(checking, mirrors)
  const configs = mapOrNothing(checking, pairOf(all, 'configs')?.value, 'configs')
  if (configs) checkConfigs(checking, configs, endpoints)
  const auths = pairOf(all, 'auths')
  if (auths) report('warning', 'deprecated_auths', auths.key, 'auths')
}

function checkMirror(checking: Checking, name: string, value: unknown): ReturnType<typeof checkEndpoints> {
  const { text, report } = checking
  const node = resolved(value)
  const address = textOf(node)
  const listing = address === '' ? undefined : writing(text, node, `{ endpoint: [ ${address} ] }`)
  const mirror = mapOrNothing(checking, value, name, asWritten(listing))
  if (!mirror) return []
  const list = pairOf(mirror, 'endpoint')
  const endpoints = checkEndpoints(checking, name, list)
  for (const pair of misplacedParts(mirror))
    report('warning', 'auth_under_mirrors', pair.key, keyOf(pair), { fix: moving(checking, name, pair, endpoints) })
  checkKeys(checking, mirror, [...mirrorKeys, ...misplacedParts(mirror).map(keyOf)])
  const rewrite = pairOf(mirror, 'rewrite')
  const rules = mapOrNothing(checking, rewrite?.value, 'rewrite')
  if (rewrite && rules && rules.items.length > 0) {
    if (endpoints.length === 0) report('warning', 'rewrite_without_endpoint', rewrite.key, 'rewrite')
    checkRewrites(checking, name, rules)
  }
  return endpoints
}

/** Not as a text, but as the YAML that it is. */
export const asWritten = (fix: RegistriesFix | undefined): RegistriesFix | undefined =>
  fix && { ...fix, edits: fix.edits.map((edit) => ({ ...edit, text: fix.subject })) }

/** What k3s passes over because it does not know the key, with the one that may be meant. */
export function checkKeys(checking: Checking, map: YAMLMap, allowed: readonly string[]): void {
  for (const pair of map.items) {
    const key = keyOf(pair)
    if (key === mergeKey || allowed.includes(key)) continue
    checking.report('warning', 'unknown_key', pair.key, key, { fix: renaming(checking, map, pair, allowed) })
  }
}

/** A map, or undefined for nothing at all, which k3s accepts everywhere; anything else it refuses. */
export function mapOrNothing(
  { report }: Checking,
  value: unknown,
  name: string,
  fix?: RegistriesFix,
): YAMLMap | undefined {
  const node = resolved(value)
  if (isMap(node)) return node
  if (!isNothing(node)) report('error', 'wrong_type', node, name, { fix })
  return undefined
}

/** Refuses a map or a list in the place of a text. */
export function refuseCollection({ report }: Checking, node: unknown, name: string): boolean {
  const isWrong = isMap(node) || isSeq(node)
  if (isWrong) report('error', 'wrong_type', node, name)
  return !isWrong && isScalar(node)
}
