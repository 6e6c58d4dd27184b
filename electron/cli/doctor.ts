import type { DockerEngine } from '#shared/engine.ts'
import type { PreflightCheck } from '#shared/preflight.ts'
import { problemOf } from '#shared/problem.ts'
import type { ClusterEngine } from '../cluster/cluster-engine.ts'
import { type Output, problemText, table } from './output.ts'

export interface DoctorContext {
  /** Every engine that can be found, the one that is named selected. */
  readonly discover: (signal: AbortSignal, named?: string) => Promise<DockerEngine[]>
  readonly openEngine: () => Promise<ClusterEngine>
  readonly signal: AbortSignal
}

/** Which engines answer, and whether a default cluster could be made now; true when nothing stands in the way. */
export async function doctor(
  context: DoctorContext & { readonly named: string | undefined },
  output: Output,
): Promise<boolean> {
  const engines = await context.discover(context.signal, context.named)
  const checks = await preflightOfDefault(context)
  const problems = [
    ...engines.flatMap(({ label, status }) =>
      status.kind === 'unavailable' && engines.length === 1 ? [`${label}: ${problemText(status.problem)}`] : [],
    ),
    ...checks.flatMap(({ problem }) => (problem ? [problemText(problem)] : [])),
  ]
  const text = [
    'Docker Engines',
    table([['', 'FOUND AS', 'ADDRESS', 'ANSWER'], ...engines.map(engineRow)]),
    '',
    'Before a cluster is made',
    table(checks.map(({ id, result, found }) => [marks[result], id, found])),
    ...problems.flatMap((found) => ['', found]),
  ].join('\n')
  output.result({ kind: 'doctor', engines, checks }, text)
  return checks.every(({ result }) => result !== 'blocking')
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
