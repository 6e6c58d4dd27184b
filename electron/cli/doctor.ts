import type { DockerEngine } from '#shared/engine.ts'
import type { Language } from '#shared/preferences.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { type Problem, problemOf } from '#shared/problem.ts'
import { formatList, type MessageKey, type MessageParams, translate } from '#shared/translate.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { table, titlesIn } from './columns.ts'
import { type Output, problemText } from './output.ts'

export interface DoctorContext {
  /** Every engine that can be found, the one that is named selected. */
  readonly discover: (signal: AbortSignal, named?: string) => Promise<DockerEngine[]>
  readonly openEngine: () => Promise<ClusterEngine>
  /** What helps on this system against a Problem with Docker; empty where nothing is to be added. */
  readonly advise: (problem: Problem) => Promise<string>
  readonly signal: AbortSignal
}

/** Which engines answer, and whether a default cluster could be made now; true when nothing stands in the way. */
export async function doctor(
  context: DoctorContext & { readonly named: string | undefined },
  output: Output,
): Promise<boolean> {
  const engines = await context.discover(context.signal, context.named)
  const checks = await preflightOfDefault(context)
  const { language } = output
  const text = (key: MessageKey, params?: MessageParams) => translate(language, key, params)
  const problems = [
    ...engines.flatMap(({ label, status }) =>
      status.kind === 'unavailable' && engines.length === 1
        ? [text('cli.doctor.engine', { engine: label, problem: problemText(language, status.problem) })]
        : [],
    ),
    ...checks.flatMap(({ problem }) => (problem ? [problemText(language, problem)] : [])),
  ]
  const unreachable = checks.find(({ id }) => id === 'engine')?.problem
  const advice = unreachable && (await context.advise(unreachable))
  const titles = titlesIn(language, ['foundAs', 'address', 'answer'])
  const told = [
    text('cli.doctor.engines'),
    table([['', ...titles], ...engines.map(engineRow)]),
    '',
    text('cli.doctor.checks'),
    table(checks.map((check) => [marks[check.result], text(`preflight.${check.id}`), foundText(check, language)])),
    ...problems.flatMap((found) => ['', found]),
    ...(advice ? ['', advice] : []),
  ].join('\n')
  output.result({ kind: 'doctor', engines, checks }, told)
  return checks.every(({ result }) => result !== 'blocking')
}

/** Names and numbers, except for what is still to be downloaded. */
function foundText({ found, toPull }: PreflightCheck, language: Language): string {
  return toPull ? translate(language, 'preflight.toPull', { images: formatList(language, toPull) }) : found
}

const marks = { ok: '✓', warning: '!', blocking: '✗', unknown: '?' } as const

function engineRow({ isSelected, label, address, status }: DockerEngine): string[] {
  const answer =
    status.kind === 'available'
      ? `${status.operatingSystem}, ${status.isPodman ? 'Podman' : 'Docker'} ${status.version}`
      : status.problem.code
  return [isSelected ? '*' : '', label, address, answer]
}

async function preflightOfDefault({ openEngine, signal }: DoctorContext): Promise<PreflightCheck[]> {
  try {
    const engine = await openEngine()
    return await engine.preflight(await engine.suggest(signal), signal)
  } catch (error) {
    return [{ id: 'engine', result: 'blocking', found: '', problem: problemOf(error) }]
  }
}
