import { createContext, Script } from 'node:vm'
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

/**
 * Where an expression is found in lines, without a thread of its own and in bounded time: one that explodes is ended in the middle, and
 * finds nothing from then on.
 */
export class LineMatcher {
  readonly #pattern: RegExp
  /** Code that a context runs can be ended after a while; no other can. */
  readonly #context = createContext({ work: () => undefined })
  readonly #script = new Script('work()')
  readonly #canExplode: boolean
  #hasExploded = false

  /** Plain words cannot explode, and so a machine that is busy for a moment must not end them. */
  constructor(pattern: RegExp, { canExplode = true }: { readonly canExplode?: boolean } = {}) {
    this.#pattern = pattern
    this.#canExplode = canExplode
  }

  /** Nothing is found any more. */
  get hasExploded(): boolean {
    return this.#hasExploded
  }

  /** By line; those behind the one on which it exploded have none. */
  in(texts: readonly string[], timeoutMs = 100): [number, number][][] {
    const found: [number, number][][] = []
    if (!this.#canExplode) return texts.map((text) => matchesIn(text, this.#pattern))
    if (this.#hasExploded) return found
    this.#context.work = () => {
      for (const text of texts) found.push(matchesIn(text, this.#pattern))
    }
    try {
      this.#script.runInContext(this.#context, { timeout: timeoutMs })
    } catch (error) {
      if (!isTimeout(error)) throw error
      this.#hasExploded = true
    }
    return found
  }
}

/** The error comes out of the context, whose Error is another one than ours. */
function isTimeout(error: unknown): boolean {
  const isObject = typeof error === 'object' && error !== null
  return isObject && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
