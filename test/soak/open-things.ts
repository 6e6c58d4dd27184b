import { EventEmitter, getEventListeners } from 'node:events'
import { readdirSync } from 'node:fs'

/** What a process holds on to, counted after a garbage collection. */
export interface OpenThings {
  readonly rssBytes: number
  readonly heapBytes: number
  readonly files: number
  /** Timers, sockets, pipes and whatever else keeps the event loop awake. */
  readonly handles: number
  /** On every emitter and every signal that still lives. */
  readonly listeners: number
}

/** Begins to count listeners: call it before anything else is loaded that listens. */
export function countListeners(): () => number {
  const emitters = watched(EventEmitter.prototype, ['on', 'addListener', 'once', 'prependListener'])
  const targets = watched(EventTarget.prototype, ['addEventListener'])
  return () => {
    const ofEmitters = living(emitters).flatMap((emitter) =>
      emitter.eventNames().map((name) => emitter.listenerCount(name)),
    )
    const ofTargets = living(targets).map((target) => getEventListeners(target, 'abort').length)
    return [...ofEmitters, ...ofTargets].reduce((sum, count) => sum + count, 0)
  }
}

export function openThings(listeners: () => number): OpenThings {
  // Given by --expose-gc. Twice: what a finalizer lets go of is only free afterwards.
  globalThis.gc?.()
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return {
    rssBytes: rss,
    heapBytes: heapUsed,
    files: readdirSync('/proc/self/fd').length,
    handles: process.getActiveResourcesInfo().length,
    listeners: listeners(),
  }
}

/** Every object on which one of these methods was called, for as long as somebody else keeps it. */
function watched<T extends object>(prototype: T, methods: readonly (keyof T & string)[]): Set<WeakRef<T>> {
  const all = new Set<WeakRef<T>>()
  const known = new WeakSet<T>()
  for (const name of methods) {
    const original: unknown = Reflect.get(prototype, name)
    if (typeof original !== 'function') continue
    Reflect.set(prototype, name, function (this: T, ...args: unknown[]) {
      if (!known.has(this)) {
        known.add(this)
        all.add(new WeakRef(this))
      }
      return Reflect.apply(original, this, args)
    })
  }
  return all
}

function living<T extends object>(all: Set<WeakRef<T>>): T[] {
  return [...all].flatMap((reference) => {
    const found = reference.deref()
    if (!found) all.delete(reference)
    return found ? [found] : []
  })
}
