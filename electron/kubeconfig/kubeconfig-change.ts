import type { KubeconfigChange } from '#shared/kubeconfig.ts'
import { diffOf } from './diff.ts'
import type { ReadFile } from './kubeconfig-file.ts'
import type { Edited } from './merge-entries.ts'
import type { Removed } from './remove-entries.ts'

/** What an edit makes of a file, to be shown before or told after. */
export function changeOf(
  file: ReadFile,
  { text, splices, name, currentBefore, currentAfter, went = [], dangling = [] }: Edited & Partial<Removed>,
): KubeconfigChange {
  return {
    path: file.path,
    what: 'entries',
    isNewFile: file.access === undefined,
    isChanged: text !== file.content.text,
    name,
    ...(currentBefore === undefined ? {} : { currentBefore }),
    ...(currentAfter === undefined ? {} : { currentAfter }),
    diff: diffOf(file.content.text, splices),
    ...(went.length === 0 ? {} : { went: [...went] }),
    ...(dangling.length === 0 ? {} : { dangling: [...dangling] }),
  }
}

/** The same where the current context is said in another file, which changes too. */
export function withContext(
  change: KubeconfigChange,
  { current, currentPath }: { current: string | undefined; currentPath: string },
  other: Pick<KubeconfigChange, 'diff' | 'backup'> = { diff: [] },
): KubeconfigChange {
  const { diff, backup } = other
  return {
    ...change,
    ...(current === undefined ? {} : { currentBefore: current }),
    currentAfter: change.name,
    also: { path: currentPath, diff, ...(backup === undefined ? {} : { backup }) },
  }
}
