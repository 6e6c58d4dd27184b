import type { LogLevel } from '#shared/log.ts'

/** Codes of SGR, ECMA-48: what begins a style and what ends it. */
type Style = readonly [begin: number, end: number]

/** How a terminal tells sources, levels and finds apart. */
export interface LogColours {
  source(name: string, hue: number): string
  line(text: string, level: LogLevel | undefined, matches: readonly [number, number][]): string
  aside(text: string): string
}

const hues: readonly Style[] = [36, 32, 35, 33, 34, 96, 92, 95].map((colour) => [colour, 39])
const levelStyles: Partial<Record<LogLevel, Style>> = { warn: [33, 39], error: [31, 39], fatal: [31, 39] }
const found: Style = [7, 27]
const dim: Style = [2, 22]

/** `auto` asks the terminal and NO_COLOR, as most programs do. */
export function coloursOf(when: 'auto' | 'always' | 'never', stream: NodeJS.WriteStream): LogColours {
  const isOn = when === 'always' || (when === 'auto' && stream.isTTY && stream.hasColors() && !process.env.NO_COLOR)
  if (!isOn) return { source: (name) => name, line: (text) => text, aside: (text) => text }
  return {
    source: (name, hue) => paint(hues[hue % hues.length], name),
    aside: (text) => paint(dim, text),
    line: (text, level, matches) => {
      const style = level && levelStyles[level]
      let end = 0
      const parts: string[] = []
      for (const [start, stop] of matches) {
        parts.push(paint(style, text.slice(end, start)), paint(found, text.slice(start, stop)))
        end = stop
      }
      return [...parts, paint(style, text.slice(end))].join('')
    },
  }
}

function paint(style: Style | undefined, text: string): string {
  return style === undefined || text === '' ? text : `\u001b[${style[0]}m${text}\u001b[${style[1]}m`
}
