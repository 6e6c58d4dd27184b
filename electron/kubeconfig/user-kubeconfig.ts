import { type ClusterRef, refKey } from '#shared/cluster.ts'
import type { KubeconfigChange, KubeconfigStatus } from '#shared/kubeconfig.ts'
import { type Problem, ProblemError, problem } from '#shared/problem.ts'
import type { UserPlace } from './data-folder.ts'
import { diffOf } from './diff.ts'
import { writtenPlace } from './entry-address.ts'
import { changeOf, withContext } from './kubeconfig-change.ts'
import { type Change, KubeconfigFiles, type ReadFile, type Written } from './kubeconfig-file.ts'
import { defaultPath, distinctFiles, kubeconfigPaths } from './kubeconfig-paths.ts'
import { hasContext, hasMark, look, ownIn } from './look.ts'
import { unmeant } from './meant-path.ts'
import { type Edited, renewEntries, selectContext } from './merge-entries.ts'
import { findTarget, type MergeChoice, mergeInto } from './merge-target.ts'
import { type ClusterEntry, type Owner, writtenFor } from './own-entries.ts'
import { isFileOurs, previousContext, removeEntries } from './remove-entries.ts'
import { UndoableChanges } from './undoable-changes.ts'
import { changedEntries } from './unmarked-entries.ts'

const neverAborted = new AbortController().signal

/** What a change of one file needs, and where it says what it has written. */
interface Changing {
  readonly signal: AbortSignal
  readonly written: Written[]
  /** Whose entries are changed. */
  readonly owner: Owner
}

/** What came of taking a cluster out. */
export interface Unmerged {
  readonly changes: KubeconfigChange[]
  /** What could not be taken out, and why. */
  readonly failures: { readonly path: string; readonly problem: Problem }[]
}

interface TakenOut extends Unmerged {
  /** Contexts that went, and what was current before them. */
  readonly gone: Map<string, string | undefined>
}

interface TakingOut {
  readonly owner: Owner
  readonly isGone: boolean
  readonly into: string | undefined
  readonly changing: Changing
}

/** The kubeconfig that the user's own tools read. Everything else in it belongs to others and stays as it is. */
export class UserKubeconfig {
  readonly #place: UserPlace
  readonly #files: KubeconfigFiles
  readonly #undoable: UndoableChanges

  constructor(place: UserPlace) {
    this.#place = place
    this.#files = new KubeconfigFiles(place)
    this.#undoable = new UndoableChanges(this.#files)
  }

  /** The files that kubectl reads. */
  paths(): readonly string[] {
    return kubeconfigPaths(this.#place).paths
  }

  /** The truth as it is on the disk now, whoever wrote it; of another file than kubectl's where one is given. */
  async status(into?: string): Promise<KubeconfigStatus> {
    const { paths: all, refused } = into === undefined ? kubeconfigPaths(this.#place) : { paths: [into] }
    const paths = await distinctFiles(all)
    const looks = await Promise.all(paths.map((path) => look(path, this.#files)))
    const current = looks.find((each) => each.current !== undefined)?.current
    const files = looks.map(({ file }) => file)
    const named = String(refused?.params.path ?? '')
    if (refused) files.push({ path: named, isThere: false, problem: refused, merged: [] })
    return {
      files,
      defaultPath: (await defaultPath(paths)) || named,
      ...(current === undefined ? {} : { currentContext: current }),
    }
  }

  /** Whether a file is one that kubectl reads, or that Sampan has written to. */
  async knows(path: string): Promise<boolean> {
    return this.paths().includes(path) || (await this.#files.written.everywhere()).some((each) => each.path === path)
  }

  async filesElsewhere(cluster: ClusterRef): Promise<string[]> {
    const read = await distinctFiles(this.paths())
    const all = await distinctFiles([...read, ...(await this.#files.written.filesOf(cluster))])
    return all.filter((path) => !read.includes(path))
  }

  async enginesOf(cluster: string, into: string | undefined): Promise<string[]> {
    const { files } = await this.status(into)
    const here = files.flatMap(({ merged }) => merged.filter((own) => own.cluster === cluster))
    if (here.length > 0 || into !== undefined) return [...new Set(here.map(({ engineId }) => engineId ?? ''))]
    const elsewhere = (await this.#files.written.everywhere()).filter((each) => each.cluster.name === cluster)
    return [...new Set(elsewhere.map((each) => each.cluster.engineId))]
  }

  /** What `merge` would write. Writes nothing. */
  async preview(entry: ClusterEntry, choice: MergeChoice): Promise<KubeconfigChange> {
    const target = await findTarget(await this.#meant(choice.into), entry, this.#files)
    const file = await this.#files.read(target.path)
    const change = changeOf(file, mergeInto(file, entry, choice, target))
    if (!choice.isCurrent || target.currentPath === target.path) return change
    const other = await this.#files.read(target.currentPath)
    const diff = diffOf(other.content.text, selectContext(other.content, change.name).splices)
    return withContext(change, target, { diff })
  }

  /** Adds a cluster's entries or brings them up to date. */
  async merge(entry: ClusterEntry, choice: MergeChoice, signal: AbortSignal = neverAborted): Promise<KubeconfigChange> {
    const target = await findTarget(await this.#meant(choice.into), entry, this.#files)
    const written: Written[] = []
    const change = await this.#change(target.path, (file) => mergeInto(file, entry, choice, target), {
      signal,
      written,
      owner: entry,
    })
    if (!change) throw new Error('A merge always has a result')
    let whole = change
    if (choice.isCurrent && target.currentPath !== target.path) {
      const { name } = change
      const select = (file: ReadFile) => selectContext(file.content, name)
      const context = await this.#change(target.currentPath, select, { signal, written, owner: entry })
      whole = withContext(change, target, context)
    }
    this.#undoable.keep(entry.cluster, written)
    return whole
  }

  /**
   * New certificates for the cluster's entries where they are there, and its present address where the old one was ours. Name and
   * namespace stay as they were chosen. `entryAt` gives the entry as another place needs it, or nothing where the API is closed to it.
   */
  async renew(
    entry: ClusterEntry,
    entryAt: (place: ClusterEntry['place']) => Promise<ClusterEntry | undefined>,
    signal: AbortSignal = neverAborted,
  ): Promise<void> {
    const read = this.paths()
    for (const path of await distinctFiles([...read, ...(await this.#files.written.filesOf(entry.cluster))])) {
      const found = await look(path, this.#files)
      const present = ownIn(found, entry)
      if (present.length === 0) {
        if (found.content) await this.#files.written.forget(path, entry.cluster)
        continue
      }
      const place = writtenPlace(present) ?? entry.place
      const renewed = (place === entry.place ? undefined : await entryAt(place)) ?? entry
      try {
        await this.#change(path, (now) => renewEntries(now.content, renewed), { signal, written: [], owner: entry })
      } catch (error) {
        // One that kubectl does not read here keeps nobody from working. It is tried again the next time.
        if (read.includes(path) || !(error instanceof ProblemError)) throw error
      }
    }
  }

  /**
   * Takes a cluster's entries out of every file that kubectl reads, or out of one; if none of them has any, out of those that it was
   * merged into when KUBECONFIG named others. For a cluster that is gone, out of all of them at once. Whatever fails keeps none of the
   * others. A file that cannot be read but has our mark is a Problem, not an answer. `besides`: a file that the caller removes.
   */
  async unmerge(
    owner: Owner,
    { into, isGone = false, besides }: { into?: string | undefined; isGone?: boolean; besides?: string } = {},
    signal: AbortSignal = neverAborted,
  ): Promise<Unmerged> {
    const { refused } = kubeconfigPaths(this.#place)
    if (into !== undefined || (refused && !isGone)) await this.#meant(into)
    const known = into === undefined ? await this.#files.written.filesOf(owner.cluster) : []
    const here = into === undefined ? this.paths().filter((path) => path !== besides) : [into]
    const taking = { owner, isGone, into, changing: { signal, written: [], owner } }
    const first = await this.#takeOut(await distinctFiles(isGone ? [...here, ...known] : here), taking)
    const rest = first.changes.length + first.failures.length === 0 && !isGone ? known : []
    const { changes, failures, gone } =
      rest.length === 0 ? first : await this.#takeOut(await distinctFiles(rest), taking)
    if (into === undefined) changes.push(...(await this.#leaveContexts(gone, taking.changing)))
    if (refused && known.length === 0) failures.push({ path: '', problem: refused })
    this.#undoable.keep(owner.cluster, taking.changing.written)
    return { changes, failures }
  }

  async #takeOut(paths: readonly string[], { owner, isGone, into, changing }: TakingOut): Promise<TakenOut> {
    const taken: TakenOut = { changes: [], failures: [], gone: new Map() }
    for (const path of paths) {
      const found = await look(path, this.#files)
      const { problem } = found.file
      const wasHere = (await this.#files.written.in(path)).some(
        (each) => refKey(each.cluster) === refKey(owner.cluster),
      )
      if (problem && (into !== undefined || wasHere || (await hasMark(path)))) taken.failures.push({ path, problem })
      if (!found.content || (ownIn(found, owner).length === 0 && !wasHere)) continue
      const notOurs = changedEntries(found.content, writtenFor(found.content, owner.cluster), ownIn(found, owner))
      const names = notOurs.join(', ')
      let previous: string | undefined
      const remove = (now: ReadFile) => {
        previous = previousContext(now.content, owner)
        return removeEntries(now.content, owner, { isGone })
      }
      try {
        const change = await this.#change(path, remove, changing)
        if (change) taken.changes.push(change)
        else await this.#files.written.forget(path, owner.cluster)
        for (const name of change ? [change.name, ...(change.went ?? [])] : []) taken.gone.set(name, previous)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        taken.failures.push({ path, problem: error.problem })
        continue
      }
      if (names !== '')
        taken.failures.push({ path, problem: changedProblem({ path, names, cluster: owner.cluster.name }) })
    }
    return taken
  }

  /** Puts back what the cluster's last change has written. Fails with `kubeconfig.changed` when anybody has written since. */
  undo(cluster: ClusterRef, signal: AbortSignal = neverAborted): Promise<void> {
    return this.#undoable.undo(cluster, signal)
  }

  /** The cluster is gone for good: nothing of it is put back any more. */
  forgetUndo(cluster: ClusterRef): void {
    this.#undoable.forget(cluster)
  }

  /** Where several files are read, another one than that with the entries may say that ours is current. */
  async #leaveContexts(gone: ReadonlyMap<string, string | undefined>, changing: Changing): Promise<KubeconfigChange[]> {
    const changes: KubeconfigChange[] = []
    for (const path of await distinctFiles(this.paths())) {
      const { current } = await look(path, this.#files)
      if (current === undefined || !gone.has(current)) continue
      const previous = gone.get(current)
      const isThere = previous !== undefined && (await this.#hasContext(previous))
      const select = (now: ReadFile) => selectContext(now.content, isThere ? previous : undefined)
      const change = await this.#change(path, select, changing)
      if (change) changes.push({ ...change, what: 'context' })
    }
    return changes
  }

  async #hasContext(name: string): Promise<boolean> {
    const looks = await Promise.all((await distinctFiles(this.paths())).map((path) => look(path, this.#files)))
    return looks.some((each) => hasContext(each, name))
  }

  async #change(
    path: string,
    edit: (file: ReadFile) => Edited | undefined,
    { signal, written, owner }: Changing,
  ): Promise<KubeconfigChange | undefined> {
    let done: KubeconfigChange | undefined
    const change = (file: ReadFile): Change | undefined => {
      const edited = edit(file)
      if (!edited) return undefined
      done = changeOf(file, edited)
      // A file that was made for the entries alone goes with them.
      const isEmptied = edited.own?.length === 0 && edited.text.trim() === '' && isFileOurs(file.content, owner)
      const own = edited.own && { cluster: owner.cluster, entries: edited.own }
      return { after: isEmptied ? undefined : edited.text, own }
    }
    const result = await this.#files.change(path, change, signal)
    if (!result) return done
    written.push(result)
    return done && { ...done, ...howWritten(result) }
  }

  /** The files that are to be changed. Fails where a path among them cannot be meant as it is written. */
  async #meant(into: string | undefined): Promise<string[]> {
    const { paths, refused } =
      into === undefined
        ? kubeconfigPaths(this.#place)
        : { paths: [into], refused: unmeant(into, { variable: '--into', platform: this.#place.platform }) }
    if (refused) throw new ProblemError(refused)
    return distinctFiles(paths)
  }
}

function howWritten({ backup, isInPlace }: Written): Pick<KubeconfigChange, 'backup' | 'isInPlace'> {
  return { ...(backup === undefined ? {} : { backup }), ...(isInPlace ? { isInPlace } : {}) }
}

const changedProblem = (params: { path: string; names: string; cluster: string }) =>
  problem('kubeconfig.entries_changed', params)
