import type { LogLevel } from '#shared/log.ts'

export interface LineContext {
  readonly level: LogLevel | undefined
  readonly source: 'k3s' | 'containerd' | 'pod' | 'event'
}

export interface LineExplanation {
  readonly id: string
  readonly params: Readonly<Record<string, string>>
}

/** Says what a message means, where it is a known one. */
export type ExplainLine = (message: string, context: LineContext) => LineExplanation | undefined

const longestCache = 5000

/** Asks once for each shape of a message: logs repeat themselves with other numbers and names. */
export function rememberingExplainer(explain: ExplainLine): ExplainLine {
  const byShape = new Map<string, boolean>()
  return (message, context) => {
    const shape = message.slice(0, 200).replace(/"[^"]*"|\d+/g, '#')
    if (byShape.get(shape) === false) return undefined
    const found = explain(message, context)
    if (byShape.size > longestCache) byShape.clear()
    byShape.set(shape, found !== undefined)
    return found
  }
}
