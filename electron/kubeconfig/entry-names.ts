import type { YAMLMap } from 'yaml'
import { ProblemError, problem } from '#shared/problem.ts'
import { entriesOf, type KubeconfigText, type ListName, listNames, nameOf } from './kubeconfig-text.ts'
import type { Mark } from './mark.ts'
import { type OwnEntry, ownEntries } from './own-entries.ts'

/** What to do when somebody else's entry has a name. `fail-beside-own`: only where it is not another cluster of Sampan's. */
export type OnClash = 'fail' | 'fail-beside-own' | 'rename'

/** An entry's name in some file, and whose it is: undefined where Sampan did not make it. */
export interface TakenName {
  readonly name: string
  readonly mark: Mark | undefined
}

/** The name that entries get: the wanted one, or one with a number. Fails with `kubeconfig.name_taken` or `kubeconfig.name_in_use`. */
export function freeName(
  file: KubeconfigText,
  present: readonly OwnEntry[],
  options: { readonly name: string; readonly onClash: OnClash; readonly takenNames?: readonly TakenName[] },
): string {
  const others = namesIn(file).filter(({ node }) => !present.some((own) => own.node === node))
  const foreign = [...(options.takenNames ?? []), ...others]
  const taken = foreign.filter(({ name }) => name === options.name)
  if (taken.length === 0) return options.name
  const notOurs = taken.find(({ mark }) => mark === undefined)
  if (options.onClash === 'fail' || (options.onClash === 'fail-beside-own' && notOurs))
    throw nameTaken(notOurs ?? taken[0] ?? { name: options.name, mark: undefined })
  const names = new Set(foreign.map(({ name }) => name))
  for (let number = 1; ; number += 1) {
    const candidate = `${options.name}-${number}`
    if (!names.has(candidate)) return candidate
  }
}

/** The names of all entries, and whose they are. */
export function namesIn(file: KubeconfigText): (TakenName & { readonly list: ListName; readonly node: YAMLMap })[] {
  const own = ownEntries(file)
  return listNames.flatMap((list) =>
    entriesOf(file.root, list).map((node) => ({
      name: nameOf(node),
      list,
      node,
      mark: own.find((each) => each.node === node)?.mark,
    })),
  )
}

function nameTaken({ name, mark }: TakenName): ProblemError {
  if (!mark) return new ProblemError(problem('kubeconfig.name_taken', { name }))
  const detail = mark.engine === undefined ? undefined : `Docker Engine ${mark.engine}`
  return new ProblemError(problem('kubeconfig.name_in_use', { name, cluster: mark.cluster }, { detail }))
}
