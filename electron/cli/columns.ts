import stringWidth from 'string-width'
import type { Language } from '#shared/preferences.ts'
import { type MessageKey, translate } from '#shared/translate.ts'

type Column = Extract<MessageKey, `cli.column.${string}`> extends `cli.column.${infer C}` ? C : never

/** The first row of a table. */
export const titlesIn = (language: Language, columns: readonly Column[]): string[] =>
  columns.map((column) => translate(language, `cli.column.${column}`))

/** How many columns of a terminal a text takes: a Chinese character takes two. */
export const columnsOf = (text: string): number => stringWidth(text)

const gap = 3
/** Less than this of a cell says nothing. */
const leastColumns = 12

/** @param width of the terminal; where there is none, as in a file, nothing is cut. */
export function table(rows: readonly (readonly string[])[], width = process.stdout.columns ?? Infinity): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))))
  const excess = () => widths.reduce((sum, each) => sum + each + gap, -gap) - width
  while (excess() > 0) {
    const widest = Math.max(...widths)
    if (widest <= leastColumns) break
    widths[widths.indexOf(widest)] = Math.max(leastColumns, widest - excess())
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => padded(fitted(cell, widths[column] ?? 0), widths[column] ?? 0))
        .join(' '.repeat(gap))
        .trimEnd(),
    )
    .join('\n')
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

const characters = new Intl.Segmenter()

/** Cut where it is too wide, and between characters as people see them. */
function fitted(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let cut = ''
  for (const { segment } of characters.segment(text)) {
    if (columnsOf(cut + segment) > columns - 1) break
    cut += segment
  }
  return `${cut}…`
}

/** Chinese, or a word of another script; with the blanks and brackets before it and the punctuation after it. */
const piece =
  /(\s*[（“《]*)(?:(\p{Script=Han}+)|[^\s\p{Script=Han}（“《，。、；：？！）”》]+)?([，。、；：？！）”》]*)/gu
const chineseWords = new Intl.Segmenter('zh', { granularity: 'word' })

/** What a line may end after. Chinese has no blanks between its words. */
function unbreakable(line: string): string[] {
  return [...line.matchAll(piece)].flatMap(([whole, before = '', chinese, after = '']) => {
    if (chinese === undefined) return whole
    const words = [...chineseWords.segment(chinese)].map(({ segment }) => segment)
    return words.map((word, at) => `${at === 0 ? before : ''}${word}${at === words.length - 1 ? after : ''}`)
  })
}

/** Lines of at most so many columns. */
export function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrappedLine(line, columns))
    .join('\n')
}

function wrappedLine(line: string, columns: number): string[] {
  const lines = ['']
  for (const part of unbreakable(line)) {
    const longer = `${lines.at(-1)}${part}`
    if (lines.at(-1) === '' || columnsOf(longer) <= columns) lines[lines.length - 1] = longer
    else lines.push(part.trimStart())
  }
  return lines
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
