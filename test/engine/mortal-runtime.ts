import type { ContainerRuntime } from '../../electron/docker/container-runtime.ts'

/** The calls that change something in Docker. */
const changing = new Set<PropertyKey>([
  ...['createContainer', 'renameContainer', 'startContainer', 'stopContainer', 'removeContainer', 'putArchive', 'exec'],
  ...['createNetwork', 'removeNetwork', 'createVolume', 'removeVolume', 'pullImage'],
])

export interface Death {
  /** At which of the calls that change something, counted from 1. */
  readonly call: number
  /** Docker has carried the call out, and only its answer came too late. */
  readonly isDone: boolean
}

/** What a living process does beside its work: it looks, and takes away the question whether it lives. */
const isPartOfAnswering = (method: PropertyKey, args: readonly unknown[]) =>
  ['events', 'listVolumes'].includes(String(method)) ||
  (method === 'removeVolume' && /-claim-question-/.test(String(args[0])))

/**
 * What a process sees of Docker that is killed with SIGKILL in the middle of its work: up to a call all is as it is, from there on
 * nothing is ever answered.
 */
export class MortalRuntime {
  readonly runtime: ContainerRuntime
  /** Resolves when it is dead, after `beforeDeath` has looked around. */
  readonly died: Promise<void>
  /** How many calls that change something there were. */
  calls = 0

  constructor(
    inner: ContainerRuntime,
    { death, beforeDeath = async () => undefined }: { death?: Death; beforeDeath?: () => Promise<void> } = {},
  ) {
    let isDead = false
    let isDying = false
    let tell: () => void = () => undefined
    let fail: (error: unknown) => void = () => undefined
    this.died = new Promise((resolve, reject) => {
      tell = resolve
      fail = reject
    })
    this.died.catch(() => undefined) // Whoever waits for it is told.
    const never = new Promise<never>(() => undefined)
    const die = async (): Promise<never> => {
      isDead = true
      isDying = true
      try {
        await beforeDeath().finally(() => {
          isDying = false
        })
        tell()
      } catch (error) {
        fail(error)
      }
      return never
    }
    this.runtime = new Proxy(inner, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name)
        if (typeof method !== 'function') return method
        return (...args: unknown[]) => {
          if (isDead && !(isDying && isPartOfAnswering(name, args))) return never
          if (!changing.has(name)) return Reflect.apply(method, target, args)
          this.calls += 1
          if (this.calls !== death?.call) return Reflect.apply(method, target, args)
          isDead = true
          // Refused is an answer, too.
          return death.isDone ? Promise.resolve(Reflect.apply(method, target, args)).then(die, die) : die()
        }
      },
    })
  }
}
