import { lineMessage } from './log-level.ts'

/** As much of a line as is shown. */
export const shownCharacters = 10_000

// Colours and other terminal escapes: CSI … letter, OSC … BEL, and single ones.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** What leads back to the beginning of a line, which is then written over: a progress bar's carriage returns, a spinner's escapes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const waysBack = /\r|\u001b\[(?:[01]?G|2K)/

/** A line as it can be shown: what a terminal shows of it at last, colours gone, other control characters as their symbols. */
export function harmless(text: string): string {
  // Most lines have nothing to make harmless: a search looks at millions of them.
  if (text.search(controls) === -1) return text
  return waysBack.test(text) ? (statesOf(text).at(-1) ?? '') : visible(text)
}

/** What a line was one after the other, before it was written over. */
export function statesOf(text: string): string[] {
  return text
    .split(waysBack)
    .map(visible)
    .filter((state) => state.trim() !== '')
}

/** Where that begins which a line was at last; a line that was written over can be very long. */
export function lastStateStart(bytes: Buffer, start: number, end: number): number {
  let last = end
  while (last > start && bytes[last - 1] === carriageReturn) last -= 1
  return start + bytes.subarray(start, last).lastIndexOf(carriageReturn) + 1
}

const carriageReturn = 0x0d

function visible(text: string): string {
  return text
    .replace(escapes, '')
    .replace(controls, (char) => String.fromCharCode(char === '\u007f' ? 0x2421 : 0x2400 + char.charCodeAt(0)))
}

export interface LineDetails {
  readonly message: string
  readonly component: string | undefined
  readonly fields: { name: string; value: string }[]
}

/** What can be read out of a line: its message, who wrote it, and fields of logrus, klog or JSON. */
export function detailsOf(text: string): LineDetails {
  const json = text.startsWith('{') ? parseObject(text) : undefined
  if (json) {
    const fields = Object.entries(json).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }))
    const message = fields.find(({ name }) => name === 'msg' || name === 'message')?.value ?? text
    return { message, component: fields.find(({ name }) => name === 'logger' || name === 'caller')?.value, fields }
  }
  const message = lineMessage(text)
  const klog = /^[IWEF]\d{4} \S+\s+\d+ ([^\]]+)\] /.exec(text)
  const component = klog?.[1] ?? /^\s*([a-z][\w./-]*): /i.exec(message)?.[1]
  return { message, component, fields: pairsIn(text) }
}

/** `name=value` and `name="quoted value"`, as logrus and klog write them. */
function pairsIn(text: string): { name: string; value: string }[] {
  return [...text.matchAll(/(?:^|\s)([A-Za-z][\w./-]*)=("(?:[^"\\]|\\.)*"|[^\s"]\S*)/g)].map(
    ([, name = '', value = '']) => ({
      name,
      value: value.startsWith('"') ? value.slice(1, -1).replace(/\\n/g, '\n').replace(/\\(.)/g, '$1') : value,
    }),
  )
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined // It only looked like JSON.
  }
}
