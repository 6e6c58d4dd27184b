import type { Preferences } from '#shared/preferences.ts'

/** What decides how the first window looks. */
export type FirstLook = Pick<Preferences, 'theme' | 'window'>

/**
 * What is in the file of the PreferencesStore, before that store is loaded: Electron makes a window in less time. A damaged file counts
 * as none; the store is given the same text, and deals with it.
 */
export async function keptIn(text: Promise<string>): Promise<Readonly<Record<string, unknown>>> {
  return fieldsOf(await text.then(JSON.parse).catch(() => undefined))
}

/** Takes what the first window needs from what was kept, as the schema would. */
export function firstLook(kept: Readonly<Record<string, unknown>>): FirstLook {
  const theme = kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'system'
  return { theme, window: placeOf(fieldsOf(kept.window)) }
}

function placeOf({ x, y, width, height, isMaximized }: Record<string, unknown>): FirstLook['window'] {
  if (!isLength(width, 400) || !isLength(height, 300) || typeof isMaximized !== 'boolean') return undefined
  if (!(x === undefined || isInteger(x)) || !(y === undefined || isInteger(y))) return undefined
  return { ...(x === undefined ? {} : { x }), ...(y === undefined ? {} : { y }), width, height, isMaximized }
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)

const isLength = (value: unknown, least: number): value is number => isInteger(value) && value >= least
