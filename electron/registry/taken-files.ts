import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, isAbsolute, join } from 'node:path'
import { isScalar, visit } from 'yaml'
import { applyFix, type TextEdit } from '#shared/registry.ts'
import { isInNode } from './config-remarks.ts'
import { keyOf, parseRegistriesText, textOf, written } from './registries-document.ts'

/** By its path on the machine that it comes from, the text of a certificate or key. */
export type TakenFiles = Readonly<Record<string, string>>

const largestBytes = 256 * 1024

/** A certificate or key of this machine; undefined for what is none, or is not there. Other files are nobody's to take along. */
export function localPem(path: string): string | undefined {
  const place = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path
  if (!isAbsolute(place) || isInNode(place)) return undefined
  try {
    const about = statSync(place)
    const text = about.isFile() && about.size <= largestBytes ? readFileSync(place, 'utf8') : ''
    return /-----BEGIN [A-Z0-9 ]+-----/.test(text) ? text : undefined
  } catch {
    return undefined // Not there, or not for us: the remark about the path says so.
  }
}

/** The files that the text names and no node has: those that are taken along already, and those that are on this machine. */
export function takenFiles(text: string, present: TakenFiles, read = localPem): TakenFiles {
  const paths = [...new Set(namedFiles(text).map(({ path }) => path))]
  return Object.fromEntries(
    paths.flatMap((path) => {
      const content = present[path] ?? read(path)
      return content === undefined ? [] : [[path, content]]
    }),
  )
}

/** Where a file lies in the nodes. */
export function pathInNode(path: string): string {
  const name = basename(path.replaceAll('\\', '/')).replace(/[^\w.-]/g, '_')
  return `/etc/rancher/k3s/registries.d/${createHash('sha256').update(path).digest('hex').slice(0, 8)}-${name}`
}

/** The text as it goes into the nodes: with the paths that its files have there. */
export function withPathsInNode(text: string, files: TakenFiles): string {
  const edits = namedFiles(text).flatMap(({ path, edit, quote }) =>
    Object.hasOwn(files, path) ? [{ ...edit, text: written(pathInNode(path), quote) }] : [],
  )
  return applyFix(text, { kind: 'write', subject: '', edits })
}

function namedFiles(text: string): { path: string; quote: string; edit: TextEdit }[] {
  const { document } = parseRegistriesText(text)
  const found: { path: string; quote: string; edit: TextEdit }[] = []
  visit(document, {
    Pair: (_, pair) => {
      const { value } = pair
      if (!/^(ca|cert|key)_file$/.test(keyOf(pair)) || !isScalar(value) || !value.range) return
      const path = textOf(value)
      const [start, end] = value.range
      if (path !== '' && !isInNode(path)) found.push({ path, quote: text[start] ?? '', edit: { start, end, text: '' } })
    },
  })
  return found
}
