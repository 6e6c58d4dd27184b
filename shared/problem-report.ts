import type { RequestOutput } from './contract.ts'
import type { EngineStatus } from './engine.ts'
import type { Problem } from './problem.ts'
import { redacted } from './redacted.ts'

/** As many lines of the log as fit into an issue beside the rest. */
const logLines = 50

interface Report {
  readonly problem: Problem
  readonly words: { readonly title: string; readonly cause: string; readonly remedy: string }
  readonly app: RequestOutput<'app.info'> | undefined
  readonly engine: EngineStatus | undefined
  /** What the nodes wrote last. */
  readonly log: readonly string[]
}

/** A Problem as it is given to somebody else: all that is known of it and of where it happened, without secrets. */
export function reportOf({ problem, words, app, engine, log }: Report): string {
  const params = Object.entries(problem.params).map(([name, value]) => `${name}=${value}`)
  const versions = [
    `Sampan ${app?.version ?? '?'} (${app?.platform ?? '?'})`,
    ...(engine?.kind === 'connected' ? [`${engine.name} ${engine.version}`] : []),
  ]
  const parts = [
    [words.title, words.cause, words.remedy].join('\n'),
    [problem.code, ...params].join(' '),
    ...(problem.detail ? [problem.detail] : []),
    versions.join(', '),
    ...(log.length > 0 ? [log.slice(-logLines).join('\n')] : []),
  ]
  return redacted(`${parts.join('\n\n')}\n`)
}
