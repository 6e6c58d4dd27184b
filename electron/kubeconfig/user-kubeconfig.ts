import { readFile } from 'node:fs/promises'
import type {
  DiffLine,
  KubeconfigChange,
  KubeconfigFile,
  KubeconfigMerge,
  KubeconfigStatus,
} from '#shared/kubeconfig.ts'
import { ProblemError, problem, problemOf } from '#shared/problem.ts'
import { fileProblem } from '../files/file-problem.ts'
import { diffOf } from './diff.ts'
import {
  changeFile,
  type Parse,
  type ReadFile,
  readFileNow,
  rememberingParse,
  type Written,
} from './kubeconfig-file.ts'
import { defaultPath, type KubeconfigPlace, kubeconfigPaths } from './kubeconfig-paths.ts'
import { entriesOf, type ListName, listNames } from './kubeconfig-text.ts'
import { currentContext, type Edited, mergeEntries, renewEntries, selectContext } from './merge-entries.ts'
import { type ClusterEntry, extensionName, ownEntries } from './own-entries.ts'
import { isFileOurs, previousContext, removeEntries } from './remove-entries.ts'

export type MergeOptions = Omit<KubeconfigMerge, 'cluster' | 'place'>

const neverAborted = new AbortController().signal

/** The kubeconfig that the user's own tools read. Everything else in it belongs to others and stays as it is. */
export class UserKubeconfig {
  readonly #place: KubeconfigPlace
  readonly #parse = rememberingParse()
  /** What the last change has written, to be put back: more would only keep secrets in memory. */
  #last: Written[] = []

  constructor(place: KubeconfigPlace) {
    this.#place = place
  }

  paths(): string[] {
    return kubeconfigPaths(this.#place)
  }

  /** The truth as it is on the disk now, whoever wrote it. */
  async status(): Promise<KubeconfigStatus> {
    const paths = this.paths()
    const files = await Promise.all(paths.map((path) => look(path, this.#parse)))
    const current = files.find(({ current }) => current !== undefined)?.current
    return {
      files: files.map(({ file }) => file),
      defaultPath: await defaultPath(paths),
      ...(current === undefined ? {} : { currentContext: current }),
    }
  }

  /** What `merge` would write. Writes nothing. */
  async preview(entry: ClusterEntry, options: MergeOptions): Promise<KubeconfigChange> {
    const target = await this.#target(entry.cluster, options.into)
    const file = await readFileNow(target.path, this.#parse)
    const change = changeOf(file, mergeInto(file, entry, options, target))
    if (!options.isCurrent || target.currentPath === target.path) return change
    const other = await readFileNow(target.currentPath)
    return withContext(change, target, diffOf(other.content.text, selectContext(other.content, change.name).splices))
  }

  /** Adds a cluster's entries or brings them up to date. */
  async merge(
    entry: ClusterEntry,
    options: MergeOptions,
    signal: AbortSignal = neverAborted,
  ): Promise<KubeconfigChange> {
    const target = await this.#target(entry.cluster, options.into)
    const written: Written[] = []
    const change = await this.#change(target.path, (file) => mergeInto(file, entry, options, target), {
      signal,
      written,
    })
    if (!change) throw new Error('A merge always has a result')
    let whole = change
    if (options.isCurrent && target.currentPath !== target.path) {
      const { name } = change
      const select = (file: ReadFile) => selectContext(file.content, name)
      const context = await this.#change(target.currentPath, select, { signal, written })
      whole = withContext(change, target, context?.diff ?? [])
    }
    this.#last = written
    return whole
  }

  /** New certificates for the entries that are there. Name, address and namespace stay as they were chosen. */
  async renew(entry: ClusterEntry, signal: AbortSignal = neverAborted): Promise<void> {
    for (const path of this.paths()) {
      const { file } = await look(path, this.#parse)
      if (!file.merged.some((own) => own.cluster === entry.cluster)) continue
      await this.#change(path, (now) => renewEntries(now.content, entry), { signal, written: [] })
    }
  }

  /**
   * Takes a cluster's entries out of every file that kubectl reads, or out of one. Empty where there were none; a file that cannot be
   * read but has our mark is a Problem, not an answer.
   */
  async unmerge(
    cluster: string,
    { into }: { into?: string | undefined } = {},
    signal: AbortSignal = neverAborted,
  ): Promise<KubeconfigChange[]> {
    const paths = into === undefined ? this.paths() : [into]
    const written: Written[] = []
    const changes: KubeconfigChange[] = []
    /** Our contexts that went, and what was current before them. */
    const gone = new Map<string, string | undefined>()
    for (const path of paths) {
      const { file } = await look(path, this.#parse)
      if (file.problem && (into !== undefined || (await hasMark(path)))) throw new ProblemError(file.problem)
      if (!file.merged.some((own) => own.cluster === cluster)) continue
      let previous: string | undefined
      const remove = (now: ReadFile) => {
        previous = previousContext(now.content, cluster)
        return removeEntries(now.content, cluster)
      }
      const change = await this.#change(path, remove, { signal, written, removed: cluster })
      if (!change) continue
      changes.push(change)
      gone.set(change.name, previous)
    }
    if (into === undefined) changes.push(...(await this.#leaveContexts(gone, { signal, written })))
    if (written.length > 0) this.#last = written
    return changes
  }

  /** Where several files are read, another one than that with the entries may say that ours is current. */
  async #leaveContexts(
    gone: ReadonlyMap<string, string | undefined>,
    { signal, written }: { signal: AbortSignal; written: Written[] },
  ): Promise<KubeconfigChange[]> {
    const changes: KubeconfigChange[] = []
    for (const path of this.paths()) {
      const { current } = await look(path, this.#parse)
      if (current === undefined || !gone.has(current)) continue
      const previous = gone.get(current)
      const isThere = previous !== undefined && (await this.#hasContext(previous))
      const select = (now: ReadFile) => selectContext(now.content, isThere ? previous : undefined)
      const change = await this.#change(path, select, { signal, written })
      if (change) changes.push({ ...change, what: 'context' })
    }
    return changes
  }

  /** Puts back what the last change has written. Fails with `kubeconfig.changed` when somebody else has written since. */
  async undo(signal: AbortSignal = neverAborted): Promise<void> {
    for (const { path, backup, text } of [...this.#last].reverse()) {
      const before = backup === undefined ? undefined : await readBackup(backup)
      await changeFile(
        path,
        ({ access, content }) => {
          const isSame = text === undefined ? access === undefined : content.text === withoutMark(text)
          if (!isSame) throw new ProblemError(problem('kubeconfig.changed', { path }))
          return before === undefined ? 'remove' : { text: withoutMark(before) }
        },
        { signal },
      )
    }
    this.#last = []
  }

  async #hasContext(name: string): Promise<boolean> {
    const files = await Promise.all(this.paths().map((path) => look(path, this.#parse)))
    return files.some(({ contexts }) => contexts.includes(name))
  }

  async #change(
    path: string,
    edit: (file: ReadFile) => Edited | undefined,
    { signal, written, removed }: { signal: AbortSignal; written: Written[]; removed?: string },
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
      { signal, parse: this.#parse },
    )
    if (result) written.push(result)
    return done
  }

  /** The file that has the cluster's entries already, or that kubectl would put new ones into; and what the other files say. */
  async #target(cluster: string, into: string | undefined): Promise<Target> {
    const paths = into === undefined ? this.paths() : [into]
    const files = await Promise.all(paths.map((path) => look(path, this.#parse)))
    const present = files.find(({ file }) => file.merged.some((own) => own.cluster === cluster))
    const path = present?.file.path ?? (await defaultPath(paths))
    const others = files.filter(({ file }) => file.path !== path)
    const current = files.find((each) => each.current !== undefined)
    return {
      path,
      takenNames: others.flatMap(({ names }) => names),
      currentPath: current?.file.path ?? path,
      current: current?.current,
    }
  }
}

interface Target {
  readonly path: string
  readonly takenNames: readonly string[]
  /** Where the current context is set, if it is. */
  readonly currentPath: string
  readonly current: string | undefined
}

function mergeInto(file: ReadFile, entry: ClusterEntry, options: MergeOptions, target: Target): Edited {
  return mergeEntries(file.content, entry, {
    name: options.name ?? presentName(file, entry.cluster) ?? `sampan-${entry.cluster}`,
    namespace: options.namespace,
    isCurrent: options.isCurrent && target.currentPath === target.path,
    previousElsewhere: options.isCurrent && target.currentPath !== target.path ? target.current : undefined,
    onClash: options.onClash,
    takenNames: target.takenNames,
    isNewFile: file.access === undefined,
  })
}

/** The name that the user has chosen before. */
function presentName(file: ReadFile, cluster: string): string | undefined {
  return ownEntries(file.content, cluster).find(({ list }) => list === 'contexts')?.name
}

function withContext(change: KubeconfigChange, target: Target, diff: DiffLine[]): KubeconfigChange {
  const { current, currentPath } = target
  return {
    ...change,
    ...(current === undefined ? {} : { currentBefore: current }),
    currentAfter: change.name,
    also: { path: currentPath, diff },
  }
}

/** A broken file may still be one that Sampan has written to. */
async function hasMark(path: string): Promise<boolean> {
  return (await readFile(path, 'utf8').catch(() => '')).includes(extensionName)
}

async function readBackup(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw fileProblem(path, error)
  }
}

const withoutMark = (text: string) => text.replace(/^\uFEFF/, '')

function changeOf(file: ReadFile, { text, splices, name, currentBefore, currentAfter }: Edited): KubeconfigChange {
  return {
    path: file.path,
    what: 'entries',
    isNewFile: file.access === undefined,
    isChanged: text !== file.content.text,
    name,
    ...(currentBefore === undefined ? {} : { currentBefore }),
    ...(currentAfter === undefined ? {} : { currentAfter }),
    diff: diffOf(file.content.text, splices),
  }
}

interface Look {
  readonly file: KubeconfigFile
  readonly current: string | undefined
  /** Of all entries, and of contexts alone. */
  readonly names: readonly string[]
  readonly contexts: readonly string[]
}

async function look(path: string, parse: Parse): Promise<Look> {
  try {
    const { access, content } = await readFileNow(path, parse)
    const merged = ownEntries(content).filter(({ list }) => list === 'contexts')
    const namesIn = (list: ListName) => entriesOf(content.root, list).map((each) => String(each.get('name')))
    return {
      file: {
        path,
        isThere: access !== undefined,
        merged: merged.map(({ mark, name }) => ({ cluster: mark.cluster, name })),
      },
      current: currentContext(content),
      names: listNames.flatMap(namesIn),
      contexts: namesIn('contexts'),
    }
  } catch (error) {
    const file = { path, isThere: true, problem: problemOf(error), merged: [] }
    return { file, current: undefined, names: [], contexts: [] }
  }
}
