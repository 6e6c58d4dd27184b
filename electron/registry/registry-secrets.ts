import { isMap, isScalar, type Pair, visit } from 'yaml'
import { applyFix, type TextEdit } from '#shared/registry.ts'
import { isNode, keyOf, mergeKey, parseRegistriesText, textOf, written } from './registries-document.ts'

/** Stands where a secret is. */
export const secretMask = '********'

/** What nobody but the registry has to know, wherever it is written: also under keys that k3s does not know. */
const secretKeys = /^(password|pass|auth|identity_?token|token|registry_?token|secret)$/i
const loginInAddress = /(\/\/[^\s:/@"']*:)([^\s@"']+)@([^\s/"']*)/g

interface Secret {
  /** Where it is in the tree: `configs/repo.example.net/auth/password`. */
  readonly path: string
  readonly value: string
  readonly edit: TextEdit
}

/** A registries.yaml as it is shown: its passwords and tokens stay where the nodes are. */
export function maskedRegistries(text: string): string {
  return applyFix(text, {
    kind: 'write',
    subject: '',
    edits: secretsOf(text).map(({ path, edit }) => ({
      ...edit,
      text: isInAddress(path) ? secretMask : `"${secretMask}"`,
    })),
  })
}

/**
 * A text that was made from one that was shown: each secret in it is the one that stood in the same place. Undefined where there is none,
 * with the place.
 */
export function meantRegistries(text: string, old: string): { text: string } | { missing: string } {
  if (!text.includes(secretMask)) return { text }
  const known = new Map(secretsOf(old).map((secret) => [secret.path, secret]))
  const asBefore: TextEdit[] = []
  const inQuotes: TextEdit[] = []
  for (const { path, value, edit } of secretsOf(text)) {
    if (!value.includes(secretMask)) continue
    const before = known.get(path)
    if (before === undefined || before.value.includes(secretMask)) return { missing: path }
    const raw = { ...edit, text: old.slice(before.edit.start, before.edit.end) }
    asBefore.push(raw)
    inQuotes.push(isInAddress(path) ? raw : { ...edit, text: written(before.value, '"') })
  }
  // Where nothing else was changed it is the same text again, letter by letter.
  const same = applyFix(text, { kind: 'write', subject: '', edits: asBefore })
  const isRead = parseRegistriesText(same).document.errors.length === 0
  return { text: isRead ? same : applyFix(text, { kind: 'write', subject: '', edits: inQuotes }) }
}

/** The places of secrets that another text has otherwise, as `configs.repo.example.net.auth.password`. */
export function changedSecrets(before: string, after: string): string[] {
  const known = new Map(secretsOf(before).map(({ path, value }) => [path, value]))
  return secretsOf(after).flatMap(({ path, value }) => {
    const old = known.get(path)
    return old === undefined || old === value ? [] : [isInAddress(path) ? path : path.replaceAll('/', '.')]
  })
}

/** Whether something that is done to a text does it to a secret. */
export function touchesSecret(text: string, edits: readonly TextEdit[]): boolean {
  const secrets = edits.length === 0 ? [] : secretsOf(text)
  return edits.some(({ start, end }) => secrets.some(({ edit }) => start < edit.end && end > edit.start))
}

function secretsOf(text: string): Secret[] {
  const { document } = parseRegistriesText(text)
  const found: Secret[] = []
  if (document.errors.length === 0)
    visit(document, {
      Pair: (_, pair, path) => {
        const { value } = pair
        if (!isScalar(value) || !value.range || !secretKeys.test(keyOf(pair)) || textOf(value) === '') return
        const [start, end] = value.range
        const names = [...path.filter(isPair), pair].map(keyOf).filter((name) => name !== mergeKey)
        found.push({ path: names.join('/'), value: textOf(value), edit: { start, end, text: '' } })
      },
    })
  // What is no YAML may have secrets all the same.
  else
    for (const { index, 0: all, 1: key = '', 2: value = '' } of text.matchAll(
      /^([ \t"'{-]*(?:password|pass|auth|identity_?token|token|secret)["']?[ \t]*:[ \t]*)(\S.*)$/gim,
    ))
      found.push({
        path: `#${index}`,
        value,
        edit: { start: index + key.length, end: index + all.length, text: '' },
      })
  for (const { index, 1: before = '', 2: value = '', 3: host = '' } of text.matchAll(loginInAddress)) {
    const start = index + before.length
    if (!found.some(({ edit }) => start >= edit.start && start < edit.end))
      found.push({ path: `${before}@${host}`, value, edit: { start, end: start + value.length, text: '' } })
  }
  return found.sort((one, other) => one.edit.start - other.edit.start)
}

/** Then it is part of a text, in the quotes of which it stands. The place has the host: nobody else is told the password. */
const isInAddress = (path: string) => path.startsWith('//')

const isPair = (node: unknown): node is Pair =>
  typeof node === 'object' && node !== null && 'key' in node && !isNode(node) && !isMap(node)
