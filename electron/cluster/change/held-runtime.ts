import type { ContainerRuntime } from '../../docker/container-runtime.ts'

/** Nobody is put aside who was silent for less than this: much less than a holder may be. */
const heldForMs = 10_000

/** What changes something in Docker. */
const changing: ReadonlySet<PropertyKey> = new Set<keyof ContainerRuntime>([
  'createNetwork',
  'removeNetwork',
  'connect',
  'disconnect',
  'disconnectAll',
  'createVolume',
  'removeVolume',
  'createContainer',
  'renameContainer',
  'putArchive',
  'startContainer',
  'stopContainer',
  'removeContainer',
  'exec',
])

/**
 * A runtime for whoever has just confirmed its claim. After a sleep, or whatever else took long, that is confirmed again before the next
 * thing that changes something: others may have put the sleeper aside, and have done with the cluster.
 */
export function heldRuntime(runtime: ContainerRuntime, confirm: () => Promise<void>): ContainerRuntime {
  let confirmed = now()
  const confirmAgain = async () => {
    if (!isLater(confirmed, now())) return
    await confirm()
    confirmed = now()
  }
  return new Proxy(runtime, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      if (!changing.has(name)) return value.bind(target)
      return async (...args: unknown[]) => {
        await confirmAgain()
        return Reflect.apply(value, target, args)
      }
    },
  })
}

/** By both clocks: one stands still while the machine sleeps, the other may be set. */
const now = () => ({ wallMs: Date.now(), runMs: performance.now() })

const isLater = (then: ReturnType<typeof now>, { wallMs, runMs }: ReturnType<typeof now>) =>
  Math.abs(wallMs - then.wallMs) > heldForMs || runMs - then.runMs > heldForMs
