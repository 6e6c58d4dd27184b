// The objects of the cluster with resource versions and a history for watches, kept in one JSON file that is replaced
// atomically, so that a SIGKILL loses at most the last instant.
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const HISTORY_LENGTH = 2000
const SAVE_DELAY_MS = 200

/** @typedef {{ type: 'ADDED'|'MODIFIED'|'DELETED', key: string, object: any, revision: number }} Change */

export const nameKey = (object) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`

export class Datastore {
  #path
  #objects = new Map()
  #listeners = new Set()
  #timer
  /** @type {Change[]} */
  history = []
  revision = 0
  /** What the servers agree on besides objects: token check, members, critical flags. */
  meta = {}

  constructor(path) {
    this.#path = path
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    this.isNew = !existsSync(path)
    if (!this.isNew) this.load(JSON.parse(readFileSync(path, 'utf8')))
  }

  load({ revision, meta, objects }) {
    this.revision = revision
    this.meta = meta
    this.#objects = new Map(Object.entries(objects).map(([key, entries]) => [key, new Map(Object.entries(entries))]))
  }

  dump() {
    const objects = Object.fromEntries([...this.#objects].map(([key, entries]) => [key, Object.fromEntries(entries)]))
    return { revision: this.revision, meta: this.meta, objects }
  }

  /** Replaces everything by another server's state; watchers see the difference. */
  replace(state) {
    const before = this.#objects
    this.load(state)
    this.history = []
    for (const [key, entries] of this.#objects) {
      for (const [name, object] of entries) {
        const old = before.get(key)?.get(name)
        if (old?.metadata.resourceVersion === object.metadata.resourceVersion) continue
        this.#announce({ type: old ? 'MODIFIED' : 'ADDED', key, object, revision: this.revision })
      }
    }
    for (const [key, entries] of before) {
      for (const [name, object] of entries) {
        if (!this.#objects.get(key)?.has(name))
          this.#announce({ type: 'DELETED', key, object, revision: this.revision })
      }
    }
    this.saveSoon()
  }

  /** In the order of etcd's keys: by namespace, then by name. */
  list(key) {
    const entries = [...(this.#objects.get(key) ?? [])]
    return entries.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, object]) => object)
  }

  get(key, name, namespace = '') {
    return this.#objects.get(key)?.get(`${namespace}/${name}`)
  }

  /** Creates or replaces an object and returns what is stored now; an unchanged object keeps its version. */
  put(key, object) {
    const id = nameKey(object)
    const old = this.#objects.get(key)?.get(id)
    const metadata = {
      ...object.metadata,
      uid: old?.metadata.uid ?? randomUUID(),
      creationTimestamp: old?.metadata.creationTimestamp ?? `${new Date().toISOString().slice(0, 19)}Z`,
      resourceVersion: old?.metadata.resourceVersion,
    }
    const next = { ...object, metadata }
    if (old && JSON.stringify(old) === JSON.stringify(next)) return old
    const revision = this.revision + 1
    next.metadata.resourceVersion = String(revision)
    this.apply({ type: old ? 'MODIFIED' : 'ADDED', key, object: next, revision })
    return next
  }

  /** Changes an existing object by a function that returns its successor; undefined when it does not exist. */
  update(key, { name, namespace = '' }, change) {
    const old = this.get(key, name, namespace)
    return old && this.put(key, change(structuredClone(old)))
  }

  remove(key, name, namespace = '') {
    const old = this.get(key, name, namespace)
    if (!old) return undefined
    const revision = this.revision + 1
    const object = { ...old, metadata: { ...old.metadata, resourceVersion: String(revision) } }
    this.apply({ type: 'DELETED', key, object, revision })
    return object
  }

  /** Takes over a change, made here or by the leading server. */
  apply(change) {
    this.revision = change.revision
    const entries = this.#objects.get(change.key) ?? new Map()
    this.#objects.set(change.key, entries)
    if (change.type === 'DELETED') entries.delete(nameKey(change.object))
    else entries.set(nameKey(change.object), change.object)
    this.#announce(change)
    this.saveSoon()
  }

  #announce(change) {
    this.history.push(change)
    if (this.history.length > HISTORY_LENGTH) this.history.splice(0, HISTORY_LENGTH / 4)
    for (const listener of [...this.#listeners]) listener(change)
  }

  /** Calls back for each change until the returned function is called. */
  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  saveSoon() {
    this.#timer ??= setTimeout(() => this.save(), SAVE_DELAY_MS)
  }

  save() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    writeFileSync(`${this.#path}.tmp`, JSON.stringify(this.dump()), { mode: 0o600 })
    renameSync(`${this.#path}.tmp`, this.#path)
  }
}
