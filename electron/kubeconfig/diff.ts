import type { DiffLine } from '#shared/kubeconfig.ts'
import type { Splice } from './splice.ts'

const contextLines = 3

/** The lines that splices change, with some around them. Known from the splices, so nothing has to be compared. */
export function diffOf(text: string, splices: readonly Splice[]): DiffLine[] {
  const old = splitLines(text)
  const lines: DiffLine[] = []
  let shownUntil = 0
  let added = 0
  for (const hunk of hunksOf(text, splices)) {
    const from = Math.max(shownUntil, hunk.firstLine - contextLines)
    if (from > shownUntil) lines.push({ kind: 'gap', number: from - shownUntil, text: '' })
    lines.push(...linesOf(old, from, hunk.firstLine, 'same'))
    lines.push(...linesOf(old, hunk.firstLine, hunk.endLine, 'removed'))
    const fresh = splitLines(hunk.newText)
    lines.push(
      ...fresh.map((line, index) => ({
        kind: 'added' as const,
        number: hunk.firstLine + added + index + 1,
        text: mask(line),
      })),
    )
    added += fresh.length - (hunk.endLine - hunk.firstLine)
    const until = hunk.endLine + contextLines
    shownUntil = Math.min(until, hunk.nextLine, old.length)
    lines.push(...linesOf(old, hunk.endLine, shownUntil, 'same'))
  }
  return lines
}

interface Hunk {
  readonly firstLine: number
  readonly endLine: number
  /** Where the next hunk begins. */
  readonly nextLine: number
  readonly newText: string
}

/** Whole lines: a splice within a line replaces that line, one between lines replaces none. */
function hunksOf(text: string, splices: readonly Splice[]): Hunk[] {
  const ordered = [...splices].sort((a, b) => a.start - b.start)
  const hunks: { start: number; end: number; newText: string }[] = []
  for (const splice of ordered) {
    const last = hunks.at(-1)
    const isWhole = atLineStart(text, splice.start) && atLineStart(text, splice.end) && splice.text.endsWith('\n')
    const start = isWhole ? splice.start : lineStart(text, splice.start)
    const end = isWhole ? splice.end : lineEnd(text, splice.end)
    if (last && start < last.end) {
      const kept = last.newText.slice(0, last.newText.length - (last.end - splice.start))
      last.newText = kept + splice.text + text.slice(splice.end, Math.max(end, last.end))
      last.end = Math.max(end, last.end)
      continue
    }
    hunks.push({ start, end, newText: text.slice(start, splice.start) + splice.text + text.slice(splice.end, end) })
  }
  const lineAt = lineCounter(text)
  return hunks.map(({ start, end, newText }, index) => ({
    firstLine: lineAt(start),
    endLine: lineAt(end),
    nextLine: lineAt(hunks[index + 1]?.start ?? text.length),
    newText,
  }))
}

/** How many lines lie before an offset, for offsets that only grow. */
function lineCounter(text: string): (offset: number) => number {
  let line = 0
  let next = text.indexOf('\n')
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) line += 1
    // A last line without a line break is one too.
    return next === -1 && offset === text.length && text !== '' && !text.endsWith('\n') ? line + 1 : line
  }
}

const atLineStart = (text: string, offset: number) => offset === 0 || text[offset - 1] === '\n'
const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1
const lineEnd = (text: string, offset: number) => {
  if (offset > 0 && text[offset - 1] === '\n') return offset
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

function linesOf(old: readonly string[], from: number, until: number, kind: 'same' | 'removed'): DiffLine[] {
  return old.slice(from, until).map((line, index) => ({ kind, number: from + index + 1, text: mask(line) }))
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** Keys, tokens and passwords are nobody's business who looks over a shoulder. */
function mask(line: string): string {
  return line.replace(
    /(["']?(?:[\w-]*-data|token|password|id-token|refresh-token|client-secret)["']?\s*:\s*["']?)[^"',}\s][^"',}]*/gi,
    '$1••••',
  )
}
