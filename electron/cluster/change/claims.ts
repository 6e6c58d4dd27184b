import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { OperationKind } from '#shared/operation.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { claimName, label } from '../model/labels.ts'
import type { ClaimHolder } from '../model/observed-cluster.ts'
import { claimHolder } from '../read/observe.ts'
import { isProcessRunning, startOf, thisPlace, thisProcess } from './process-identity.ts'

/** A cluster that nobody else changes until it is released. */
export interface Claim {
  readonly operationId: string
  /** Whose claim was found dead and put aside. */
  readonly tookOverFrom: ClaimHolder | undefined
  /** Somebody else's operation was stopped for this one. */
  readonly hasStoppedAnother: boolean
  /** Resolves with who wants to delete the cluster as soon as somebody does; never without. */
  asked(signal: AbortSignal): Promise<string>
  release(): Promise<void>
}

/** How long somebody who wants to delete the cluster waits for whoever has it to stop and to undo, milliseconds. */
const yieldMs = 150_000
const yieldLookMs = 200

/** Whether the process that signed so still runs here. */
type IsRunning = typeof isProcessRunning

/** A process on another machine cannot be asked whether it lives. No operation takes longer than this. */
const foreignMs = 30 * 60_000

/**
 * Who may change a cluster. The claim is a volume: Docker answers a second creation of the same name with the first one's labels,
 * so that of any number of processes exactly one gets it, before an image is there and before anything slow is done.
 */
export class Claims {
  readonly #maker: string
  readonly #place: string
  readonly #isRunning: IsRunning
  /** Operations of this process: a claim of this process that is not among them was left behind when Docker went away. */
  readonly #active = new Set<string>()

  constructor(process: { maker?: string; place?: string; isRunning?: IsRunning } = {}) {
    this.#maker = process.maker ?? thisProcess()
    this.#place = process.place ?? thisPlace()
    this.#isRunning = process.isRunning ?? isProcessRunning
  }

  /** Fails with `cluster.busy`, which names the holder, while somebody else who is alive has the cluster. */
  async take(
    runtime: ContainerRuntime,
    { cluster, kind }: { cluster: string; kind: OperationKind },
    signal: AbortSignal,
  ): Promise<Claim> {
    const own: ClaimHolder = {
      operationId: randomUUID(),
      kind,
      maker: this.#maker,
      place: this.#place,
      started: startOf(process.pid) ?? '',
      since: new Date().toISOString(),
    }
    this.#active.add(own.operationId)
    const release = async () => {
      this.#active.delete(own.operationId)
      await giveUp(runtime, cluster, own)
    }
    try {
      const claim = { name: claimName(cluster), cluster, own }
      const acquired =
        kind === 'delete'
          ? await this.#acquireBeforeAll(runtime, claim, signal)
          : { tookOverFrom: await this.#acquire(runtime, claim, signal), hasStoppedAnother: false }
      const asked = (until: AbortSignal) => whenAsked(runtime, own.operationId, until)
      return { operationId: own.operationId, ...acquired, asked, release }
    } catch (error) {
      this.#active.delete(own.operationId)
      throw error
    }
  }

  isOwn({ operationId }: ClaimHolder): boolean {
    return this.#active.has(operationId)
  }

  /**
   * Removes claims that this process left behind when Docker went away before they could be released. For whoever finds the engine
   * again: to other processes they look as if this one were still at work.
   */
  async tidy(runtime: ContainerRuntime, signal?: AbortSignal): Promise<void> {
    const claims = await runtime.listVolumes({ label: label.claim }, signal)
    for (const { name, labels } of claims) {
      const holder = claimHolder(labels)
      // Looked at again: this process may have put it aside itself meanwhile, and hold the one that has its name now.
      if (holder && this.#isMine(holder) && !this.isOwn(holder)) await removeIfHeldBy(runtime, name, holder)
    }
  }

  /** Whether the holder's process still works on it, as far as that can be known. */
  async isAlive(runtime: ContainerRuntime, holder: ClaimHolder): Promise<boolean> {
    const { maker, place, started, since } = holder
    if (this.#isMine(holder)) return this.isOwn(holder)
    const sinceMs = Date.parse(since) || 0
    const [host = ''] = maker.split('/')
    const isHere = host === this.#maker.split('/')[0] && place === this.#place
    if (isHere) return this.#isRunning(maker, { started, sinceMs })
    // The usual host name of a process in a container is that container's id.
    const container = /^[0-9a-f]{12}$/.test(host) ? await runtime.inspectContainer(host) : undefined
    if (container) return container.state === 'running'
    return Date.now() - sinceMs < foreignMs
  }

  #isMine({ maker, place }: ClaimHolder): boolean {
    return maker === this.#maker && place === this.#place
  }

  /** Deleting goes before everything else: whoever is making or changing the cluster is asked to stop, and waited for. */
  async #acquireBeforeAll(
    runtime: ContainerRuntime,
    claim: { name: string; cluster: string; own: ClaimHolder },
    signal: AbortSignal,
  ): Promise<Pick<Claim, 'tookOverFrom' | 'hasStoppedAnother'>> {
    const endMs = Date.now() + yieldMs
    const asked = new Set<string>()
    try {
      for (;;) {
        try {
          const tookOverFrom = await this.#acquire(runtime, claim, signal)
          return { tookOverFrom, hasStoppedAnother: asked.size > 0 }
        } catch (error) {
          const holder = error instanceof BusyError ? error.holder : undefined
          if (!holder || holder.kind === 'delete' || Date.now() > endMs) throw error
          if (!asked.has(holder.operationId)) await askToStop(runtime, claim, holder)
          asked.add(holder.operationId)
          await delay(yieldLookMs, undefined, { signal })
        }
      }
    } finally {
      for (const operationId of asked) await runtime.removeVolume(cancelName(claim.cluster, operationId))
    }
  }

  /**
   * A dead holder is put aside by exactly one: whoever gets the claim named after the dead operation, a name that never comes again.
   * It may be dead as well, and is put aside in the same way.
   */
  async #acquire(
    runtime: ContainerRuntime,
    claim: { name: string; cluster: string; own: ClaimHolder },
    signal: AbortSignal,
    tookOverFrom?: ClaimHolder,
  ): Promise<ClaimHolder | undefined> {
    signal.throwIfAborted()
    const { name, cluster, own } = claim
    const holder = claimHolder((await runtime.createVolume({ name, labels: claimLabels(cluster, own) })).labels)
    if (holder?.operationId === own.operationId) return tookOverFrom
    if (holder && (await this.isAlive(runtime, holder))) throw new BusyError(cluster, holder)
    const gate = `${claimName(cluster)}-after-${holder?.operationId ?? 'unknown'}`
    await this.#acquire(runtime, { ...claim, name: gate }, signal)
    try {
      await removeIfHeldBy(runtime, name, holder)
    } finally {
      await runtime.removeVolume(gate)
    }
    return this.#acquire(runtime, claim, signal, holder)
  }
}

const claimLabels = (
  cluster: string,
  { operationId, kind, maker, place, started, since }: ClaimHolder,
): Record<string, string> => ({
  [label.cluster]: cluster,
  [label.claim]: operationId,
  [label.claimKind]: kind,
  [label.claimMaker]: maker,
  [label.claimPlace]: place,
  [label.claimStarted]: started,
  [label.claimSince]: since,
})

class BusyError extends ProblemError {
  readonly holder: ClaimHolder

  constructor(cluster: string, holder: ClaimHolder) {
    const { kind, maker, since } = holder
    super(problem('cluster.busy', { cluster, operation: kind, maker, since }))
    this.holder = holder
  }
}

const cancelName = (cluster: string, operationId: string) => `${claimName(cluster)}-cancel-${operationId}`

async function askToStop(
  runtime: ContainerRuntime,
  { cluster, own }: { cluster: string; own: ClaimHolder },
  holder: ClaimHolder,
): Promise<void> {
  const labels = { [label.cluster]: cluster, [label.cancel]: holder.operationId, [label.claimMaker]: own.maker }
  await runtime.createVolume({ name: cancelName(cluster, holder.operationId), labels })
}

/** Looks at once and whenever Docker tells of a change; a stream of events that breaks is begun again. */
async function whenAsked(runtime: ContainerRuntime, operationId: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      for await (const _ of runtime.events({ label: label.cluster }, signal)) {
        const filter = { label: label.cancel, value: operationId }
        const [request] = await runtime.listVolumes(filter, signal)
        if (request) return request.labels[label.claimMaker] ?? ''
      }
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof ProblemError)) throw error
    }
    await delay(1000, undefined, { signal })
  }
}

async function removeIfHeldBy(runtime: ContainerRuntime, name: string, holder: ClaimHolder | undefined): Promise<void> {
  const present = (await runtime.listVolumes({ label: label.claim })).find((volume) => volume.name === name)
  if (present && claimHolder(present.labels)?.operationId === holder?.operationId) await runtime.removeVolume(name)
}

/**
 * Whoever died while putting somebody aside, or while waiting for somebody to stop, left what nobody needs any more: while this
 * operation has the cluster, only a claim named after it could matter, and nobody else can be asked to stop.
 */
async function removeRemains(runtime: ContainerRuntime, cluster: string, own: ClaimHolder): Promise<void> {
  const volumes = await runtime.listVolumes({ label: label.cluster, value: cluster })
  const needed = [claimName(cluster), `${claimName(cluster)}-after-${own.operationId}`]
  const remains = volumes.filter(
    ({ name, labels }) => labels[label.cancel] !== undefined || (claimHolder(labels) && !needed.includes(name)),
  )
  for (const { name } of remains) await runtime.removeVolume(name)
}

/**
 * Docker may be away just now. A claim that stays is one of a process that no longer works on the cluster, and whoever comes next
 * in this process, or after its end, puts it aside.
 */
async function giveUp(runtime: ContainerRuntime, cluster: string, own: ClaimHolder): Promise<void> {
  const name = claimName(cluster)
  for (const pauseMs of [100, 400, 1500, 0]) {
    try {
      await removeRemains(runtime, cluster, own)
      await removeIfHeldBy(runtime, name, own)
      return
    } catch (error) {
      if (pauseMs === 0) console.error(`${name} could not be released:`, error)
      else await delay(pauseMs)
    }
  }
}
