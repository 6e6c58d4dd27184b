import { type YAMLMap, YAMLSeq } from 'yaml'
import {
  endOf,
  entriesOf,
  type KubeconfigText,
  type ListName,
  listNames,
  pairOf,
  startOf,
  valueAt,
} from './kubeconfig-text.ts'
import { currentContext, type Edited, emptyConfig } from './merge-entries.ts'
import { type OwnEntry, type Owner, ownEntries } from './own-entries.ts'
import { applySplices, removeItem, removePair, type Splice } from './splice.ts'

/** Takes a cluster's entries out again. Undefined when there are none. */
export function removeEntries(file: KubeconfigText, owner: Owner): Edited | undefined {
  const present = ownEntries(file, owner)
  const { root } = file
  const [any] = present
  if (!root || !any) return undefined
  const splices: Splice[] = []
  for (const list of listNames) splices.push(...listRemovals(file, root, list, present))
  const context = present.find(({ list }) => list === 'contexts')
  const currentBefore = currentContext(file)
  let currentAfter = currentBefore
  if (context && currentBefore === context.name) {
    const { splice, name } = currentRemoval(file, root, context)
    splices.push(splice)
    currentAfter = name
  }
  const text = applySplices(file.text, withoutOverlap(splices))
  const isEmptyAgain = any.mark.made !== undefined && isOnlyHead(text)
  return {
    text: isEmptyAgain ? text.replace(headText(file), '') : text,
    splices,
    name: context?.name ?? any.name,
    currentBefore,
    currentAfter,
  }
}

/** The context that was current before the cluster's was made it. */
export function previousContext(file: KubeconfigText, owner: Owner): string | undefined {
  return ownEntries(file, owner).find(({ list }) => list === 'contexts')?.mark.current?.name || undefined
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
  context: OwnEntry,
): { splice: Splice; name: string | undefined } {
  const pair = pairOf(root, 'current-context')
  const value = pair?.value
  if (!pair || !value) throw new RangeError('Our context is current, and yet there is no current-context')
  const { current } = context.mark
  const isThere =
    current !== undefined &&
    (current.name === '' ||
      current.isDangling === true ||
      entriesOf(root, 'contexts').some((each) => each.get('name') === current.name))
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

/** Nothing is left but what Sampan put at the top of an empty file, and comments. */
function isOnlyHead(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\s*(#|---|%)/.test(line))
  return lines.join('\n') === emptyConfig.join('\n')
}
