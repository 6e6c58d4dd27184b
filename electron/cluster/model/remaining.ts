import type { z } from 'zod'

/** What is left of a file that is being read: what is taken is gone from it, and the rest can be named. */
export class Remaining {
  readonly #root: unknown

  constructor(value: unknown) {
    this.#root = structuredClone(value)
  }

  /** The value at a path, where it is of this kind; it stays where it is not. */
  take<S extends z.ZodType>(schema: S, ...path: readonly string[]): z.output<S> | undefined {
    const holder = this.#holder(path)
    const key = path.at(-1)
    if (holder === undefined || key === undefined) return undefined
    const parsed = schema.safeParse(holder[key])
    if (!parsed.success) return undefined
    delete holder[key]
    return parsed.data
  }

  /** Of a list, what `read` makes of its entries. Those of which it makes nothing stay. */
  takeEach<S extends z.ZodType, T>(
    schema: S,
    read: (entry: z.output<S>) => T | undefined,
    ...path: readonly string[]
  ): T[] {
    const holder = this.#holder(path)
    const key = path.at(-1) ?? ''
    const list = holder?.[key]
    if (holder === undefined || !Array.isArray(list)) return []
    const taken: T[] = []
    // What is left keeps its place, by which it may have to be named.
    holder[key] = list.map((entry) => {
      const parsed = schema.safeParse(entry)
      const value = parsed.success ? read(parsed.data) : undefined
      if (value !== undefined) taken.push(value)
      return value === undefined ? entry : undefined
    })
    return taken
  }

  /** What is left, by path; of a list each entry, by its name or its place, without its value. */
  paths(): string[] {
    return leaves(this.#root, '')
  }

  #holder(path: readonly string[]): Record<string, unknown> | undefined {
    const found = path
      .slice(0, -1)
      .reduce<unknown>((value, key) => (isMapping(value) ? value[key] : undefined), this.#root)
    return isMapping(found) ? found : undefined
  }
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function leaves(value: unknown, path: string): string[] {
  if (Array.isArray(value))
    return value.flatMap((entry, index) => {
      if (entry === undefined) return []
      const name = nameOf(entry)
      return [name === undefined ? `${path}[${index}]` : `${path}: ${name}`]
    })
  if (isMapping(value))
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
  return value === undefined || value === null || value === '' ? [] : [path]
}

/** The keys that tell an entry from the others, in order. What they hold may have a value after its name. */
const namingKeys = ['envVar', 'arg', 'label', 'port', 'volume', 'ip', 'destination', 'name']

/** The name of an entry without its value, which may be secret; undefined where the text could be anything. */
function nameOf(entry: unknown): string | undefined {
  const found = isMapping(entry)
    ? namingKeys.map((key) => entry[key]).find((value) => typeof value === 'string')
    : entry
  if (typeof found !== 'string') return undefined
  const [name = ''] = (found.startsWith('-') ? /^[^=\s]*/ : /^[^=]*/).exec(found) ?? []
  const isName = name !== '' && name.length <= 60 && !/\s|:\/\/|@/.test(name)
  return isName ? name : undefined
}
