// Label and field selectors as a list or watch request carries them.
const valueAt = (object, path) => path.split('.').reduce((value, key) => value?.[key], object)

function labelTest(term) {
  const set = /^\s*(\S+)\s+(in|notin)\s+\(([^)]*)\)\s*$/.exec(term)
  if (set) {
    const values = set[3].split(',').map((value) => value.trim())
    return (labels) => values.includes(labels[set[1]]) === (set[2] === 'in')
  }
  const [, key, operator, value] = /^\s*([^!=\s]+)\s*(==|!=|=)\s*(\S*)\s*$/.exec(term) ?? []
  if (operator) return (labels) => (labels[key] === value) === (operator !== '!=')
  if (term.trim().startsWith('!')) return (labels) => !(term.trim().slice(1) in labels)
  return (labels) => term.trim() in labels
}

function fieldTest(term) {
  const [, path, operator, value] = /^([^!=]+)(==|!=|=)(.*)$/.exec(term) ?? []
  return (object) => !operator || (String(valueAt(object, path) ?? '') === value) === (operator !== '!=')
}

/** A predicate over objects for the query of a request. */
export function selector(query) {
  // Commas inside `in (a,b)` do not separate terms.
  const labels = (query.get('labelSelector') ?? '')
    .split(/,(?![^(]*\))/)
    .filter(Boolean)
    .map(labelTest)
  const fields = (query.get('fieldSelector') ?? '').split(',').filter(Boolean).map(fieldTest)
  return (object) => labels.every((test) => test(object.metadata?.labels ?? {})) && fields.every((test) => test(object))
}
