import { levelNumber } from './line-level.ts'
import { flag } from './line-store.ts'

// A stack trace, or a value with several lines, belongs to the line before it: whoever looks for errors wants it, too, and whoever
// leaves out the line leaves out the trace. Told from the first bytes of a line, and from what is open before it.

/** What the following lines look like, by what has begun. */
type Trace = 'go' | 'python' | 'rust' | 'other'

const common =
  /^(?:\s|$|[})\]]|\.\.\.|Caused by: |Suppressed: |Stack trace:|#\d+ |goroutine \d|created by |panic\(|main\.|[\w./*()-]+\(0x)/
const following: Readonly<Record<Trace, RegExp>> = {
  go: /^(?:\[signal |runtime stack:|exit status \d|r[a-z0-9]{1,3} +0x|panic: |[\w.$/~-]+(?:\.|\/)[^\s]*\(.*$)/,
  python: /^(?:During handling of |The above exception was )/,
  rust: /^(?:note: |stack backtrace:)/,
  other: /^--->/,
}
/** What begins a trace where nobody has said a level before: Go, Python, the JVM, Rust, .NET, Node, PHP, Ruby, Elixir. */
const isPython = /^Traceback \(most recent call last\):/
const heads: readonly (readonly [RegExp, Trace])[] = [
  [/^(?:panic: |fatal error: |runtime: goroutine |unexpected fault address )/, 'go'],
  [isPython, 'python'],
  [/^Exception in thread "/, 'other'],
  [/^thread '[^']*'(?: \(\d+\))? panicked at /, 'rust'],
  [/^(?:Unhandled exception[.:]|Unhandled Exception:|Uncaught |PHP (?:Fatal|Parse) error:|\*\* \()/, 'other'],
  [/^(?:[a-z][\w$]*\.)+[\w$]*(?:Exception|Error|Throwable)\b(?:: |$)/, 'other'],
  [/^(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?: /, 'other'],
  [/^\S+:\d+:in [`'"]/, 'other'],
]
const [warn, error] = [levelNumber('warn'), levelNumber('error')]
/** As much of a line as tells what it is. */
const toldBytes = 160

interface Entry {
  /** That of its first line; 0 where it has none. */
  readonly level: number
  trace: Trace | undefined
  /** The unindented line that ends a trace of Python, or says what Rust panicked at, has come. */
  hasSaid: boolean
}

/** Lines as entries, by their sources. */
export class LogEntries {
  readonly #open = new Map<number, Entry>()

  /** The level of a line, and `continuation` where it belongs to the one before it, whose level it has then. `level`: what it says itself. */
  flagsOf(source: number, bytes: Buffer, start: number, end: number, level: number): number {
    const open = this.#open.get(source)
    if (level === 0) {
      const text = bytes.toString('latin1', start, Math.min(end, start + toldBytes))
      if (open && continues(open, text)) return flag.continuation | open.level
      const trace = traceOf(text)
      if (trace) return this.#begin(source, { level: error, trace, hasSaid: false })
    }
    return this.#begin(source, { level, trace: undefined, hasSaid: false })
  }

  #begin(source: number, entry: Entry): number {
    this.#open.set(source, entry)
    return entry.level
  }
}

/** Nothing belongs to a line without a level. */
function continues(open: Entry, text: string): boolean {
  if (open.level === 0) return false
  const { trace } = open
  if (common.test(text)) {
    if (/^goroutine \d/.test(text)) open.trace ??= 'go'
    return true
  }
  if (trace && following[trace].test(text)) {
    if (trace === 'python') open.hasSaid = false
    return true
  }
  if ((trace === 'python' || trace === 'rust') && !open.hasSaid) {
    open.hasSaid = !isPython.test(text)
    return true
  }
  // What went wrong, logged with a word before it: one entry. An error after lines that only inform is one by itself, and so is the next.
  if (trace || open.level < warn) return false
  open.trace = traceOf(text)
  return open.trace !== undefined
}

function traceOf(text: string): Trace | undefined {
  return heads.find(([head]) => head.test(text))?.[1]
}
