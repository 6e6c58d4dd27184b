import type { LogSearch } from '#shared/log-view.ts'

/** A search as an expression, or why it is none. */
export function patternOf({ pattern, isRegex, isCaseSensitive, isWholeWord }: LogSearch): RegExp | { error: string } {
  const source = isRegex ? pattern : pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // Words of any script end where letters and digits do.
  const whole = isWholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source
  try {
    return new RegExp(whole, `g${isCaseSensitive ? '' : 'i'}${isWholeWord ? 'u' : ''}`)
  } catch (error) {
    return {
      error: error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error),
    }
  }
}

/** Where an expression is found in a line; an empty match is none. */
export function matchesIn(text: string, pattern: RegExp, most = 100): [number, number][] {
  const found: [number, number][] = []
  for (const match of text.matchAll(pattern)) {
    if (match[0] === '') continue
    found.push([match.index, match.index + match[0].length])
    if (found.length === most) break
  }
  return found
}
