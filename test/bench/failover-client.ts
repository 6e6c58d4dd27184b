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
/** The cluster counts as settled when it has answered so many in a row, and not sooner than after this, milliseconds. */
const answersInARow = 50

/** Asks `/readyz` ten times a second, each time over a connection of its own, as kubectl does. */
export class FailoverClient {
  readonly #options: RequestOptions
  #answeredMs: number[] = []
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
  async during(
    work: (settled: () => Promise<void>) => Promise<void>,
  ): Promise<{ readonly longestGapMs: number; readonly failed: number }> {
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
    const gaps = this.#answeredMs.slice(1).map((ms, index) => ms - (this.#answeredMs[index] ?? ms))
    return { longestGapMs: Math.max(...gaps), failed: this.#failed }
  }

  async #ask(): Promise<void> {
    const isAnswered = await new Promise<boolean>((resolve) => {
      const asking = request(this.#options, (response) => {
        response.resume()
        response.once('end', () => resolve(response.statusCode === 200))
        response.once('error', () => resolve(false))
      })
      asking.once('timeout', () => asking.destroy(new Error('no answer')))
      asking.once('error', () => resolve(false))
      asking.end()
    })
    if (isAnswered) {
      this.#answeredMs.push(performance.now())
      this.#inARow += 1
      return
    }
    this.#failed += 1
    this.#inARow = 0
  }
}
