import type { OperationEvent, OperationKind, Stage } from '#shared/operation.ts'
import type { Problem } from '#shared/problem.ts'
import { describeProblem, translate } from '#shared/translate.ts'
import { interruptionOf } from './interruption.ts'
import type { AsideLine, ResultLine } from './json-lines.ts'

/** Where results and progress of a command go: people read lines, programs read JSON. */
export interface Output {
  readonly isJson: boolean
  /** The command's answer, to stdout. */
  result(line: ResultLine, text: string): void
  /** What happens meanwhile: JSON lines to stdout, or sentences to stderr. */
  event(event: OperationEvent): void
  problem(problem: Problem): void
  /** Something beside the command's work, which is done. To stderr. */
  warning(problem: Problem): void
  /** What a person wants to know and a program finds in the result. */
  say(text: string): void
}

/** @param signal once it says that the command is interrupted, only how an operation ends is still said: the rest is half a thing. */
export function createOutput({
  isJson,
  isVerbose,
  signal = new AbortController().signal,
}: {
  isJson: boolean
  isVerbose: boolean
  signal?: AbortSignal
}): Output {
  const output = isJson ? jsonOutput(isVerbose) : textOutput(isVerbose)
  const ends = new Set<Problem['code']>()
  const isOver = () => interruptionOf(signal) !== undefined
  return {
    ...output,
    result: (value, text) => {
      if (!isOver()) output.result(value, text)
    },
    event: (event) => {
      if (event.kind === 'problem') ends.add(event.code)
      output.event(event)
    },
    problem: (problem) => {
      if (!isOver() || ends.has(problem.code)) output.problem(problem)
    },
    warning: (problem) => {
      if (!isOver()) output.warning(problem)
    },
    say: (text) => {
      if (!isOver()) output.say(text)
    },
  }
}

const line = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

/** One JSON object on stderr. */
export const aside = (value: AsideLine) => process.stderr.write(`${JSON.stringify(value)}\n`)

function jsonOutput(isVerbose: boolean): Output {
  const reported = new Set<Problem['code']>()
  return {
    isJson: true,
    result: (value) => line(value),
    event: (event) => {
      if (event.kind === 'log' && !isVerbose) return
      if (event.kind === 'started') reported.clear()
      if (event.kind === 'problem') reported.add(event.code)
      line(event)
    },
    // An operation has already said it as its last event.
    problem: (problem) => {
      if (!reported.has(problem.code)) line({ kind: 'problem', ...problem })
    },
    warning: (problem) => aside({ kind: 'warning', ...problem }),
    say: () => undefined,
  }
}

function textOutput(isVerbose: boolean): Output {
  const say = (text: string) => process.stderr.write(`${text}\n`)
  let lastPullMs = 0
  let hasMade = false
  let operation: OperationKind | undefined
  let stages: readonly Stage[] = []
  return {
    isJson: false,
    result: (_value, text) => {
      if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
    event: (event) => {
      if (event.kind === 'started') ({ operation, stages } = event)
      // What an operation writes down at its end is no stage that anybody waits for.
      if (event.kind === 'step' && event.action === undefined && !stages.includes(event.stage)) return
      if (event.kind === 'pull' && event.atMs - lastPullMs < 1000) return
      if (event.kind === 'pull') lastPullMs = event.atMs
      if (event.kind === 'step') hasMade ||= event.action !== undefined
      // A refusal has made nothing, and need not say that it removed it.
      if (event.kind === 'problem' && !hasMade) return
      const text = eventText(event, { isVerbose, operation })
      if (text !== undefined) say(text)
    },
    problem: (problem) => say(problemText(problem)),
    warning: (problem) => say(`Warning: ${problemText(problem)}`),
    say,
  }
}

function eventText(
  event: OperationEvent,
  { isVerbose, operation }: { isVerbose: boolean; operation: OperationKind | undefined },
): string | undefined {
  switch (event.kind) {
    case 'started':
      return `${verbs[event.operation]} cluster ${event.cluster}`
    case 'takenOver':
      return `  ${event.maker}, which ${pasts[event.operation]} the cluster since ${event.since}, no longer runs. Going on from there.`
    case 'warning':
      return `Warning: ${problemText(event)}`
    case 'step': {
      if (event.state === 'running' || (event.action !== undefined && !isVerbose)) return undefined
      const mark = event.state === 'done' ? '✓' : event.state === 'failed' ? '✗' : '–'
      const what = event.action ? `  ${event.action} ${event.target ?? ''}` : translate('en', `stage.${event.stage}`)
      const took = event.state === 'skipped' ? '' : `  ${duration(event.durationMs ?? 0)}`
      return `  ${mark} ${what}${took}`
    }
    case 'pull':
      return `    ${event.image}: ${megabytes(event.doneBytes)} of ${megabytes(event.totalBytes)}`
    case 'log':
      return isVerbose ? `    ${event.node} | ${event.line.text}` : undefined
    case 'ready': {
      const warnings = event.warnings.map((warning) => `\n\nBut: ${problemText(warning)}`).join('')
      const { name } = event.cluster
      const next = `Use it: sampan kubectl ${name} get pods -A. For kubectl itself: sampan use ${name}`
      return `Ready after ${duration(event.durationMs)}. ${next}${warnings}`
    }
    case 'done':
      return `Done after ${duration(event.durationMs)}.`
    case 'problem':
      if (!event.undone) return undefined
      return operation === 'create'
        ? '  Everything that was made has been removed again.'
        : '  Everything is again as it was before.'
  }
}

const verbs = {
  create: 'Creating',
  change: 'Changing',
  start: 'Starting',
  stop: 'Stopping',
  restart: 'Restarting',
  delete: 'Deleting',
} as const

const pasts = {
  create: 'had been creating',
  change: 'had been changing',
  start: 'had been starting',
  stop: 'had been stopping',
  restart: 'had been restarting',
  delete: 'had been deleting',
} as const

/** What happened, why, what to do, and the original words. */
export function problemText(problem: Problem): string {
  const { title, cause, remedy } = describeProblem('en', problem, { isInTerminal: true })
  const detail = problem.detail ? `\n  ${problem.detail.trim().replaceAll('\n', '\n  ')}` : ''
  return `${title} [${problem.code}]\n${cause}${detail}\n${remedy}`
}

const gap = 3
/** Less than this of a cell says nothing. */
const leastWidth = 12

/** @param width of the terminal; where there is none, as in a file, nothing is cut. */
export function table(rows: readonly (readonly string[])[], width = process.stdout.columns ?? Infinity): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const excess = () => widths.reduce((sum, each) => sum + each + gap, -gap) - width
  while (excess() > 0) {
    const widest = Math.max(...widths)
    if (widest <= leastWidth) break
    widths[widths.indexOf(widest)] = Math.max(leastWidth, widest - excess())
  }
  const fitted = (cell: string, limit: number) => (cell.length > limit ? `${cell.slice(0, limit - 1)}…` : cell)
  return rows
    .map((row) =>
      row
        .map((cell, column) => fitted(cell, widths[column] ?? 0).padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}

const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
const megabytes = (value: number) => `${(value / 1e6).toFixed(1)} MB`
