import type { SpotlightActionData, SpotlightFilterFunction } from '@mantine/spotlight'

/** How well an action fits: the lower the better, undefined where a word of the query is nowhere in it. */
function rank({ label = '', keywords = '' }: SpotlightActionData, words: readonly string[]): number | undefined {
  const name = label.toLowerCase()
  const all = `${name} ${String(keywords).toLowerCase()}`
  if (!words.every((word) => all.includes(word))) return undefined
  const query = words.join(' ')
  if (name === query) return 0
  if (name.startsWith(query)) return 1
  return words.every((word) => name.includes(word)) ? 2 : 3
}

/** Every word must be found, in any order, in the label or the keywords; what has them in its label comes first. */
export const paletteFilter: SpotlightFilterFunction = (query, actions) => {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return actions
  const groups = actions.flatMap((each) => {
    if (!('actions' in each)) return []
    const found = each.actions.flatMap((action) => {
      const fit = rank(action, words)
      return fit === undefined ? [] : [{ action, fit }]
    })
    if (found.length === 0) return []
    const sorted = found.toSorted((one, other) => one.fit - other.fit)
    return [{ group: each.group, actions: sorted.map(({ action }) => action), best: sorted[0]?.fit ?? 0 }]
  })
  return groups.toSorted((one, other) => one.best - other.best).map(({ best: _, ...group }) => group)
}
