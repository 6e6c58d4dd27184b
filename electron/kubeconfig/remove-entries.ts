import { type YAMLMap, YAMLSeq } from 'yaml'
import {
  endOf,
  entriesOf,
  type KubeconfigText,
  type ListName,
  listNames,
  nameOf,
  pairOf,
  startOf,
  valueAt,
} from './kubeconfig-text.ts'
import type { Mark } from './mark.ts'
import { currentContext, type Edited, emptyConfig } from './merge-entries.ts'
import { type OwnEntry, type Owner, ownEntries, writtenFor } from './own-entries.ts'
import { applySplices, removeItem, removePair, type Splice } from './splice.ts'
import { contextsOn } from './user-contexts.ts'

export interface Removed extends Edited {
  /** Contexts of the user's own that led to the cluster and went with it. */
  readonly went: readonly string[]
  /** Those that are still there, and lead nowhere until the cluster is back. */
  readonly dangling: readonly string[]
}

/** Takes a cluster's entries out again; for good (`isGone`) together with everything that led to it. Undefined when there is nothing. */
export function removeEntries(
  file: KubeconfigText,
  owner: Owner,
  { isGone = false }: { isGone?: boolean | undefined } = {},
): Removed | undefined {
  const own = ownEntries(file, owner)
  const others = contextsOn(file, own)
  const leading = isGone ? others.filter(({ isOnCluster }) => isOnCluster) : []
  const mark: Mark = { cluster: owner.cluster.name }
  const present = [...own, ...leading.map(({ node, name }) => ({ list: 'contexts' as const, node, name, mark }))]
  const { root } = file
  const context = contextOf(file, owner, own)
  const currentBefore = currentContext(file)
  const isOurs = currentBefore !== undefined && leavesWith(file, currentBefore, { present, context })
  if (!root || (own.length === 0 && !isOurs)) return undefined
  const splices: Splice[] = []
  for (const list of listNames) splices.push(...listRemovals(file, root, list, present))
  let currentAfter = currentBefore
  if (isOurs) {
    const { splice, name } = currentRemoval(file, root, { context, present })
    splices.push(splice)
    currentAfter = name
  }
  const text = applySplices(file.text, withoutOverlap(splices))
  const isEmptyAgain = own.some((each) => each.mark.made !== undefined) && isOnlyHead(text)
  return {
    text: isEmptyAgain ? text.replace(headText(file), '') : text,
    splices,
    name: context?.name ?? own[0]?.name ?? '',
    currentBefore,
    currentAfter,
    own: [],
    went: leading.map(({ name }) => name),
    dangling: others.flatMap((each) => (leading.includes(each) ? [] : [each.name])),
  }
}

/** The context that was current before the cluster's was made it. */
export function previousContext(file: KubeconfigText, owner: Owner): string | undefined {
  return contextOf(file, owner, ownEntries(file, owner))?.mark.current?.name || undefined
}

/** The cluster's context, also one that somebody has deleted by hand: it may still be called the current one. */
function contextOf(
  file: KubeconfigText,
  owner: Owner,
  own: readonly OwnEntry[],
): Pick<OwnEntry, 'name' | 'mark'> | undefined {
  const isContext = ({ list }: { list: ListName }) => list === 'contexts'
  return own.find(isContext) ?? writtenFor(file, owner.cluster).find(isContext)
}

interface Leaving {
  readonly present: readonly OwnEntry[]
  readonly context: Pick<OwnEntry, 'name' | 'mark'> | undefined
}

function leavesWith(file: KubeconfigText, current: string, { present, context }: Leaving): boolean {
  if (present.some(({ list, name }) => list === 'contexts' && name === current)) return true
  const isThere = entriesOf(file.root, 'contexts').some((node) => nameOf(node) === current)
  return context?.name === current && !isThere
}

/** Nobody has added anything to what Sampan made. */
export function isFileOurs(file: KubeconfigText, owner: Owner): boolean {
  return ownEntries(file, owner).some(({ mark }) => mark.made === 'file')
}

function listRemovals(file: KubeconfigText, root: YAMLMap, list: ListName, present: readonly OwnEntry[]): Splice[] {
  const own = present.filter((each) => each.list === list)
  const value = valueAt(root, list)
  const pair = pairOf(root, list)
  if (own.length === 0 || !(value instanceof YAMLSeq) || !pair) return []
  const before = own[0]?.mark.list
  const isAlone = value.items.length === own.length
  if (isAlone && before?.was === 'absent') return [removePair(file, root, pair)]
  if (isAlone && before?.was === 'text' && value.flow)
    return [{ start: startOf(value), end: endOf(value), text: before.source }]
  const removals = own.map(({ node }) => removeItem(file, value, node))
  const [first] = removals
  const isUnended = isAlone && before?.was === 'unended' && first?.end === file.text.length
  return isUnended && first ? [{ ...first, start: first.start - file.newline.length }] : removals
}

/** What was current before comes back if it is still there; else no context is current. */
function currentRemoval(
  file: KubeconfigText,
  root: YAMLMap,
  { context, present }: Leaving,
): { splice: Splice; name: string | undefined } {
  const pair = pairOf(root, 'current-context')
  const value = pair?.value
  if (!pair || !value) throw new RangeError('Our context is current, and yet there is no current-context')
  const current = context?.mark.current
  const isThere =
    current !== undefined &&
    (current.name === '' ||
      current.isDangling === true ||
      entriesOf(root, 'contexts').some(
        (node) => nameOf(node) === current.name && !present.some((own) => own.node === node),
      ))
  if (!isThere) return { splice: { start: startOf(value), end: endOf(value), text: '""' }, name: undefined }
  const name = current.name === '' ? undefined : current.name
  if (current.before.was === 'absent') return { splice: removePair(file, root, pair), name }
  const source = current.before.was === 'text' ? current.before.source : ''
  const blank = source === '' && !root.flow && file.text[startOf(value) - 1] === ' ' ? 1 : 0
  return { splice: { start: startOf(value) - blank, end: endOf(value), text: source }, name }
}

/** Neighbours in flow style share a comma: what two removals both want is removed once. */
function withoutOverlap(splices: readonly Splice[]): Splice[] {
  const ordered = [...splices].sort((a, b) => a.start - b.start)
  return ordered.map((splice, index) => {
    const before = ordered[index - 1]
    return before && splice.start < before.end ? { ...splice, start: before.end } : splice
  })
}

const headText = ({ newline }: KubeconfigText) => emptyConfig.map((line) => `${line}${newline}`).join('')

/** Nothing is left in the first document but what Sampan put at its top, and comments. */
function isOnlyHead(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\s*#/.test(line))
  const start = lines.findIndex((line) => !/^(---|%)/.test(line))
  const end = lines.findIndex((line, index) => index > start && /^(---|\.\.\.)/.test(line))
  return lines.slice(start, end === -1 ? undefined : end).join('\n') === emptyConfig.join('\n')
}
