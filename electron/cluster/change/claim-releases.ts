import { setTimeout as delay } from 'node:timers/promises'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { claimName, isClaimVolume, label } from '../model/labels.ts'

/** A claim of this process that is over. */
interface Release {
  readonly cluster: string
  readonly operationId: string
  /** The latest way to the engine that it lies on. */
  runtime: ContainerRuntime
  attempt: Promise<void> | undefined
}

/** What somebody waits for. */
const firstPausesMs = [100, 400, 1500]
/** What goes on unseen, until the engine answers or this process ends. */
const laterPauseMs = 2000
const longestPauseMs = 30_000

/**
 * Claims of this process on their way out. Docker may be away just now, or the window may have gone over to another engine: each is
 * given up as soon as its engine answers again. Of each, one attempt at a time: a removal that comes late would hit whoever has the
 * cluster by then, since Docker knows a volume by its name alone.
 */
export class ClaimReleases {
  readonly #open = new Map<string, Release>()

  /** Resolves when it is done, or when it will take longer. */
  async begin(runtime: ContainerRuntime, cluster: string, operationId: string): Promise<void> {
    const release = this.#opened(runtime, cluster, operationId)
    for (const pauseMs of firstPausesMs) {
      if (await this.#isDone(release)) return
      await delay(pauseMs)
    }
    try {
      await this.#attempt(release)
    } catch (error) {
      console.error(`${claimName(cluster)} could not be released yet:`, error)
      void this.#goOn(release)
    }
  }

  /** Without waiting: for a claim of which nobody knows whether Docker has made it. */
  inBackground(runtime: ContainerRuntime, cluster: string, operationId: string): void {
    void this.#goOn(this.#opened(runtime, cluster, operationId))
  }

  /** At once. Throws what keeps it from being given up. */
  async now(runtime: ContainerRuntime, cluster: string, operationId: string): Promise<void> {
    await this.#attempt(this.#opened(runtime, cluster, operationId))
  }

  #opened(runtime: ContainerRuntime, cluster: string, operationId: string): Release {
    const release = this.#open.get(operationId) ?? { cluster, operationId, runtime, attempt: undefined }
    release.runtime = runtime
    this.#open.set(operationId, release)
    return release
  }

  async #isDone(release: Release): Promise<boolean> {
    await this.#attempt(release).catch(() => undefined)
    return this.#open.get(release.operationId) !== release
  }

  /** Keeps no process from ending: with it, its claims are dead. */
  async #goOn(release: Release): Promise<void> {
    for (let pauseMs = laterPauseMs; !(await this.#isDone(release)); pauseMs = Math.min(pauseMs * 2, longestPauseMs))
      await delay(pauseMs, undefined, { ref: false })
  }

  async #attempt(release: Release): Promise<void> {
    release.attempt ??= giveUp(release)
      .then(() => {
        if (this.#open.get(release.operationId) === release) this.#open.delete(release.operationId)
      })
      .finally(() => {
        release.attempt = undefined
      })
    await release.attempt
  }
}

/**
 * Whoever died while putting somebody aside, while waiting for somebody to stop or for an answer, left what nobody needs any more: as
 * long as this operation has the cluster, only a claim named after it could matter, and nobody else can be asked anything.
 */
async function giveUp({ runtime, cluster, operationId }: Release): Promise<void> {
  const name = claimName(cluster)
  const volumes = await runtime.listVolumes({ label: label.cluster, value: cluster })
  const isOwn = ({ labels }: { labels: Readonly<Record<string, string>> }) => labels[label.claim] === operationId
  const claim = volumes.find((volume) => volume.name === name && isOwn(volume))
  const needed = `${name}-after-${operationId}`
  const isRemains = (volume: (typeof volumes)[number]) =>
    volume.name !== name &&
    isClaimVolume(cluster, volume.name) &&
    (isOwn(volume) || (claim !== undefined && volume.name !== needed))
  for (const volume of volumes.filter(isRemains)) await runtime.removeVolume(volume.name)
  if (claim) await runtime.removeVolume(name)
}
