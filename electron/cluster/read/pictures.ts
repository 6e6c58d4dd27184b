import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterHealth } from '#shared/health.ts'
import type { WatchFailure } from '../../kubernetes/kube-api.ts'
import { isOver, unansweredProblem } from './api-failures.ts'

const firstPauseMs = 500
const longestPauseMs = 5000

type Unknown = ClusterHealth['unknown']

/**
 * Pictures of a cluster's API. When it does not answer, the kubeconfig is read again at each try: the port may be another one by then,
 * and the CA a new one. While nobody knows, why comes instead of a picture, once. Throws when the cluster is gone. Returns when aborted.
 */
export async function* picturesOf<T extends { readonly failure?: WatchFailure }>(
  {
    cluster,
    readKubeconfig,
    look,
    forget,
  }: {
    readonly cluster: string
    readonly readKubeconfig: (signal: AbortSignal) => Promise<string>
    /** Connects, and has closed its connection when it is left. */
    readonly look: (kubeconfig: string) => AsyncIterable<T>
    /** Called before the look at another cluster of the same name: what was known of the one before says nothing of it. */
    readonly forget: () => void
  },
  signal: AbortSignal,
): AsyncGenerator<{ readonly picture?: T; readonly unknown?: NonNullable<Unknown> }, void, undefined> {
  let unknown: Unknown
  let authority: string | undefined
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    let failure: WatchFailure | undefined
    try {
      const kubeconfig = await readKubeconfig(signal)
      const now = authorityIn(kubeconfig)
      if (authority !== undefined && authority !== now) {
        forget()
        unknown = undefined
      }
      authority = now
      for await (const picture of look(kubeconfig)) {
        failure = picture.failure
        if (failure) break
        pauseMs = firstPauseMs
        unknown = undefined
        yield { picture }
      }
    } catch (error) {
      if (isOver(error)) throw error
      failure = { sinceMs: Date.now(), error }
    }
    if (signal.aborted) return
    const sinceMs: number = unknown?.sinceMs ?? failure?.sinceMs ?? Date.now()
    const now = { sinceMs, problem: unansweredProblem(cluster, failure?.error) }
    if (JSON.stringify(now) !== JSON.stringify(unknown)) yield { unknown: now }
    unknown = now
    await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

/** The CA that a cluster is known by: each has made its own. */
const authorityIn = (kubeconfig: string): string => /certificate-authority-data: *(\S+)/.exec(kubeconfig)?.[1] ?? ''
