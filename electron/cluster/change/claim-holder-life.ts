import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ContainerRuntime } from '../../docker/container-runtime.ts'
import { isRunning, isSamePlace, type ProcessIdentity } from '../../host/process-identity.ts'
import { label, questionName } from '../model/labels.ts'
import type { ClaimHolder } from '../model/observed-cluster.ts'

/** Whose claim it is, on which cluster. */
export interface Held {
  readonly cluster: string
  readonly holder: ClaimHolder
}

/**
 * Whoever does not answer so long is not at work any more. An answer takes milliseconds; a loaded machine or a lost line, seconds. The time
 * that Docker itself takes does not count: while it stands still nobody can answer.
 */
const silenceMs = 30_000
/** For the list, which only shows it, and cannot wait longer, whatever it waits for. */
const shortSilenceMs = 5000
/** How long an answer is good for. */
const goodForMs = 5000
const firstLookMs = 20
const longestLookMs = 250
/** Answers that are kept, at most. */
const keptAnswers = 100

/** A holder that neither can be asked nor is a process here: a Sampan of before, on another machine. */
const trustedMs = 30 * 60_000

/**
 * Whether the holder of a claim is still at work. It is asked by a volume that it removes: no clock, machine, user or namespace has
 * to be the same, a sleep or a restart of Docker wakes both sides, and nothing is written while nobody doubts, as a heartbeat would.
 * The table of processes is only a quick way to hear that a process of this very place is gone.
 */
export class ClaimHolderLife {
  readonly #isRunning: (holder: ProcessIdentity) => boolean | undefined
  readonly #own: () => ProcessIdentity
  readonly #silenceMs: number
  readonly #answers = new Map<string, { isAlive: boolean; atMs: number }>()
  readonly #asking = new Map<string, Promise<boolean>>()

  constructor({
    own,
    isRunning: knows,
    silenceMs: patienceMs,
  }: {
    own: () => ProcessIdentity
    isRunning?: ((maker: string) => boolean | undefined) | undefined
    silenceMs?: number | undefined
  }) {
    this.#own = own
    this.#isRunning = (holder) => {
      if (!knows) return isRunning(holder, own())
      return isSamePlace(holder, own()) ? knows(holder.maker) : undefined
    }
    this.#silenceMs = patienceMs ?? silenceMs
  }

  /** For whoever would put the holder aside. */
  async isAlive(runtime: ContainerRuntime, held: Held, signal: AbortSignal): Promise<boolean> {
    const { holder } = held
    const isThere = this.#isRunning(holder)
    if (isThere === false) return false
    if (!holder.answers) return isThere ?? this.#isTrusted(runtime, holder)
    const known = this.#answers.get(holder.operationId)
    if (known?.isAlive && performance.now() - known.atMs < goodForMs) return true
    return this.#ask(runtime, held, { silenceMs: this.#silenceMs }, signal)
  }

  /** For whoever only shows it: nobody waits a second time for who was silent, and a process that is seen here need not be asked. */
  async seemsAlive(runtime: ContainerRuntime, held: Held): Promise<boolean> {
    const { holder } = held
    const { operationId } = holder
    const isThere = this.#isRunning(holder)
    if (isThere !== undefined) return isThere
    if (!holder.answers) return this.#isTrusted(runtime, holder)
    const known = this.#answers.get(operationId)
    if (known && performance.now() - known.atMs < goodForMs) return known.isAlive
    let asking = this.#asking.get(operationId)
    if (!asking) {
      const patience = { silenceMs: shortSilenceMs, timeMs: shortSilenceMs }
      asking = this.#ask(runtime, held, patience, new AbortController().signal).finally(() =>
        this.#asking.delete(operationId),
      )
      asking.catch(() => undefined) // Whoever waits for it is told.
      this.#asking.set(operationId, asking)
    }
    // Where nothing may be made nobody can be asked; the list of all clusters is shown all the same.
    return known?.isAlive ?? asking.catch(() => true)
  }

  async #ask(
    runtime: ContainerRuntime,
    { cluster, holder: { operationId } }: Held,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<boolean> {
    const isAlive = await isAnswered(runtime, { cluster, operationId, patience }, signal)
    const [oldest] = this.#answers.keys()
    if (oldest !== undefined && this.#answers.size >= keptAnswers) this.#answers.delete(oldest)
    this.#answers.set(operationId, { isAlive, atMs: performance.now() })
    return isAlive
  }

  /** The rule of Sampans that did not answer. A process that is here, since whenever, is believed. */
  async #isTrusted(runtime: ContainerRuntime, holder: ClaimHolder): Promise<boolean> {
    if (isSamePlace(holder, this.#own())) return true
    const sinceMs = Date.parse(holder.since) || 0
    if (Date.now() - sinceMs > trustedMs) return false
    const [host = ''] = holder.maker.split('/')
    // The usual host name of a process in a container is that container's id; what ran in it before its last start is gone.
    const container = /^[0-9a-f]{12}$/.test(host) ? await runtime.inspectContainer(host) : undefined
    return !container || (container.state === 'running' && (container.startedAtMs ?? 0) <= sinceMs)
  }
}

interface Patience {
  /** Between looks that Docker answered. */
  readonly silenceMs: number
  /** For all of it. Default: as long as it takes. */
  readonly timeMs?: number
}

/** False where nobody answered in time, or where the claim was given up meanwhile. */
async function isAnswered(
  runtime: ContainerRuntime,
  { cluster, operationId, patience }: { cluster: string; operationId: string; patience: Patience },
  signal: AbortSignal,
): Promise<boolean> {
  const { silenceMs: ofHolder, timeMs = Number.POSITIVE_INFINITY } = patience
  const endMs = performance.now() + timeMs
  let silentMs = 0
  const name = questionName(cluster, randomUUID())
  await runtime.createVolume({ name, labels: { [label.cluster]: cluster, [label.question]: operationId } })
  try {
    for (let lookMs = firstLookMs; ; lookMs = Math.min(lookMs * 2, longestLookMs)) {
      await delay(lookMs, undefined, { signal })
      silentMs += lookMs
      const volumes = await runtime.listVolumes({ label: label.cluster, value: cluster }, signal)
      if (!volumes.some((volume) => volume.name === name)) return true
      const isHeld = volumes.some(({ labels }) => labels[label.claim] === operationId)
      if (!isHeld || silentMs >= ofHolder || performance.now() >= endMs) return false
    }
  } finally {
    await runtime.removeVolume(name)
  }
}
