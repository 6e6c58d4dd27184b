import type { ClusterRef } from '#shared/cluster.ts'
import { entryName } from '#shared/cluster-origin.ts'
import { type KubeconfigChange, type KubeconfigMerge, type KubeconfigStatus, mergedAs } from '#shared/kubeconfig.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { ProblemCode } from '#shared/problems.ts'
import { rewriteAdminKubeconfig } from '../kubernetes/admin-kubeconfig.ts'
import { validityOf } from './certificates.ts'
import { entryOf } from './cluster-entry.ts'
import { removeStaleLock } from './file-lock.ts'
import type { ClusterEntry, Owner } from './own-entries.ts'
import type { PrivateKubeconfigs } from './private-kubeconfigs.ts'
import type { Unmerged, UserKubeconfig } from './user-kubeconfig.ts'
import { watchKubeconfig } from './watch-kubeconfig.ts'

type Place = KubeconfigMerge['place']

/** Where kubeconfigs of clusters come from: the engine. */
export interface KubeconfigSource {
  /** Which Docker Engine, for good. */
  id(signal?: AbortSignal): Promise<string>
  kubeconfigFor(cluster: string, place: Place, signal?: AbortSignal): Promise<string>
}

/** A merge as a terminal may ask for it: also into another file than kubectl's. */
export type MergeRequest = KubeconfigMerge & { readonly into?: string | undefined }

export interface PrivateKubeconfig {
  readonly path: string
  /** Its only context, which is named as the user has merged the cluster. */
  readonly context: string
  readonly notBefore?: string
  readonly notAfter?: string
}

const neverAborted = new AbortController().signal

/** Every kubeconfig that Sampan writes: one of its own for each cluster, and entries in the user's. */
export class Kubeconfigs {
  readonly #user: UserKubeconfig
  readonly #own: PrivateKubeconfigs

  constructor({ user, own }: { user: UserKubeconfig; own: PrivateKubeconfigs }) {
    this.#user = user
    this.#own = own
  }

  async preview(
    source: KubeconfigSource,
    { cluster, place, ...choice }: MergeRequest,
    signal: AbortSignal = neverAborted,
  ): Promise<KubeconfigChange> {
    return this.#user.preview(await entryFrom(source, { cluster, place }, signal), choice)
  }

  async merge(
    source: KubeconfigSource,
    { cluster, place, ...choice }: MergeRequest,
    signal: AbortSignal = neverAborted,
  ): Promise<KubeconfigChange> {
    return this.#user.merge(await entryFrom(source, { cluster, place }, signal), choice, signal)
  }

  /**
   * Takes a cluster's entries out, wherever they can be; then fails with what kept it from the rest. `takesUnproven`: also entries of
   * that name whose mark names no engine, if nothing says that they are another cluster's.
   */
  async unmerge(
    cluster: ClusterRef,
    { into, takesUnproven = false }: { into?: string | undefined; takesUnproven?: boolean } = {},
    signal: AbortSignal = neverAborted,
  ): Promise<KubeconfigChange[]> {
    const owner = await this.#ownerOf(cluster, takesUnproven)
    signal.throwIfAborted()
    const { changes, failures } = await this.#user.unmerge(owner, { into }, signal)
    const [first] = failures
    if (first) throw new ProblemError(first.problem)
    return changes
  }

  async #ownerOf(cluster: ClusterRef, takesUnproven: boolean): Promise<Owner> {
    const admin = await this.#own.admin(cluster)
    const { certificateAuthority, server } = admin ?? {}
    return { cluster, certificateAuthority, server, takesUnproven: takesUnproven && admin === undefined }
  }

  /** Files that have a cluster's entries though kubectl does not read them now. */
  filesElsewhere(cluster: ClusterRef): Promise<string[]> {
    return this.#user.filesElsewhere(cluster)
  }

  /** Which engines' clusters of a name are in a kubeconfig: in those that kubectl reads now (or in one), else in others. */
  enginesOf(cluster: string, into?: string): Promise<string[]> {
    return this.#user.enginesOf(cluster, into)
  }

  /** Puts back what the last change for this cluster has written, unless somebody has written since. */
  undo(cluster: ClusterRef, signal: AbortSignal = neverAborted): Promise<void> {
    return this.#user.undo(cluster, signal)
  }

  /** Removes a stale lock beside one of the kubeconfigs that `status` tells of. Any other path is `kubeconfig.lock_refused`. */
  async removeLock(path: string, signal: AbortSignal = neverAborted): Promise<void> {
    if (!(await this.#user.knows(path))) throw new ProblemError(problem('kubeconfig.lock_refused', { path }))
    signal.throwIfAborted()
    await removeStaleLock(path)
  }

  /** What kubectl sees, or would see in another file. */
  status(into?: string): Promise<KubeconfigStatus> {
    return this.#user.status(into)
  }

  watch(signal: AbortSignal): AsyncIterable<KubeconfigStatus> {
    return watchKubeconfig(this.#user, signal)
  }

  /** The cluster's own kubeconfig, written anew where k3s has renewed its certificates, and with it every entry made from it. */
  async refresh(
    source: KubeconfigSource,
    cluster: ClusterRef,
    signal: AbortSignal = neverAborted,
  ): Promise<PrivateKubeconfig> {
    const text = await textFrom(source, { cluster, place: 'local' }, signal)
    const entry = entryOf(text, { cluster, place: 'local' })
    const context = mergedAs(await this.#user.status(), cluster)?.name ?? entryName(cluster)
    // Its own comes first: the user's may be one that cannot be written to.
    const path = await this.#own.keep(cluster, rewriteAdminKubeconfig(text, { name: context }) ?? text)
    await this.#user.renew(entry, (place) => entryIfOpen(source, { cluster, place }, signal), signal)
    return { path, context, ...validityOf(entry.clientCertificate) }
  }

  /**
   * The cluster is gone: its own kubeconfig goes with all that was made beside it, and its entries in the user's, whatever KUBECONFIG
   * names now. What had to stay is a Problem (`kubeconfig.still_in`) beside what was done.
   */
  async forget(cluster: ClusterRef): Promise<{ changes: KubeconfigChange[]; left?: Problem }> {
    try {
      const owner = await this.#ownerOf(cluster, false)
      // KUBECONFIG may name its own, as `sampan env` has it: that goes as a whole.
      const besides = this.#own.path(cluster)
      const { changes, failures } = await this.#user.unmerge(owner, { isGone: true, besides })
      const left = leftProblem(cluster, failures)
      return left ? { changes, left } : { changes }
    } finally {
      this.#user.forgetUndo(cluster)
      await this.#own.forget(cluster)
    }
  }
}

function leftProblem({ name }: ClusterRef, failures: Unmerged['failures']): Problem | undefined {
  const [first] = failures
  const files = failures.flatMap(({ path }) => (path === '' ? [] : [path]))
  if (!first || files.length === 0) return first?.problem
  // In no language: the place as compilers write it, the code, and what is quoted.
  const reasons = failures.map(({ path, problem: { code, params, detail } }) => {
    const place = params.line === undefined ? path : `${path}:${params.line}`
    const said = [code, params.names ?? params.subject ?? '', detail ?? '']
    return `${place}: ${said.filter((each) => each !== '').join(', ')}`
  })
  const actions = failures.flatMap((each) => each.problem.actions ?? [])
  return problem(
    'kubeconfig.still_in',
    { cluster: name, files: files.join(', ') },
    { detail: reasons.join('\n'), actions },
  )
}

/** An engine knows its clusters by name alone: another engine's cluster must not be taken for this one. */
async function textFrom(source: KubeconfigSource, { cluster, place }: Wanted, signal: AbortSignal): Promise<string> {
  if ((await source.id(signal)) !== cluster.engineId)
    throw new ProblemError(problem('cluster.not_found', { cluster: cluster.name }))
  const text = await source.kubeconfigFor(cluster.name, place, signal)
  signal.throwIfAborted()
  return text
}

interface Wanted {
  readonly cluster: ClusterRef
  readonly place: Place
}

async function entryFrom(source: KubeconfigSource, wanted: Wanted, signal: AbortSignal): Promise<ClusterEntry> {
  return entryOf(await textFrom(source, wanted, signal), wanted)
}

const closed: ReadonlySet<ProblemCode> = new Set([
  'kubeconfig.address_closed',
  'kubeconfig.closed_to_containers',
  'k3d.one_address',
])

async function entryIfOpen(
  source: KubeconfigSource,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<ClusterEntry | undefined> {
  try {
    return await entryFrom(source, wanted, signal)
  } catch (error) {
    if (error instanceof ProblemError && closed.has(error.problem.code)) return undefined
    throw error
  }
}
