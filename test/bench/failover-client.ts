import { type RequestOptions, request } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import { parse } from 'yaml'
import { z } from 'zod'

const Kubeconfig = z.object({
  clusters: z.array(z.object({ cluster: z.object({ server: z.url(), 'certificate-authority-data': z.base64() }) })),
  users: z.array(
    z.object({ user: z.object({ 'client-certificate-data': z.base64(), 'client-key-data': z.base64() }) }),
  ),
})

const everyMs = 100
/** How long whoever asks has patience for one answer, milliseconds. */
const patienceMs = 5000
/** The cluster counts as settled when it has said ready so many times in a row. */
const answersInARow = 50

export interface Failover {
  /** Without any answer. */
  readonly longestGapMs: number
  /** Connections over which no answer came. */
  readonly failed: number
  /** Without an answer that says ready: etcd may have to elect a leader, for which k3s gives it five seconds. */
  readonly longestUnreadyMs: number
}

/** Asks `/readyz` ten times a second, each time over a connection of its own, as kubectl does. */
export class FailoverClient {
  readonly #options: RequestOptions
  #answeredMs: number[] = []
  #readyMs: number[] = []
  #failed = 0
  #inARow = 0

  constructor(kubeconfig: string) {
    const { clusters, users } = Kubeconfig.parse(parse(kubeconfig))
    const [{ cluster } = { cluster: undefined }] = clusters
    const [{ user } = { user: undefined }] = users
    if (!cluster || !user) throw new Error('The kubeconfig names no cluster or user')
    const text = (base64: string) => Buffer.from(base64, 'base64')
    const { hostname, port } = new URL(cluster.server)
    this.#options = {
      ...{ hostname, port, path: '/readyz', agent: false, timeout: patienceMs },
      ca: text(cluster['certificate-authority-data']),
      cert: text(user['client-certificate-data']),
      key: text(user['client-key-data']),
    }
  }

  /** While `work` goes on; it is given something that waits until all is calm again. */
  async during(work: (settled: () => Promise<void>) => Promise<void>): Promise<Failover> {
    const asked: Promise<void>[] = []
    const timer = setInterval(() => asked.push(this.#ask()), everyMs)
    const settled = async () => {
      this.#inARow = 0
      while (this.#inARow < answersInARow) await pause(everyMs)
    }
    try {
      await settled()
      await work(settled)
    } finally {
      clearInterval(timer)
      await Promise.all(asked)
    }
    return {
      longestGapMs: longestGap(this.#answeredMs),
      failed: this.#failed,
      longestUnreadyMs: longestGap(this.#readyMs),
    }
  }

  async #ask(): Promise<void> {
    const status = await new Promise<number | undefined>((resolve) => {
      const asking = request(this.#options, (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode))
        response.once('error', () => resolve(undefined))
      })
      asking.once('timeout', () => asking.destroy(new Error('no answer')))
      asking.once('error', () => resolve(undefined))
      asking.end()
    })
    if (status === undefined) this.#failed += 1
    else this.#answeredMs.push(performance.now())
    if (status === 200) this.#readyMs.push(performance.now())
    this.#inARow = status === 200 ? this.#inARow + 1 : 0
  }
}

const longestGap = (momentsMs: readonly number[]) =>
  Math.max(0, ...momentsMs.slice(1).map((ms, index) => ms - (momentsMs[index] ?? ms)))
