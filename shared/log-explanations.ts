/** Whether somebody who reads the line has to do something. */
export type Matters = 'harmless' | 'wait' | 'act'

/** Every known kind of line, and how much it matters. What it means stands in messages/ in both languages. */
const catalogue = {
  'tls-handshake-eof': 'harmless',
} as const satisfies Record<string, Matters>

export type LogExplanationId = keyof typeof catalogue

export function mattersOf(id: string): Matters | undefined {
  return isExplanationId(id) ? catalogue[id] : undefined
}

export function isExplanationId(id: string): id is LogExplanationId {
  return Object.hasOwn(catalogue, id)
}
