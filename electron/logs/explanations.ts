import type { LogExplanationId } from '#shared/log-explanations.ts'
import type { LogSource } from '#shared/log-view.ts'
import type { ProblemCode } from '#shared/problems.ts'
import { catalogue } from './explanations/catalogue.ts'
import type { Counts, KnownLine } from './explanations/known-line.ts'
import { explainedText, nodeLineLevel } from './log-level.ts'

export interface LineExplanation {
  readonly id: LogExplanationId
  readonly params: Readonly<Record<string, string>>
}

export interface NodeExplanation {
  readonly code: ProblemCode
  /** What the texts need besides the node's name. */
  readonly params: Readonly<Record<string, string>>
  /** What it takes for the line to end a start. */
  readonly counts: Counts
}

/** Says what a message means, where it is a known one. */
export type ExplainLine = (message: string, source?: LogSource['kind']) => LineExplanation | undefined

/** What stands behind is only more of the same: stacks, dumps, long lists. */
const readCharacters = 2000

const placesByWord = indexWords()

/** What a message means, whoever wrote it; without a source, as if k3s itself had. */
export const explainMessage: ExplainLine = (message, source) => {
  const isPod = source === 'pod' || source === 'workload'
  for (const { line, match } of knownIn(message)) {
    if (isPod && !line.inPods) continue
    return { id: line.id, params: paramsOf(line, match) }
  }
  return undefined
}

/** What a node's log line means for the node, where it is one that says that the node may not come up. */
export function explainLine(text: string): NodeExplanation | undefined {
  for (const { line, match } of knownIn(explainedText(text))) {
    if (!line.problem) continue
    const { code, counts = 'whenItDies', only, from } = line.problem
    if (only !== undefined && nodeLineLevel(text) !== only) continue
    if (from !== undefined && writerOf(text) !== from) continue
    return { code, params: paramsOf(line, match), counts }
  }
  return undefined
}

/** Who wrote a line, by its frame: k3s with logrus and its etcd with JSON, Kubernetes' parts with klog; before k3s is there nobody has one. */
function writerOf(text: string): 'k3s' | 'start' | 'kubernetes' {
  if (nodeLineLevel(text) === undefined) return 'start'
  return /^[IWEF]\d{4} /.test(text) ? 'kubernetes' : 'k3s'
}

/** The known lines that fit a message, the most telling first. */
function* knownIn(message: string): Generator<{ line: KnownLine; match: RegExpExecArray }> {
  const text = message.slice(0, readCharacters)
  const places = new Set(text.match(/[a-z]{4,}/gi)?.flatMap((word) => placesByWord.get(word.toLowerCase()) ?? []))
  for (const place of [...places].sort((a, b) => a - b)) {
    const line = catalogue[place]
    const match = line?.match.exec(text)
    if (line && match) yield { line, match }
  }
}

function paramsOf({ params }: KnownLine, match: RegExpExecArray): Record<string, string> {
  return params?.(match) ?? { ...match.groups }
}

/** Which places of the catalogue a word leads to. */
function indexWords(): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  for (const [place, { words }] of catalogue.entries())
    for (const word of words) index.set(word, [...(index.get(word) ?? []), place])
  return index
}
