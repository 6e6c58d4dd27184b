import { isDeepStrictEqual } from 'node:util'
import { isScalar, type Node, type YAMLMap, YAMLSeq } from 'yaml'
import { ProblemError, problem } from '#shared/problem.ts'
import { addressFor } from './entry-address.ts'
import { freeName, type OnClash, type TakenName } from './entry-names.ts'
import {
  endOf,
  entriesOf,
  isNull,
  type KubeconfigText,
  type ListName,
  listNames,
  pairOf,
  startOf,
  valueAt,
  valueRange,
} from './kubeconfig-text.ts'
import {
  type Before,
  bodyIn,
  type ClusterEntry,
  type Mark,
  type OwnEntry,
  ownEntries,
  renderEntry,
  scalar,
} from './own-entries.ts'
import {
  applySplices,
  columnOf,
  insertFlow,
  insertItem,
  itemLines,
  jsonText,
  type Rendered,
  replaceItem,
  type Splice,
} from './splice.ts'

export interface MergeOptions {
  /** Of context, cluster and user. */
  readonly name: string
  readonly namespace?: string | undefined
  readonly isCurrent: boolean
  readonly onClash: OnClash
  /** Names in other files that kubectl reads together with this one. */
  readonly takenNames?: readonly TakenName[]
  /** Whoever has put another address into the entry keeps it. */
  readonly keepsForeignServer?: boolean
  /** The context that is current by another file, which is to be changed after this one. */
  readonly previousElsewhere?: string | undefined
  /** There was no such file until now. */
  readonly isNewFile?: boolean
}

export interface Edited {
  readonly text: string
  /** Where the old text was changed, for showing. */
  readonly splices: readonly Splice[]
  /** The name that context, cluster and user got, or had. */
  readonly name: string
  readonly currentBefore: string | undefined
  readonly currentAfter: string | undefined
}

export function currentContext({ root }: KubeconfigText): string | undefined {
  const value = root && valueAt(root, 'current-context')
  return isScalar(value) && typeof value.value === 'string' && value.value !== '' ? value.value : undefined
}

/** Adds a cluster's entries, or brings those that are there up to date. Everything else stays as it is, byte for byte. */
export function mergeEntries(file: KubeconfigText, entry: ClusterEntry, options: MergeOptions): Edited {
  const present = ownEntries(file, entry)
  const name = freeName(file, present, options)
  const oldContext = present.find(({ list }) => list === 'contexts')
  const namespace = options.namespace ?? namespaceOf(oldContext)
  const currentBefore = currentContext(file)
  const wasOurs = oldContext !== undefined && currentBefore === oldContext.name
  const isCurrent = options.isCurrent || wasOurs
  const becomesCurrent = isCurrent && currentBefore !== name
  const previous = previousMark(file, oldContext, {
    becomesCurrent: becomesCurrent && !wasOurs,
    elsewhere: options.previousElsewhere,
  })
  const address = addressFor(present, entry, { keepsForeign: options.keepsForeignServer })
  const splices: Splice[] = []
  const newPairs: [key: string, value: Rendered | string][] = []
  for (const list of listNames) {
    const old = present.find((own) => own.list === list)
    const before = old ? old.mark.list : listBefore(file, list)
    const current = list === 'contexts' ? previous : undefined
    const made = old ? old.mark.made : file.root ? undefined : options.isNewFile ? 'file' : 'content'
    const mark: Mark = {
      cluster: entry.cluster.name,
      engine: entry.cluster.engineId,
      ...(list === 'clusters' && address.api ? { api: address.api } : {}),
      ...(before ? { list: before } : {}),
      ...(current ? { current } : {}),
      ...(made ? { made } : {}),
    }
    const rendered = renderEntry(list, { name, entry: { ...entry, server: address.server }, namespace, mark })
    const value = file.root && valueAt(file.root, list)
    if (old && value instanceof YAMLSeq) {
      // However it is written by now: one that says the same is left alone.
      if (!isDeepStrictEqual(old.node.toJSON(), rendered.json))
        splices.push(replaceItem(file, value, old.node, rendered))
    } else if (before?.was === 'absent') newPairs.push([list, rendered])
    else splices.push(addItem(file, list, rendered))
  }
  if (becomesCurrent) {
    const set = setCurrent(file, name)
    if (set) splices.push(set)
    else newPairs.push(['current-context', name])
  }
  if (newPairs.length > 0) splices.push(addPairs(file, newPairs))
  const text = applySplices(file.text, splices)
  return { text, splices, name, currentBefore, currentAfter: isCurrent ? name : currentBefore }
}

/**
 * New certificates for entries that are there, and the cluster's present address where the old one was Sampan's; undefined where
 * they are not there.
 */
export function renewEntries(file: KubeconfigText, entry: ClusterEntry): Edited | undefined {
  const present = ownEntries(file, entry)
  const context = present.find(({ list }) => list === 'contexts')
  if (!context || !present.some(({ list }) => list === 'clusters')) return undefined
  return mergeEntries(file, entry, {
    name: context.name,
    isCurrent: false,
    onClash: 'rename',
    keepsForeignServer: true,
  })
}

/** The context that kubectl uses, by its name alone; undefined leaves none. For a file that has none of our entries. */
export function selectContext(file: KubeconfigText, name: string | undefined): Edited {
  const currentBefore = currentContext(file)
  const set = setCurrent(file, name ?? '')
  const splices = set ? [set] : name === undefined ? [] : [addPairs(file, [['current-context', name]])]
  return { text: applySplices(file.text, splices), splices, name: name ?? '', currentBefore, currentAfter: name }
}

/** A namespace that the user has set for our context stays. */
function namespaceOf(context: OwnEntry | undefined): string | undefined {
  const namespace = context && bodyIn(context.node, 'contexts')?.get('namespace')
  return typeof namespace === 'string' ? namespace : undefined
}

function listBefore({ text, root }: KubeconfigText, list: ListName): Before | undefined {
  const pair = root && pairOf(root, list)
  if (!pair) return { was: 'absent' }
  const { value } = pair
  if (value && !isNull(value)) return undefined
  const { start, end } = valueRange(pair)
  const source = text.slice(start, end)
  if (source !== '' || root.flow) return { was: 'text', source }
  // Nothing stood there: the list goes below the key, and nothing is left when it goes.
  return text.indexOf('\n', endOf(pair.key)) === -1 ? { was: 'unended' } : undefined
}

function addItem(file: KubeconfigText, list: ListName, rendered: Rendered): Splice {
  const { root, text, newline } = file
  const pair = root && pairOf(root, list)
  if (!pair) throw new RangeError(`${list} is to be added as a whole`)
  const { value } = pair
  if (value instanceof YAMLSeq) return insertItem(file, value, rendered)
  const { start, end } = valueRange(pair)
  if (end > start || root.flow) return { start, end, text: `[${JSON.stringify(rendered.json)}]` }
  // Below a key without a value, behind a comment on its line.
  const lineBreak = text.indexOf('\n', start)
  const at = lineBreak === -1 ? text.length : lineBreak + 1
  const lines = itemLines(rendered, ' '.repeat(columnOf(text, startOf(pair.key)))).join(newline)
  return { start: at, end: at, text: lineBreak === -1 ? `${newline}${lines}` : `${lines}${newline}` }
}

function previousMark(
  file: KubeconfigText,
  context: OwnEntry | undefined,
  { becomesCurrent, elsewhere }: { becomesCurrent: boolean; elsewhere: string | undefined },
): Mark['current'] {
  if (becomesCurrent) return currentSource(file)
  if (elsewhere !== undefined && elsewhere !== context?.name)
    return { before: { was: 'text', source: scalar(elsewhere) }, name: elsewhere }
  return context?.mark.current
}

function currentSource({ text, root }: KubeconfigText): NonNullable<Mark['current']> {
  const pair = root && pairOf(root, 'current-context')
  if (!pair) return { before: { was: 'absent' }, name: '' }
  const { value } = pair
  const { start, end } = valueRange(pair)
  const source = text.slice(start, end)
  const name = isScalar(value) && typeof value.value === 'string' ? value.value : ''
  const isThere = entriesOf(root, 'contexts').some((each) => each.get('name') === name)
  return { before: { was: 'text', source }, name, ...(isThere || name === '' ? {} : { isDangling: true }) }
}

/** Undefined where the key has to be added first. */
function setCurrent({ root }: KubeconfigText, name: string): Splice | undefined {
  const pair = root && pairOf(root, 'current-context')
  if (!pair) return undefined
  const { start, end } = valueRange(pair)
  if (root.flow) return { start, end, text: JSON.stringify(name) }
  // Directly behind the colon, so that blanks that stood there are not taken for ours later.
  return { start, end, text: `${end === start ? ' ' : ''}${scalar(name)}` }
}

/** New keys come first, where no comment and no missing line break at the end of the file is in the way. */
function addPairs(file: KubeconfigText, pairs: readonly [key: string, value: Rendered | string][]): Splice {
  const { root, text, newline } = file
  if (root?.flow) {
    const next = root.items[0]?.key as Node | undefined // parsed from text
    const values = pairs.map(([key, value]) => [key, typeof value === 'string' ? value : [value.json]] as const)
    const inner = jsonText(text, Object.fromEntries(values)).replace(/^\{\s*|\s*\}$/g, '')
    return insertFlow(text, startOf(root) + 1, next && startOf(next), unindented(inner))
  }
  const first = root ? keyStart(file, root) : file.contentStart
  const indent = ' '.repeat(root ? columnOf(text, first) : 0)
  const head = root ? [] : emptyConfig
  const lines = pairs.flatMap(([key, value]) =>
    typeof value === 'string'
      ? [`${indent}${key}: ${scalar(value)}`]
      : [`${indent}${key}:`, ...itemLines(value, indent)],
  )
  const body = [...head, ...lines].join(newline).slice(indent.length)
  return { start: first, end: first, text: `${body}${newline}${indent}` }
}

/** What every kubeconfig says of itself. */
export const emptyConfig = ['apiVersion: v1', 'kind: Config']

function unindented(json: string): string {
  const indent = /\n([ \t]+)/.exec(json)?.[1] ?? ''
  return indent === '' ? json : json.replaceAll(`\n${indent}`, '\n')
}

/** Where the first key begins. Beside a `?` or a `---` nothing can be put before it. */
function keyStart({ text }: KubeconfigText, root: YAMLMap): number {
  const start = startOf(root.items[0]?.key as Node) // a map in block style has a pair, and it was parsed from text
  const isAlone = text.slice(start - columnOf(text, start), start).trim() === ''
  if (isAlone) return start
  throw new ProblemError(problem('kubeconfig.not_editable', {}))
}
