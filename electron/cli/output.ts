import type { OperationEvent } from '#shared/operation.ts'
import type { Problem } from '#shared/problem.ts'
import { describeProblem } from '#shared/translate.ts'

/** Where results and progress of a command go: people read lines, programs read JSON. */
export interface Output {
  readonly isJson: boolean
  /** The command's answer, to stdout. */
  result(value: unknown, text: string): void
  /** What happens meanwhile: JSON lines to stdout, or sentences to stderr. */
  event(event: OperationEvent): void
  problem(problem: Problem): void
  /** Something beside the command's work, which is done. To stderr, in words. */
  warning(problem: Problem): void
}

export function createOutput({ isJson, isVerbose }: { isJson: boolean; isVerbose: boolean }): Output {
  return isJson ? jsonOutput(isVerbose) : textOutput(isVerbose)
}

const line = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

const warning = (problem: Problem) => process.stderr.write(`Warning: ${problemText(problem)}\n`)

function jsonOutput(isVerbose: boolean): Output {
  let hasReported = false
  return {
    isJson: true,
    result: (value) => line(value),
    event: (event) => {
      if (event.kind === 'log' && !isVerbose) return
      hasReported ||= event.kind === 'problem'
      line(event)
    },
    // An operation has already said it as its last event.
    problem: (problem) => {
      if (!hasReported) line({ kind: 'problem', ...problem })
    },
    warning,
  }
}

function textOutput(isVerbose: boolean): Output {
  const say = (text: string) => process.stderr.write(`${text}\n`)
  let lastPullMs = 0
  return {
    isJson: false,
    result: (_value, text) => {
      if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
    event: (event) => {
      if (event.kind === 'pull' && event.atMs - lastPullMs < 1000) return
      if (event.kind === 'pull') lastPullMs = event.atMs
      const text = eventText(event, isVerbose)
      if (text !== undefined) say(text)
    },
    problem: (problem) => say(problemText(problem)),
    warning,
  }
}

function eventText(event: OperationEvent, isVerbose: boolean): string | undefined {
  switch (event.kind) {
    case 'started':
      return `${verbs[event.operation]} cluster ${event.cluster}`
    case 'takenOver':
      return `  ${event.maker}, which ${pasts[event.operation]} the cluster since ${event.since}, no longer runs. Going on from there.`
    case 'step': {
      if (event.state === 'running' || (event.action !== undefined && !isVerbose)) return undefined
      const mark = event.state === 'done' ? '✓' : event.state === 'failed' ? '✗' : '–'
      const what = event.action ? `  ${event.action} ${event.target ?? ''}` : stageTexts[event.stage]
      const took = event.state === 'skipped' ? '' : `  ${duration(event.durationMs ?? 0)}`
      return `  ${mark} ${what}${took}`
    }
    case 'pull':
      return `    ${event.image}: ${megabytes(event.doneBytes)} of ${megabytes(event.totalBytes)}`
    case 'log':
      return isVerbose ? `    ${event.node} | ${event.line.text}` : undefined
    case 'ready': {
      const warnings = event.warnings.map((warning) => `\n\nBut: ${problemText(warning)}`).join('')
      return `Ready after ${duration(event.durationMs)}.${warnings}`
    }
    case 'done':
      return `Done after ${duration(event.durationMs)}.`
    case 'problem':
      return event.undone ? '  Everything that was made has been removed again.' : undefined
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
  create: 'was creating',
  change: 'was changing',
  start: 'was starting',
  stop: 'was stopping',
  restart: 'was restarting',
  delete: 'was deleting',
} as const

const stageTexts = {
  check: 'Checks before anything is made',
  image: 'k3s image',
  containers: 'Containers',
  api: 'Kubernetes API answers',
  nodes: 'All nodes are Ready',
  dns: 'Cluster DNS answers',
  stop: 'Containers stopped',
  remove: 'Removed',
} as const

/** What happened, why, what to do, and the original words. */
export function problemText(problem: Problem): string {
  const { title, cause, remedy } = describeProblem('en', problem, { isInTerminal: true })
  const detail = problem.detail ? `\n  ${problem.detail.trim().replaceAll('\n', '\n  ')}` : ''
  return `${title} [${problem.code}]\n${cause}${detail}\n${remedy}`
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}

const duration = (ms: number) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)
const megabytes = (value: number) => `${(value / 1e6).toFixed(1)} MB`
