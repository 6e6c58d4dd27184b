import { keyOfWorkload, type WorkloadKind, type WorkloadRow } from '#shared/workloads.ts'

/** Changes that the reader has not received yet. */
export interface RowChange {
  readonly rows: readonly WorkloadRow[]
  readonly gone: readonly string[]
}

/**
 * What a reader of rows knows, and what it has yet to be told. A row that comes out as it was is no news, also after everything has
 * been listed again.
 */
export class RowBook {
  /** By key, each row as its JSON. */
  readonly #known = new Map<string, string>()
  readonly #changed = new Map<string, WorkloadRow>()
  readonly #gone = new Set<string>()
  /** By kind, what has been named since its list was begun anew. */
  readonly #named = new Map<WorkloadKind, Set<string>>()

  put(row: WorkloadRow): void {
    const key = keyOfWorkload(row)
    this.#named.get(row.kind)?.add(key)
    const text = JSON.stringify(row)
    if (this.#known.get(key) === text) return
    this.#known.set(key, text)
    this.#changed.set(key, row)
    this.#gone.delete(key)
  }

  delete(row: Pick<WorkloadRow, 'kind' | 'namespace' | 'name'>): void {
    this.#drop(keyOfWorkload(row))
  }

  /** All that is known is gone. */
  clear(): void {
    this.#named.clear()
    for (const key of [...this.#known.keys()]) this.#drop(key)
  }

  /** From now on counts what is named. */
  beginList(kind: WorkloadKind): void {
    this.#named.set(kind, new Set())
  }

  /** Removes the rows that the list did not contain. */
  endList(kind: WorkloadKind): void {
    const named = this.#named.get(kind)
    this.#named.delete(kind)
    if (!named) return
    for (const key of this.#known.keys()) if (key.startsWith(`${kind} `) && !named.has(key)) this.#drop(key)
  }

  /** The news, once. Undefined where there are none. */
  take(): RowChange | undefined {
    if (this.#changed.size === 0 && this.#gone.size === 0) return undefined
    const news = { rows: [...this.#changed.values()], gone: [...this.#gone] }
    this.#changed.clear()
    this.#gone.clear()
    return news
  }

  #drop(key: string): void {
    if (!this.#known.delete(key)) return
    this.#changed.delete(key)
    this.#gone.add(key)
  }
}
