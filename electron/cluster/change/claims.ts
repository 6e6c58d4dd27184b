import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { knownKind, type OperationKind } from '#shared/operation.ts'
import { ProblemError, problem } from '#shared/problem.ts'
import { isEngineAway } from '../../docker/connection-problems.ts'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { type ProcessIdentity, thisIdentity } from '../../host/process-identity.ts'
import { claimName, label } from '../model/labels.ts'
import type { ClaimHolder } from '../model/observed-cluster.ts'
import { claimHolder } from '../read/observe.ts'
import { ClaimAttendance } from './claim-attendance.ts'
import { ClaimHolderLife } from './claim-holder-life.ts'
import { ClaimReleases } from './claim-releases.ts'

/** A cluster that nobody else changes until it is released. */
export interface Claim {
  readonly operationId: string
  /** Whose claim was found dead and put aside. */
  readonly tookOverFrom: ClaimHolder | undefined
  /** Somebody else's operation was stopped for this one. */
  readonly hasStoppedAnother: boolean
  /** Resolves with who wants to delete the cluster as soon as somebody does; never without. */
  asked(signal: AbortSignal): Promise<string>
  /** Fails with a ClaimLostError where somebody else took it, since this process did not answer for long: then nothing is touched any more. */
  confirm(): Promise<void>
  release(): Promise<void>
}

/** How long what is stopped may take to go back to what was before, milliseconds: containers are stopped and started. */
export const longestWayBackMs = 180_000
/** How long somebody who wants to delete the cluster waits for whoever has it to stop and to undo: no shorter. */
const yieldMs = longestWayBackMs + 20_000
const yieldLookMs = 200

/** What is being claimed, and for whom. */
interface Wanted {
  readonly name: string
  readonly cluster: string
  readonly own: ClaimHolder
}

/**
 * Who may change a cluster. The claim is a volume: Docker answers a second creation of the same name with the first one's labels,
 * so that of any number of processes exactly one gets it, before an image is there and before anything slow is done.
 */
export class Claims {
  readonly #identity: () => ProcessIdentity
  readonly #life: ClaimHolderLife
  readonly #releases = new ClaimReleases()
  /** Operations of this process: a claim of this process that is not among them was left behind when Docker went away. */
  readonly #active = new Set<string>()

  constructor(
    process: {
      maker?: string
      place?: string
      /** By the table of processes; undefined where that cannot tell. Only asked about processes of this place. */
      isRunning?: (maker: string) => boolean | undefined
      /** How long somebody who is asked may be silent. */
      silenceMs?: number
    } = {},
  ) {
    const { maker, place, isRunning, silenceMs } = process
    let identity: ProcessIdentity | undefined
    this.#identity = () => {
      identity ??= { ...thisIdentity(), ...(maker ? { maker } : {}), ...(place ? { place } : {}) }
      return identity
    }
    this.#life = new ClaimHolderLife({ own: this.#identity, isRunning, silenceMs })
  }

  /** Fails with `cluster.busy`, which names the holder, while somebody else who is alive has the cluster. */
  async take(
    runtime: ContainerRuntime,
    { cluster, kind }: { cluster: string; kind: OperationKind },
    signal: AbortSignal,
  ): Promise<Claim> {
    const operationId = randomUUID()
    const own = { ...this.#identity(), operationId, kind, since: new Date().toISOString(), answers: true }
    const wanted: Wanted = { name: claimName(cluster), cluster, own }
    this.#active.add(operationId)
    const attendance = new ClaimAttendance(runtime, { cluster, operationId })
    try {
      const acquired =
        kind === 'delete'
          ? await this.#acquireBeforeAll(runtime, wanted, signal)
          : { tookOverFrom: await this.#acquire(runtime, wanted, signal), hasStoppedAnother: false }
      return {
        operationId,
        ...acquired,
        asked: (until) => attendance.asked(until),
        confirm: () => confirm(runtime, wanted),
        release: async () => {
          this.#active.delete(operationId)
          // It answers until its claim is gone, or until it is known that this takes longer: then anybody may put it aside.
          await this.#releases.begin(runtime, cluster, operationId)
          await attendance.end()
        },
      }
    } catch (error) {
      this.#active.delete(operationId)
      await attendance.end()
      if (isEngineAway(error)) this.#releases.inBackground(runtime, cluster, operationId)
      throw error
    }
  }

  /** Whether this process is changing some cluster, or waits for its turn. */
  get isHolding(): boolean {
    return this.#active.size > 0
  }

  isOwn({ operationId }: ClaimHolder): boolean {
    return this.#active.has(operationId)
  }

  /**
   * Removes claims that this process left behind when Docker went away before they could be released. For whoever finds the engine
   * again.
   */
  async tidy(runtime: ContainerRuntime, signal?: AbortSignal): Promise<void> {
    for (const { labels } of await runtime.listVolumes({ label: label.claim }, signal)) {
      const holder = claimHolder(labels)
      const cluster = labels[label.cluster]
      if (holder && cluster && this.#isMine(holder) && !this.isOwn(holder))
        await this.#releases.now(runtime, cluster, holder.operationId)
    }
  }

  /** Whether somebody seems to be at work by this claim, this process or another, for whoever only shows it. */
  async seemsAlive(runtime: ContainerRuntime, cluster: string, holder: ClaimHolder): Promise<boolean> {
    return this.#isMine(holder) ? this.isOwn(holder) : this.#life.seemsAlive(runtime, { cluster, holder })
  }

  /** Whether somebody is at work by this claim, this process or another, for whoever would remove it. */
  async isAlive(
    runtime: ContainerRuntime,
    { cluster, holder }: { cluster: string; holder: ClaimHolder },
    signal: AbortSignal,
  ): Promise<boolean> {
    return this.#isMine(holder) ? this.isOwn(holder) : this.#life.isAlive(runtime, { cluster, holder }, signal)
  }

  #isMine({ maker, place, started }: ClaimHolder): boolean {
    const own = this.#identity()
    return maker === own.maker && place === own.place && started === own.started
  }

  /** Deleting goes before everything else: whoever is making or changing the cluster is asked to stop, and waited for. */
  async #acquireBeforeAll(
    runtime: ContainerRuntime,
    wanted: Wanted,
    signal: AbortSignal,
  ): Promise<Pick<Claim, 'tookOverFrom' | 'hasStoppedAnother'>> {
    const endMs = performance.now() + yieldMs
    const asked = new Set<string>()
    try {
      for (;;) {
        try {
          const tookOverFrom = await this.#acquire(runtime, wanted, signal)
          return { tookOverFrom, hasStoppedAnother: asked.size > 0 }
        } catch (error) {
          const holder = error instanceof BusyError ? error.holder : undefined
          if (!holder || holder.kind === 'delete' || performance.now() > endMs) throw error
          if (!asked.has(holder.operationId)) await askToStop(runtime, wanted, holder)
          asked.add(holder.operationId)
          await delay(yieldLookMs, undefined, { signal })
        }
      }
    } finally {
      for (const operationId of asked) await runtime.removeVolume(cancelName(wanted.cluster, operationId))
    }
  }

  /**
   * A dead holder is put aside by exactly one: whoever gets the claim named after the dead operation, a name that never comes again.
   * It may be dead as well, and is put aside in the same way. Returns whom it put aside.
   */
  async #acquire(
    runtime: ContainerRuntime,
    wanted: Wanted,
    signal: AbortSignal,
    tookOverFrom?: ClaimHolder,
  ): Promise<ClaimHolder | undefined> {
    signal.throwIfAborted()
    const { name, cluster, own } = wanted
    const { labels } = await runtime.createVolume({ name, labels: claimLabels(cluster, own) })
    const holder = claimHolder(labels)
    // Whoever cannot be read, as with a volume that somebody made by hand, is never taken for dead.
    if (!holder || labels[label.cluster] !== cluster)
      throw new ProblemError(problem('volume.taken', { cluster, volume: name }))
    if (holder.operationId === own.operationId) return tookOverFrom
    if (this.#isMine(holder) && !this.isOwn(holder)) {
      await this.#releases.now(runtime, cluster, holder.operationId)
      return this.#acquire(runtime, wanted, signal, holder)
    }
    if (await this.isAlive(runtime, { cluster, holder }, signal)) throw new BusyError(cluster, holder)
    const gate = `${claimName(cluster)}-after-${holder.operationId}`
    await this.#acquire(runtime, { ...wanted, name: gate }, signal)
    let isPutAside = false
    try {
      isPutAside = await removeIfHeldBy(runtime, name, holder)
    } finally {
      await runtime.removeVolume(gate)
    }
    return this.#acquire(runtime, wanted, signal, isPutAside ? holder : tookOverFrom)
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
  [label.claimAnswers]: 'yes',
})

class BusyError extends ProblemError {
  readonly holder: ClaimHolder

  constructor(cluster: string, holder: ClaimHolder) {
    const { kind, maker, since } = holder
    super(problem('cluster.busy', { cluster, operation: knownKind(kind) ?? 'unknown', maker, since }))
    this.holder = holder
  }
}

/** Somebody else has the cluster by now; whatever this operation still did would be done behind its back. */
export class ClaimLostError extends ProblemError {}

/** One request; asked before each phase of a plan. */
async function confirm(runtime: ContainerRuntime, { name, cluster, own }: Wanted): Promise<void> {
  if (!(await isHeldBy(runtime, name, own))) throw new ClaimLostError(problem('cluster.claim_lost', { cluster }))
}

const cancelName = (cluster: string, operationId: string) => `${claimName(cluster)}-cancel-${operationId}`

async function askToStop(runtime: ContainerRuntime, { cluster, own }: Wanted, holder: ClaimHolder): Promise<void> {
  const labels = { [label.cluster]: cluster, [label.cancel]: holder.operationId, [label.claimMaker]: own.maker }
  await runtime.createVolume({ name: cancelName(cluster, holder.operationId), labels })
}

async function isHeldBy(runtime: ContainerRuntime, name: string, { operationId }: ClaimHolder): Promise<boolean> {
  const held = await runtime.listVolumes({ label: label.claim, value: operationId })
  return held.some((volume) => volume.name === name)
}

/** Returns whether it was there. */
async function removeIfHeldBy(runtime: ContainerRuntime, name: string, holder: ClaimHolder): Promise<boolean> {
  if (!(await isHeldBy(runtime, name, holder))) return false
  await runtime.removeVolume(name)
  return true
}
