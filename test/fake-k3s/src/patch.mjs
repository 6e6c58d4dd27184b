// The patch types of the API, over plain data.
const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 7386. */
export function mergePatch(target, patch) {
  if (!isMap(patch)) return patch
  const result = isMap(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}

// The merge keys that matter here; other lists are replaced.
const MERGE_KEYS = {
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ports: 'port',
  taints: 'key',
  addresses: 'type',
}

/** Strategic merge: as above, but lists with a known key are merged by it. Also good enough for server-side apply. */
export function strategicMerge(target, patch) {
  if (!isMap(patch)) return patch
  const result = isMap(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue
    const mergeKey = MERGE_KEYS[key]
    if (value === null) delete result[key]
    else if (Array.isArray(value) && Array.isArray(result[key]) && mergeKey) {
      const items = [...result[key]]
      for (const item of value) {
        const index = items.findIndex((old) => old?.[mergeKey] === item?.[mergeKey])
        if (item?.$patch === 'delete') items.splice(index, index < 0 ? 0 : 1)
        else if (index < 0) items.push(item)
        else items[index] = strategicMerge(items[index], item)
      }
      result[key] = items
    } else result[key] = strategicMerge(result[key], value)
  }
  return result
}

/** RFC 6902: add, replace, remove and test. */
export function jsonPatch(target, operations) {
  const result = structuredClone(target)
  for (const { op, path, value } of operations) {
    const keys = path
      .split('/')
      .slice(1)
      .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'))
    const last = keys.pop()
    const parent = keys.reduce((node, key) => {
      node[key] ??= {}
      return node[key]
    }, result)
    if (op === 'remove') Array.isArray(parent) ? parent.splice(Number(last), 1) : delete parent[last]
    else if (op === 'add' && Array.isArray(parent)) parent.splice(last === '-' ? parent.length : Number(last), 0, value)
    else if (op === 'add' || op === 'replace') parent[last] = value
  }
  return result
}
