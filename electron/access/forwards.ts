import { randomUUID } from 'node:crypto'
import type {
  ForwardChoice,
  ForwardEnd,
  ForwardObject,
  ForwardsEvent,
  ForwardTarget,
  PortForward,
  TargetPort,
} from '#shared/access.ts'
import { type ClusterRef, type ClustersSnapshot, refKey } from '#shared/cluster.ts'
import { engineOfRef } from '#shared/cluster-origin.ts'
import { Changes } from '../async/changes.ts'
import { delay } from '../async/delay.ts'
import { PodAccess } from '../kubernetes/pod-access.ts'
import { Forward } from './forward.ts'
import { preferredPort } from './listen.ts'

type Kubeconfig = (signal: AbortSignal) => Promise<string>

export interface WantedForward {
  readonly cluster: ClusterRef
  readonly target: ForwardTarget
  readonly port: TargetPort
  readonly localPort?: number | undefined
}

interface OpenForward {
  readonly known: Pick<PortForward, 'id' | 'cluster' | 'target' | 'port' | 'scheme'>
  readonly forward: Forward
  /** When its cluster was created, once that is known: another one of the name is not what was forwarded. */
  madeAt: string | undefined
}

/** Ten pictures a second are as many as anybody can look at. */
const intervalMs = 100

/** The port-forwards of this app. Each ends on request, with its cluster, or when the app ends, and says so. */
export class Forwards {
  readonly #open = new Map<string, OpenForward>()
  /** Forwards that are being opened, by their target: two clicks open only one. */
  readonly #opening = new Map<string, Promise<PortForward>>()
  readonly #changes = new Changes()
  readonly #watchers = new Set<ForwardsEvent[]>()

  list(): PortForward[] {
    return [...this.#open.values()].map(seen)
  }

  /** Which ports of an object can be forwarded. */
  async choices(object: ForwardObject, kubeconfig: Kubeconfig, signal: AbortSignal): Promise<ForwardChoice[]> {
    const access = await PodAccess.open(await kubeconfig(signal))
    try {
      return await access.choices(object, signal)
    } finally {
      access.close()
    }
  }

  /** Opens one, or returns the one that leads there already. Throws what waiting would not mend. */
  async open(wanted: WantedForward, kubeconfig: Kubeconfig, signal: AbortSignal): Promise<PortForward> {
    const same = [...this.#open.values()].find(({ known }) => keyOf(known) === keyOf(wanted))
    if (same && (wanted.localPort === undefined || wanted.localPort === same.forward.localPort)) return seen(same)
    const key = `${keyOf(wanted)} ${wanted.localPort ?? ''}`
    const opening = this.#opening.get(key) ?? this.#begin(wanted, kubeconfig, signal)
    this.#opening.set(key, opening)
    try {
      return await opening
    } finally {
      this.#opening.delete(key)
    }
  }

  async close(id: string, end: ForwardEnd = 'requested'): Promise<void> {
    const found = this.#open.get(id)
    if (!found) return
    this.#open.delete(id)
    const forward = seen(found)
    for (const events of this.#watchers) events.push({ kind: 'ended', forward, end })
    this.#changes.notify()
    await found.forward.close()
  }

  /** For the end of the app, when nobody opens another one. */
  async closeAll(): Promise<void> {
    await Promise.allSettled(this.#opening.values())
    await Promise.all([...this.#open.keys()].map((id) => this.close(id)))
  }

  /** All of them, at once and at each change, and each end. Ends quietly when aborted. */
  async *watch(signal: AbortSignal): AsyncGenerator<ForwardsEvent, void, undefined> {
    const events: ForwardsEvent[] = []
    this.#watchers.add(events)
    let shown: string | undefined
    try {
      while (!signal.aborted) {
        const { version } = this.#changes
        yield* events.splice(0)
        const forwards = this.list()
        const text = JSON.stringify(forwards)
        if (text !== shown) yield { kind: 'forwards', forwards }
        shown = text
        await delay(intervalMs, signal).catch(() => undefined)
        if (events.length === 0) await this.#changes.after(version, signal).catch(() => undefined)
      }
    } finally {
      this.#watchers.delete(events)
    }
  }

  /** Ends the forwards of clusters that have gone, until aborted. A list that may be out of date says nothing. */
  async follow(snapshots: AsyncIterable<ClustersSnapshot>): Promise<void> {
    for await (const snapshot of snapshots) {
      for (const opened of [...this.#open.values()]) {
        const { known } = opened
        const end = endOf(opened, snapshot)
        if (end) await this.close(known.id, end)
        opened.madeAt ??= foundIn(snapshot, known.cluster)?.createdAt
      }
    }
  }

  async #begin(wanted: WantedForward, kubeconfig: Kubeconfig, signal: AbortSignal): Promise<PortForward> {
    const { cluster, target, port } = wanted
    const choices = await this.choices(target, kubeconfig, signal)
    const choice = choices.find((each) => each.port === port || each.name === port)
    const forward = await Forward.open(
      {
        cluster: cluster.name,
        target,
        port,
        wishedPort: wanted.localPort ?? preferredPort(choice?.port ?? (typeof port === 'number' ? port : 8080)),
        kubeconfig,
        onChange: () => this.#changes.notify(),
      },
      signal,
    )
    const opened = {
      known: { id: randomUUID(), cluster, target, port, scheme: schemeOf(port, choice) },
      forward,
      madeAt: undefined,
    }
    this.#open.set(opened.known.id, opened)
    this.#changes.notify()
    return seen(opened)
  }
}

/** By what ports are usually called; nobody is asked. */
function schemeOf(port: TargetPort, choice: ForwardChoice | undefined): 'http' | 'https' {
  const number = choice?.port ?? port
  const isSecure =
    /https|tls|websecure/.test(choice?.name ?? String(port)) || [443, 6443, 8443].includes(Number(number))
  return isSecure ? 'https' : 'http'
}

/** Why a cluster's forwards end; undefined while it may be there. */
function endOf({ known: { cluster }, madeAt }: OpenForward, snapshot: ClustersSnapshot): ForwardEnd | undefined {
  const { engine } = snapshot
  if (engine.kind !== 'connected') return undefined
  if (engine.engineId !== engineOfRef(cluster)) return 'engine'
  const found = foundIn(snapshot, cluster)
  if (!found || found.state === 'deleting' || found.state === 'creating') return 'deleted'
  if (madeAt !== undefined && found.createdAt !== undefined && found.createdAt !== madeAt) return 'deleted'
  return found.state === 'stopped' || found.state === 'stopping' ? 'stopped' : undefined
}

const foundIn = ({ clusters }: ClustersSnapshot, cluster: ClusterRef) =>
  clusters.find((each) => refKey(each) === refKey(cluster))

const keyOf = ({ cluster, target, port }: Pick<WantedForward, 'cluster' | 'target' | 'port'>) =>
  `${refKey(cluster)} ${target.kind}/${target.namespace}/${target.name} ${port}`

function seen({ known, forward }: OpenForward): PortForward {
  const { localPort, connections, pod, problem } = forward
  return { ...known, localPort, connections, ...(pod === undefined ? {} : { pod }), ...(problem ? { problem } : {}) }
}
