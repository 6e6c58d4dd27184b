import { type Document, isMap, isSeq, type LineCounter } from 'yaml'
import type { RegistriesFinding } from '#shared/registry.ts'
import { isNode, keyOf, offsetOf, parseRegistriesText } from './registries-document.ts'

/** Each remark with the field that it is about; none for a text that cannot be read. */
export function withPaths(text: string, findings: readonly RegistriesFinding[]): RegistriesFinding[] {
  const { document, counter } = parseRegistriesText(text)
  if (document.errors.length > 0) return [...findings]
  return findings.map((finding) => ({ ...finding, path: pathAt(document, offsetAt(counter, finding)) }))
}

function offsetAt({ lineStarts }: LineCounter, { line, column }: { line: number; column: number }): number {
  return (lineStarts[line - 1] ?? 0) + column - 1
}

/** As deep as the place lies in keys and values: what is last to begin before it, or there. */
function pathAt({ contents }: Document, offset: number): string[] {
  const path: string[] = []
  const hasBegun = (node: unknown) => isNode(node) && offsetOf(node) <= offset
  let node: unknown = contents
  while (isMap(node) || isSeq(node)) {
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => hasBegun(key))
      if (pair) path.push(keyOf(pair))
      node = hasBegun(pair?.value) ? pair?.value : undefined
    } else {
      const at = node.items.findLastIndex(hasBegun)
      if (at >= 0) path.push(String(at))
      node = node.items[at]
    }
  }
  return path
}
