import { join } from 'node:path'
import type { ClusterRef } from '#shared/cluster.ts'
import type { KubeconfigChange, KubeconfigStatus } from '#shared/kubeconfig.ts'
import { ProblemError } from '#shared/problem.ts'
import { dataFolder, type UserPlace } from './data-folder.ts'
import { diffOf } from './diff.ts'
import { writtenPlace } from './entry-address.ts'
import { KubeconfigBackups } from './kubeconfig-backups.ts'
import { changeOf, withContext } from './kubeconfig-change.ts'
import { changeFile, type ReadFile, readFileNow, rememberingParse, type Written } from './kubeconfig-file.ts'
import { defaultPath, distinctFiles, kubeconfigPaths } from './kubeconfig-paths.ts'
import { hasContext, hasMark, look, ownIn } from './look.ts'
import { unmeant } from './meant-path.ts'
import { type Edited, renewEntries, selectContext } from './merge-entries.ts'
import { findTarget, type MergeChoice, mergeInto } from './merge-target.ts'
import type { ClusterEntry, Owner } from './own-entries.ts'
import { isFileOurs, previousContext, removeEntries } from './remove-entries.ts'
import { UndoableChanges } from './undoable-changes.ts'

const neverAborted = new AbortController().signal

/** What a change of one file needs, and where it says what it has written. */
interface Changing {
  readonly signal: AbortSignal
  readonly written: Written[]
  /** Whose entries are taken out: a file that was made for them alone goes with them. */
  readonly removed?: Owner
}

/** The kubeconfig that the user's own tools read. Everything else in it belongs to others and stays as it is. */
export class UserKubeconfig {
  readonly #place: UserPlace
  readonly #parse = rememberingParse()
  readonly #backups: KubeconfigBackups
  readonly #undoable: UndoableChanges

  constructor(place: UserPlace) {
    this.#place = place
    this.#backups = new KubeconfigBackups(join(dataFolder(place), 'kubeconfig-backups'))
    this.#undoable = new UndoableChanges(this.#backups)
  }

  /** The files that kubectl reads. */
  paths(): readonly string[] {
    return kubeconfigPaths(this.#place).paths
  }

  /** The truth as it is on the disk now, whoever wrote it; of another file than kubectl's where one is given. */
  async status(into?: string): Promise<KubeconfigStatus> {
    const { paths: all, refused } = into === undefined ? kubeconfigPaths(this.#place) : { paths: [into] }
    const paths = await distinctFiles(all)
    const looks = await Promise.all(paths.map((path) => look(path, this.#parse)))
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

  /** What `merge` would write. Writes nothing. */
  async preview(entry: ClusterEntry, choice: MergeChoice): Promise<KubeconfigChange> {
    const target = await findTarget(await this.#meant(choice.into), entry, this.#parse)
    const file = await readFileNow(target.path, this.#parse)
    const change = changeOf(file, mergeInto(file, entry, choice, target))
    if (!choice.isCurrent || target.currentPath === target.path) return change
    const other = await readFileNow(target.currentPath)
    const diff = diffOf(other.content.text, selectContext(other.content, change.name).splices)
    return withContext(change, target, { diff })
  }

  /** Adds a cluster's entries or brings them up to date. */
  async merge(entry: ClusterEntry, choice: MergeChoice, signal: AbortSignal = neverAborted): Promise<KubeconfigChange> {
    const target = await findTarget(await this.#meant(choice.into), entry, this.#parse)
    const written: Written[] = []
    const change = await this.#change(target.path, (file) => mergeInto(file, entry, choice, target), {
      signal,
      written,
    })
    if (!change) throw new Error('A merge always has a result')
    let whole = change
    if (choice.isCurrent && target.currentPath !== target.path) {
      const { name } = change
      const select = (file: ReadFile) => selectContext(file.content, name)
      const context = await this.#change(target.currentPath, select, { signal, written })
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
    for (const path of await distinctFiles(this.paths())) {
      const present = ownIn(await look(path, this.#parse), entry)
      if (present.length === 0) continue
      const place = writtenPlace(present) ?? entry.place
      const renewed = (place === entry.place ? undefined : await entryAt(place)) ?? entry
      await this.#change(path, (now) => renewEntries(now.content, renewed), { signal, written: [] })
    }
  }

  /**
   * Takes a cluster's entries out of every file that kubectl reads, or out of one. Empty where there were none; a file that cannot be
   * read but has our mark is a Problem, not an answer.
   */
  async unmerge(
    owner: Owner,
    { into }: { into?: string | undefined } = {},
    signal: AbortSignal = neverAborted,
  ): Promise<KubeconfigChange[]> {
    const written: Written[] = []
    const changes: KubeconfigChange[] = []
    /** Our contexts that went, and what was current before them. */
    const gone = new Map<string, string | undefined>()
    for (const path of await this.#meant(into)) {
      const found = await look(path, this.#parse)
      const { problem } = found.file
      if (problem && (into !== undefined || (await hasMark(path)))) throw new ProblemError(problem)
      if (ownIn(found, owner).length === 0) continue
      let previous: string | undefined
      const remove = (now: ReadFile) => {
        previous = previousContext(now.content, owner)
        return removeEntries(now.content, owner)
      }
      const change = await this.#change(path, remove, { signal, written, removed: owner })
      if (!change) continue
      changes.push(change)
      gone.set(change.name, previous)
    }
    if (into === undefined) changes.push(...(await this.#leaveContexts(gone, { signal, written })))
    this.#undoable.keep(owner.cluster, written)
    return changes
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
      const { current } = await look(path, this.#parse)
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
    const looks = await Promise.all((await distinctFiles(this.paths())).map((path) => look(path, this.#parse)))
    return looks.some((each) => hasContext(each, name))
  }

  async #change(
    path: string,
    edit: (file: ReadFile) => Edited | undefined,
    { signal, written, removed }: Changing,
  ): Promise<KubeconfigChange | undefined> {
    let done: KubeconfigChange | undefined
    const result = await changeFile(
      path,
      (file) => {
        const edited = edit(file)
        if (!edited) return undefined
        done = changeOf(file, edited)
        const isEmptied = removed !== undefined && edited.text.trim() === '' && isFileOurs(file.content, removed)
        return isEmptied ? 'remove' : { text: edited.text }
      },
      { signal, backups: this.#backups, parse: this.#parse },
    )
    if (!result) return done
    written.push(result)
    return (
      done && {
        ...done,
        ...(result.backup === undefined ? {} : { backup: result.backup }),
        ...(result.isInPlace ? { isInPlace: true } : {}),
      }
    )
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
