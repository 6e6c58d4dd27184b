import type { OperationEvent, OperationKind, Stage } from '#shared/operation.ts'
import type { Language } from '#shared/preferences.ts'
import type { Problem } from '#shared/problem.ts'
import { describeProblem, formatTime, isMessageKey, type MessageKey, translate } from '#shared/translate.ts'
import { megabytes } from './columns.ts'
import { interruptionOf } from './interruption.ts'
import type { AsideLine, ResultLine } from './json-lines.ts'

/** Where results and progress of a command go: people read lines, programs read JSON. */
export interface Output {
  readonly isJson: boolean
  /** Of every text that is handed in here. */
  readonly language: Language
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
  language = 'en',
  signal = new AbortController().signal,
}: {
  isJson: boolean
  isVerbose: boolean
  language?: Language
  signal?: AbortSignal
}): Output {
  const output = isJson ? jsonOutput(isVerbose) : textOutput(isVerbose, language)
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
    language: 'en',
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

function textOutput(isVerbose: boolean, language: Language): Output {
  const say = (text: string) => process.stderr.write(`${text}\n`)
  let lastPullMs = 0
  let hasMade = false
  let operation: OperationKind | undefined
  let stages: readonly Stage[] = []
  return {
    isJson: false,
    language,
    result: (_value, text) => {
      if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
    event: (event) => {
      if (event.kind === 'started') ({ operation, stages } = event)
      // What an operation writes down at its end is no stage that anybody waits for.
      if (event.kind === 'step' && event.action === undefined && !stages.includes(event.stage)) return
      const isAmount = event.kind === 'pull' || event.kind === 'load'
      if (isAmount && event.atMs - lastPullMs < 1000) return
      if (isAmount) lastPullMs = event.atMs
      if (event.kind === 'step') hasMade ||= event.action !== undefined
      // A refusal has made nothing, and need not say that it removed it.
      if (event.kind === 'problem' && !hasMade) return
      const text = eventText(language, event, { isVerbose, operation })
      if (text !== undefined) say(text)
    },
    problem: (problem) => say(problemText(language, problem)),
    warning: (problem) => say(warningText(language, problem)),
    say,
  }
}

function eventText(
  language: Language,
  event: OperationEvent,
  { isVerbose, operation }: { isVerbose: boolean; operation: OperationKind | undefined },
): string | undefined {
  switch (event.kind) {
    case 'started':
      return translate(language, `cli.started.${event.operation}`, { cluster: event.cluster })
    case 'takenOver': {
      const { maker, since } = event
      return `  ${translate(language, `cli.takenOver.${event.operation}`, { maker, since: formatTime(language, since) })}`
    }
    case 'warning':
      return warningText(language, event)
    case 'step': {
      if (event.state === 'running' || (event.action !== undefined && !isVerbose)) return undefined
      const mark = event.state === 'done' ? '✓' : event.state === 'failed' ? '✗' : '–'
      const what = event.action
        ? `  ${stepText(language, { action: event.action, target: event.target ?? '' })}`
        : translate(language, `stage.${event.stage}`)
      const took = event.state === 'skipped' ? '' : `  ${duration(language, event.durationMs ?? 0)}`
      return `  ${mark} ${what}${took}`
    }
    case 'pull': {
      const [done, total] = [megabytes(event.doneBytes), megabytes(event.totalBytes)]
      return `    ${translate(language, 'cli.pull', { image: event.image, done, total })}`
    }
    case 'load': {
      const [done, total] = [megabytes(event.doneBytes), megabytes(event.totalBytes)]
      return `    ${translate(language, 'cli.pull', { image: event.source, done, total })}`
    }
    case 'log':
      return isVerbose ? `    ${event.node} | ${event.line.text}` : undefined
    case 'ready': {
      const warnings = event.warnings.map((warning) => {
        const problem = problemText(language, warning)
        return `\n\n${translate(language, 'cli.ready.warned', { problem })}`
      })
      const time = duration(language, event.durationMs)
      return `${translate(language, 'cli.ready', { time, cluster: event.cluster.name })}${warnings.join('')}`
    }
    case 'done':
      return translate(language, 'cli.done', { time: duration(language, event.durationMs) })
    case 'problem':
      if (!event.undone) return undefined
      return `  ${translate(language, operation === 'create' ? 'cli.undone.create' : 'cli.undone')}`
  }
}

/** What a plan waits for is a stage in the window, and has no text among the steps there. */
const waits: Readonly<Record<string, MessageKey>> = {
  'wait for the API': 'cli.step.waitForApi',
  'wait for the database': 'cli.step.waitForDatabase',
  'test the database': 'cli.step.testDatabase',
}

/** A single step of an operation or a plan, in the middle of a line. */
export function stepText(language: Language, { action, target }: { action: string; target: string }): string {
  const key = `step.${action}`
  const known = waits[action] ?? (isMessageKey(key) ? key : undefined)
  return `${known === undefined ? action : inLine(translate(language, known))} ${target}`.trimEnd()
}

/** A label of the window as it reads in the middle of a line: Docker's own words are written small there. */
export const inLine = (label: string): string => `${label.charAt(0).toLowerCase()}${label.slice(1)}`

const warningText = (language: Language, problem: Problem) =>
  translate(language, 'cli.warning', { problem: problemText(language, problem) })

/** What happened, why, what to do, and the original words. */
export function problemText(language: Language, problem: Problem): string {
  const { title, cause, remedy } = describeProblem(language, problem, { isInTerminal: true })
  const detail = problem.detail ? `\n  ${problem.detail.trim().replaceAll('\n', '\n  ')}` : ''
  return `${title} [${problem.code}]\n${cause}${detail}\n${remedy}`
}

const duration = (language: Language, ms: number) =>
  ms < 1000
    ? translate(language, 'cli.milliseconds', { count: Math.round(ms) })
    : translate(language, 'cli.seconds', { count: (ms / 1000).toFixed(1) })
