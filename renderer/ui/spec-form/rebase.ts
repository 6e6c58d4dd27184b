/**
 * A draft moved onto a newer state: what its user changed stays, everything else follows what somebody else stored meanwhile.
 * Compared by the JSON of each field.
 */
export function rebased<T extends object>(draft: T, { from, onto }: { readonly from: T; readonly onto: T }): T {
  const changed = Object.entries(draft).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(from, field)),
  )
  return { ...onto, ...Object.fromEntries(changed) }
}
